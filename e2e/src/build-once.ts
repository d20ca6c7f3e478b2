import { buildWeb } from '@beistand/web/build';

/** The pages as they are served, built when their sources have changed. */
export default async function build(): Promise<void> {
  await buildWeb();
}
