import { parseArgs } from 'node:util';
import { startServer } from '@beistand/server/serve';
import { checkPlace } from './check-place.ts';
import { loadDocuments } from './documents.ts';
import { say } from './say.ts';
import { outliveReader, untilStopped } from './until-stopped.ts';

// Standard output is the log, one JSON line per call; words for people go to standard error.
const tell = console.error;
const log = { write: (line: string) => void process.stdout.write(line) };

const usage = `Usage
  npm run serve
      Serves a real installation until it is stopped (Ctrl+C, SIGTERM).

By the environment: ORIGIN, DATA_DIR and SECRETS_FILE; DATABASE_URL, HOST, PORT, TRUST_PROXY and SOURCE_URL when wanted.
README.md says what each is, docs/operating.md the rest. Not as root.
`;

async function serve(): Promise<void> {
  const { values } = parseArgs({ options: { help: { type: 'boolean', short: 'h' } } });
  if (values.help) return say(usage);
  const isRoot = process.getuid?.() === 0;
  const config = await checkPlace(process.env, { listens: true, isRoot });
  const { address, lost, stop } = await startServer(config, {
    documents: await loadDocuments(tell, config.sourceUrl),
    log,
    say: tell,
  });
  tell(`Serving ${config.origin}, listening on ${address}.`);
  const reason = await untilStopped({ lost, watchesParent: false });
  await stop();
  if (reason === 'lost') throw await lost;
}

try {
  outliveReader(() => tell('Nobody reads the log any more; serving goes on without one.'));
  await serve();
} catch (error) {
  tell((error as Error).message);
  process.exitCode = 1;
}
