// One server as a process of its own: tests kill it and start it again over the same data.
import { join } from 'node:path';
import { roomyLimits } from '@beistand/client/testing/roomy-limits';
import { readConfig } from '@beistand/server/config';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { startServer } from '@beistand/server/serve';
import { toBase64url } from '@beistand/wire';

const [dataDir = '', port = '0'] = process.argv.slice(2);
const dist = process.env.PAGES ?? '';
const { renderPage } = await import(join(dist, 'render.js'));
const sourceUrl = 'https://code.example/beistand';
const config = readConfig({ DATA_DIR: dataDir, PORT: port, SOURCE_URL: sourceUrl }, 'trial');
const server = await startServer(config, {
  isTrial: true,
  limits: roomyLimits,
  log: { write: (line) => process.stderr.write(line) },
  documents: {
    renderPage: (path, data) => renderPage(path, data, config.sourceUrl),
    webFolder: join(dist, 'client'),
  },
});
const { address, connection } = server;
const { kysely } = server.owner;
const known = await kysely.selectFrom('organisations').select('id').execute();
let invitation: string | null = null;
if (known.length === 0) {
  await addOrganisation(server.owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
  const invited = await inviteAdministrator(server.owner, 'Lindenwerk');
  invitation = invited && toBase64url(invited.invitation);
}
process.stdout.write(`${JSON.stringify({ address, invitation, connection })}\n`);
process.on('SIGTERM', () => {
  void server.stop().then(() => process.exit(0));
});
