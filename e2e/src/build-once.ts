import { cpSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { buildWeb } from '@beistand/web/build';
import { buildStyleguide } from '@beistand/web/styleguide';

/**
 * The pages as they are served, built when their sources have changed; and every screen in every state beside them.
 * Copies for this run alone: whoever builds meanwhile doesn't change what is being looked at.
 */
export default async function build(): Promise<() => void> {
  await buildWeb();
  const folder = mkdtempSync(join(tmpdir(), 'pages-'));
  process.env.PAGES = join(folder, 'dist');
  process.env.SCREENS = join(folder, 'screens');
  const dist = fileURLToPath(new URL('dist/', import.meta.resolve('@beistand/web/build')));
  cpSync(dist, process.env.PAGES, { recursive: true });
  await buildStyleguide(process.env.SCREENS);
  return () => rmSync(folder, { recursive: true });
}
