import { parseArgs } from 'node:util';
import { type Config, readConfig } from '@beistand/server/config';
import { startServer } from '@beistand/server/serve';
import { checkTrialFolder } from './check-place.ts';
import { loadDocuments } from './documents.ts';
import { eatenByNpm } from './eaten-by-npm.ts';
import { freePort, sayWhyNot } from './free-port.ts';
import { lanAddresses, lanCertificate } from './lan.ts';
import { say } from './say.ts';
import { seedOnce } from './seed/once.ts';
import { outliveReader, untilStopped } from './until-stopped.ts';
import { welcome } from './welcome.ts';

/** The port that was asked for, or without PORT the next free one. */
async function chosenPort({ port, host }: Config): Promise<number> {
  const free = await freePort(port, host);
  if (free === port) return port;
  if (process.env.PORT?.trim()) throw new Error(sayWhyNot('EADDRINUSE', port, host));
  say(`Port ${port} is in use, so this is port ${free}.`);
  return free;
}

/** HTTPS for other devices in the house: a phone has no WebCrypto without it. */
async function forLan(config: Config) {
  const addresses = lanAddresses();
  if (addresses.length === 0)
    throw new Error('This machine has no address in a local network, so --lan has nowhere to serve.');
  return { addresses, tls: await lanCertificate(config.dataDir, addresses, Date.now()), host: '0.0.0.0' };
}

const usage = `Usage
  npm start
      A trial with made-up people, until Ctrl+C. Prints addresses, sign-in names and phrases.
  npm start -- --lan
      The same over HTTPS for other devices in the local network.

PORT, HOST, DATA_DIR (.data) and DATABASE_URL are honoured. For real use: "npm run serve -- --help".
`;

const options = { lan: { type: 'boolean' }, help: { type: 'boolean', short: 'h' } } as const;

async function trial(): Promise<void> {
  const { values } = parseArgs({ options });
  if (values.help) return say(usage);
  const hint = eatenByNpm(process.env, ['lan'], 'npm start -- --lan');
  if (hint && !values.lan) throw new Error(hint);
  const config = readConfig(process.env, 'trial');
  checkTrialFolder(config);
  const lan = values.lan ? await forLan(config) : null;
  const host = lan?.host ?? config.host;
  const port = await chosenPort({ ...config, host });
  const documents = await loadDocuments(say, config.sourceUrl);
  const prepared = await seedOnce(config, say);
  const { app, address, lost, stop } = await startServer(
    { ...config, host, port },
    { isTrial: true, prepared, documents, say, ...(lan && { tls: lan.tls }) },
  );
  const at = new URL(address).port;
  const elsewhere = lan?.addresses.map((ip) => `https://${ip}:${at}`) ?? [];
  const { topics } = (await app.inject({ url: '/api/topics', headers: { host: 'localhost' } })).json();
  say(welcome(`${lan ? 'https' : 'http'}://localhost:${at}`, elsewhere, topics));
  if (lan)
    say(
      'A phone will warn of the certificate, because this machine made it itself: tap "Advanced", then "Proceed".',
    );
  say(`Ctrl+C stops it; everything stays in ${config.dataDir}.`);
  const reason = await untilStopped({ lost, watchesParent: true });
  say('Stopping …');
  await stop();
  if (reason === 'lost') throw await lost;
}

try {
  outliveReader();
  await trial();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
