// P6: a conversation of a thousand messages, opened by somebody who has just signed in: until its newest page is there,
// and until all of it is judged, read and searchable. Client and server are processes of their own on one machine. The
// floor: what WebCrypto alone takes for as many messages of the same length in the same run (key, opening, signature, hash).
import { accept, openConversation, type Self, send, signIn } from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { ada, centres, franz, topics } from '@beistand/client/cast/people';
import { join, raiseCentre, raiseTopics } from '@beistand/client/cast/raise';
import { nodeWorld } from '@beistand/client/node';
import { startServers } from '@beistand/client/testing/servers';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { toBase64url } from '@beistand/wire';
import { median, printFigure } from './figure.ts';

const MESSAGES = 1_000;
const RUNS = 5;
const { subtle } = globalThis.crypto;
const text = 'Ich habe die Unterlagen gefunden, die Sie meinten, und schicke sie morgen mit. ';

/** Milliseconds of the bare primitives for `count` messages of that many bytes. */
async function bare(count: number, length: number): Promise<number> {
  const { privateKey, publicKey } = (await subtle.generateKey('Ed25519', false, [
    'sign',
    'verify',
  ])) as CryptoKeyPair;
  const secret = globalThis.crypto.getRandomValues(new Uint8Array(32));
  const salt = globalThis.crypto.getRandomValues(new Uint8Array(32));
  const iv = new Uint8Array(12);
  const message = globalThis.crypto.getRandomValues(new Uint8Array(length));
  const keyOf = async () => {
    const from = await subtle.importKey('raw', secret, 'HKDF', false, ['deriveBits']);
    const bits = await subtle.deriveBits({ name: 'HKDF', hash: 'SHA-256', salt, info: iv }, from, 352);
    return subtle.importKey('raw', bits.slice(0, 32), 'AES-GCM', false, ['encrypt', 'decrypt']);
  };
  const signature = await subtle.sign('Ed25519', privateKey, message);
  const box = await subtle.encrypt({ name: 'AES-GCM', iv }, await keyOf(), message);
  const from = performance.now();
  for (let i = 0; i < count; i++) {
    await subtle.decrypt({ name: 'AES-GCM', iv }, await keyOf(), box);
    if (!(await subtle.verify('Ed25519', publicKey, signature, message))) throw new Error('not verified');
    await subtle.digest('SHA-256', message);
  }
  return performance.now() - from;
}

const servers = await startServers(1);
try {
  const { database } = servers;
  const newWorld = () => nodeWorld(servers.origin());
  await addOrganisation(database.owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
  const invited = await inviteAdministrator(database.owner, 'Lindenwerk');
  const administrator = await join(newWorld(), `/i/${toBase64url(invited!.invitation)}`, franz);
  const topicIds = await raiseTopics(administrator, topics);
  const { centre, colleagues } = await raiseCentre(newWorld, administrator, centres[0]!, topicIds);
  const [clara] = colleagues as [Self];
  const about = { topic: topicIds[0]!, topicTitle: 'Schulden' };
  const asked = await askForHelp(newWorld(), { ...about, centre, text, name: ada.name, phrase: ada.phrase });
  const { conversation } = asked;
  await accept(clara, conversation);

  const lengths: number[] = [];
  for (const { world } of [asked.self, clara]) {
    const { fetch } = world;
    world.fetch = (url, init) => {
      if (typeof init.body === 'string' && /"message":/.test(init.body))
        lengths.push(Buffer.from((JSON.parse(init.body) as { message: string }).message, 'base64url').length);
      return fetch(url, init);
    };
  }
  for (let i = 1; i < MESSAGES; i++)
    await send(i % 2 ? clara : asked.self, conversation, text.repeat(1 + (i % 4)));

  const runs: { page: number; all: number; floor: number }[] = [];
  for (let i = 0; i < RUNS; i++) {
    const self = await signIn(newWorld(), ada.name, ada.phrase);
    let page = Number.NaN;
    const from = performance.now();
    const opened = await openConversation(self, conversation, () => {
      page = performance.now() - from;
    });
    const all = performance.now() - from;
    const read = opened.entries.filter((entry) => entry.t === 'message' && entry.text?.startsWith(text));
    if (!opened.isChecked || read.length !== MESSAGES) throw new Error(`read ${read.length} messages`);
    runs.push({ page, all, floor: await bare(MESSAGES, Math.round(median(lengths))) });
  }
  const of = (what: 'page' | 'all' | 'floor') => Math.round(median(runs.map((run) => run[what])));
  printFigure({ name: 'P6-page-ms', figure: of('page'), unit: 'ms', runs: RUNS });
  const ratio = Math.round(median(runs.map(({ all, floor }) => all / floor)) * 100) / 100;
  printFigure({ name: 'P6-all', figure: of('all'), unit: 'ms', floor: of('floor'), ratio, runs: RUNS });
} finally {
  await servers.stop();
}
