import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Documents, RenderPage } from '@beistand/server/documents';
import { buildWeb } from '@beistand/web/build';

const dist = fileURLToPath(new URL('dist/', import.meta.resolve('@beistand/web/build')));

type Args = Parameters<RenderPage>;
type Render = (...args: [...Args, source: string | null]) => ReturnType<RenderPage>;

/** Building writes beside the sources, where whoever serves may have no right to. */
async function build(): Promise<boolean> {
  try {
    return await buildWeb();
  } catch (error) {
    if (!/^(EACCES|EPERM|EROFS)$/.test((error as NodeJS.ErrnoException).code ?? '')) throw error;
    throw new Error(
      'The web client is not built yet, or its sources have changed, and the user this runs as may not write there: run "npm run build" as the one to whom this folder belongs.',
      { cause: error },
    );
  }
}

/** The web client, built anew when its sources have changed since the last time; `source` is where its code lies. */
export async function loadDocuments(say: (line: string) => void, source: string | null): Promise<Documents> {
  if (await build()) say('Built the web client.');
  const { renderPage } = (await import(join(dist, 'render.js'))) as { renderPage: Render };
  return {
    renderPage: (path, data) => renderPage(path, data, source),
    webFolder: join(dist, 'client'),
  };
}
