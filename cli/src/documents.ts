import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import type { Documents, RenderPage } from '@beistand/server/documents';
import { buildWeb } from '@beistand/web/build';

const dist = fileURLToPath(new URL('dist/', import.meta.resolve('@beistand/web/build')));

/** The web client, built anew when its sources have changed since the last time. */
export async function loadDocuments(say: (line: string) => void): Promise<Documents> {
  if (await buildWeb()) say('Built the web client.');
  const { renderPage } = (await import(join(dist, 'render.js'))) as { renderPage: RenderPage };
  return { renderPage, webFolder: join(dist, 'client') };
}
