import { readConfig } from '@beistand/server/config';
import { startServer } from '@beistand/server/serve';
import { loadDocuments } from './documents.ts';
import { untilStopped } from './until-stopped.ts';

// Standard output is the log, one JSON line per call; words for people go to standard error.
const say = console.error;
const log = { write: (line: string) => void process.stdout.write(line) };

async function serve(): Promise<void> {
  const config = readConfig(process.env, 'serve');
  const { address, lost, stop } = await startServer(config, {
    documents: await loadDocuments(say, config.sourceUrl),
    log,
    say,
  });
  say(`Serving ${config.origin}, listening on ${address}.`);
  const reason = await untilStopped({ lost, watchesParent: false });
  await stop();
  if (reason === 'lost') throw await lost;
}

try {
  await serve();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
