// A server process of a test's own: `node serve.ts <socket> <database>` prints its port and ends with its input.
import { createApp } from '../app.ts';
import { openDatabase } from '../database/open.ts';
import { filesFolderOf } from './fresh-database.ts';
import { testSecrets } from './test-secrets.ts';

const [socket = '', name = ''] = process.argv.slice(2);
const connection = { socket, database: name };
const database = openDatabase({ connection, role: 'app' });
const filesFolder = filesFolderOf(connection);
const app = await createApp({ database, connection, filesFolder, secrets: await testSecrets() });
const address = await app.listen({ port: 0, host: '127.0.0.1' });
process.stdout.write(`${new URL(address).port}\n`);
process.stdin.resume();
process.stdin.once('end', async () => {
  await app.close();
  await database.close();
});
