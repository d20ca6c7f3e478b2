import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { buildWeb } from '@beistand/web/build';
import { buildStyleguide } from '@beistand/web/styleguide';

/**
 * The pages as they are served, built when their sources have changed; and every screen in every state beside them, for
 * this run alone.
 */
export default async function build(): Promise<() => void> {
  await buildWeb();
  const { folder } = await buildStyleguide(mkdtempSync(join(tmpdir(), 'screens-')));
  process.env.SCREENS = folder;
  return () => rmSync(folder, { recursive: true });
}
