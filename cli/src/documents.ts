import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Documents, RenderPage } from '@beistand/server/documents';
import { buildWeb } from '@beistand/web/build';

const dist = fileURLToPath(new URL('dist/', import.meta.resolve('@beistand/web/build')));

type Args = Parameters<RenderPage>;
type Render = (...args: [...Args, source: string | null]) => ReturnType<RenderPage>;

/** The web client, built anew when its sources have changed since the last time; `source` is where its code lies. */
export async function loadDocuments(say: (line: string) => void, source: string | null): Promise<Documents> {
  if (await buildWeb()) say('Built the web client.');
  const { renderPage } = (await import(join(dist, 'render.js'))) as { renderPage: Render };
  return {
    renderPage: (path, data) => renderPage(path, data, source),
    webFolder: join(dist, 'client'),
  };
}
