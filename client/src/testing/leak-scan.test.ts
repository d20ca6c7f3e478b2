// R1 without a browser: whole conversations with a canary in every field that is sealed, then everything is searched.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readInvitation, readRecoveryCode } from '@beistand/crypto';
import { readConfig } from '@beistand/server/config';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { startServer } from '@beistand/server/serve';
import { toBase64url, utf8 } from '@beistand/wire';
import { afterAll, describe, expect, it } from 'vitest';
import { changePhrase } from '../account/change-phrase.ts';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { signOut } from '../account/sign-out.ts';
import { type CentrePlan, centres, franz, topics } from '../cast/people.ts';
import { join as joinAs, linkParts, raiseCentre, raiseTopics } from '../cast/raise.ts';
import { setBits } from '../centre/extend.ts';
import { invitationPath, invite } from '../centre/invite.ts';
import { accept } from '../conversation/accept.ts';
import { noteConversation } from '../conversation/list.ts';
import { refresh } from '../conversation/open.ts';
import { type EnquiryDraft, keepDraft } from '../enquiry/draft.ts';
import { beginEnquiry, type Enquiry, type Pending, prepareEnquiry, sendEnquiry } from '../enquiry/enquire.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { follow } from '../live/follow.ts';
import type { Body } from '../message/body.ts';
import { deliver, queueMessage, send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import type { ConversationRow } from '../slot/row.ts';
import { changeState, type StateBody } from '../slot/state.ts';
import { type FaultyWorld, faultyWorld, nameOf } from './faults.ts';
import {
  dumpTables,
  type Encoding,
  encodings,
  filesBelow,
  type Hit,
  type Needle,
  plant,
  type Sink,
  scan,
} from './leak-scan.ts';
import { roomyLimits } from './roomy-limits.ts';

const folder = mkdtempSync(join(tmpdir(), 'beistand-leak-'));
chmodSync(folder, 0o711);
const dataDir = join(folder, 'data');
const logged: Uint8Array[] = [];
const config = readConfig(
  {
    PORT: '0',
    ORIGIN: 'http://localhost:3000',
    DATA_DIR: dataDir,
    SECRETS_FILE: join(folder, 'secrets.json'),
  },
  'serve',
);
const running = await startServer(config, {
  limits: roomyLimits,
  log: { write: (line) => void logged.push(Buffer.from(line)) },
});
const query = (text: string) => running.owner.pool.query(text);
const dataFolder: string = (await query('show data_directory')).rows[0].data_directory;
const databaseDir = dirname(dataFolder);
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
  if (!databaseDir.startsWith(folder)) rmSync(databaseDir, { recursive: true, force: true });
});

/** What left any browser: addresses, headers and bodies; and what any tab wrote down. */
const sent: { name: string; bytes: Uint8Array }[] = [];
const stored: Uint8Array[] = [];
const heard: Uint8Array[] = [];

function newWorld(): FaultyWorld {
  const world = faultyWorld(running.address);
  const { fetch, tab } = world;
  world.fetch = async (url, init) => {
    const { body, ...rest } = init;
    const name = nameOf(url, init.method);
    sent.push({ name, bytes: Buffer.from(JSON.stringify([url, rest])) });
    if (body) sent.push({ name, bytes: Buffer.from(body as string) });
    const response = await fetch(url, init);
    heard.push(Buffer.from(await response.clone().arrayBuffer()));
    return response;
  };
  world.tab = {
    ...tab,
    write: (name, sealed) => {
      stored.push(sealed);
      return tab.write(name, sealed);
    },
  };
  return world;
}

const canaries: Needle[] = [];
/** A text nobody else writes, with a letter and a space that encodings spell differently. */
function text(field: string): string {
  const value = `Grüße ${field.replace(/\W/g, '')} ${randomBytes(9).toString('hex')}`;
  canaries.push({ field, bytes: utf8(value) });
  return value;
}
const secret = (field: string, bytes: Uint8Array): void =>
  void canaries.push({ field, bytes: Uint8Array.from(bytes) });
/** As printed and typed: with and without its dashes. */
function written(field: string, code: string): void {
  secret(`${field}, written`, utf8(code));
  secret(`${field}, without dashes`, utf8(code.replaceAll('-', '')));
}
function keysOf(field: string, { account, world, ...self }: Self): void {
  secret(`${field}: master key`, account.masterKey);
  secret(`${field}: signing key`, account.signKey.slice(0, 32));
  secret(`${field}: opening key`, account.openKey.slice(0, 32));
  for (const key of self.centreKeys.values()) secret(`${field}: seed of a centre key`, key.seed);
  for (const room of self.rooms.values())
    for (const key of room.epochKeys.values()) secret(`${field}: key of an epoch`, key);
}

type Keys<T> = T extends T ? keyof T : never;
/** Every field of everything sealed, and the canary in it; null where only numbers, ids and constants stand. A new field without a line here doesn't compile. */
const sealedFields = {
  body: {
    t: null,
    ts: null,
    ref: null,
    x: 'answer',
    name: 'name in the first message',
    topic: 'title in the first message',
  },
  row: {
    name: 'name in a row',
    topic: 'topic in a row',
    lastWords: 'last words in a row',
    readSeq: null,
    draft: 'draft in a row',
  },
  state: { pins: null, invitations: 'secret of an invitation', checked: 'state' },
  draft: { text: 'draft before the account', topic: null, centre: null, pin: null },
  enquiry: {
    text: 'first message',
    topic: null,
    topicTitle: 'title in the first message',
    centre: null,
    pin: null,
    consent: null,
  },
  pending: {
    masterKey: 'ada: master key',
    account: null,
    recoveryCode: 'recovery code',
    createdAt: null,
    name: null,
    phrase: 'phrase of a seeker',
    createHash: null,
  },
} satisfies {
  body: Record<Keys<Body>, string | null>;
  row: Record<keyof ConversationRow, string | null>;
  state: Record<keyof StateBody, string | null>;
  draft: Record<keyof EnquiryDraft, string | null>;
  enquiry: Record<keyof Enquiry, string | null>;
  pending: Record<keyof NonNullable<Pending['newcomer']>, string | null>;
};

const signInName = `g${randomBytes(8).toString('hex')}-otter`;

/** Everything people do, with a canary wherever a person or a client puts something that only people may read. */
async function live(): Promise<void> {
  await addOrganisation(running.owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
  const invited = await inviteAdministrator(running.owner, 'Lindenwerk');
  const boss = { ...franz, phrase: text('phrase of an administrator') };
  const administrator = await joinAs(newWorld(), invitationPath(toBase64url(invited!.invitation)), boss);
  const topicIds = await raiseTopics(administrator, topics);
  const [plan] = centres as [CentrePlan];
  const lead = { ...plan.lead, phrase: text('phrase of a lead') };
  const colleagues = plan.colleagues.map(({ person, bits }) => ({
    bits,
    person: { ...person, phrase: text(`phrase of ${person.signInName}`) },
  }));
  const raised = await raiseCentre(newWorld, administrator, { ...plan, lead, colleagues }, topicIds);
  const { centre, sheet } = raised;
  written('paper code', sheet.writtenCode);
  secret('paper code', await readRecoveryCode(sheet.writtenCode));
  const { path } = await invite(raised.lead, centre);
  const { fragment } = linkParts(path);
  written('fragment of an invitation', fragment!.split('.')[0]!);
  secret('secret of an invitation', readInvitation(fragment!).invitation);

  const world = newWorld();
  secret('secret of a tab', (await world.tab.secret())!);
  await keepDraft(world, { text: text('draft before the account'), topic: null, centre: null, pin: null });
  const { version: consent } = await call(world, 'consentText', {});
  const enquiry = {
    text: text('first message'),
    topic: topicIds[0]!,
    topicTitle: text('title in the first message'),
    centre,
    pin: null,
    consent,
  };
  const phrase = text('phrase of a seeker');
  const { pending, writtenCode } = await beginEnquiry(world, enquiry, signInName, phrase);
  written('recovery code', writtenCode);
  secret('recovery code', await readRecoveryCode(writtenCode));
  pending.shownName = text('name in the first message');
  await prepareEnquiry(world, pending, null);
  const { self: ada, arrived } = await sendEnquiry(world, pending, null, () => undefined);
  const { conversation } = arrived;
  const stop = follow(
    ada,
    (notice) => heard.push(Buffer.from(JSON.stringify(notice))),
    () => undefined,
  );
  await changeState(ada, (body) => ({ ...body, checked: { [text('state')]: { by: 'digits', at: 1 } } }));

  const [clara, david] = raised.colleagues as [Self, Self];
  await listWaiting(clara);
  await accept(clara, conversation);
  await send(clara, conversation, text('answer'));
  const { messageId } = await send(ada, conversation, text('message that is edited'));
  const edit = await queueMessage(
    ada,
    conversation,
    { t: 'edit', ts: 1, ref: messageId, x: text('edited message') },
    2,
  );
  await deliver(ada, edit, () => undefined);
  world.plan('appendMessage', () => Promise.reject(new TypeError('fetch failed')));
  await send(ada, conversation, text('message that had to wait'));
  await noteConversation(clara, conversation, {
    name: text('name in a row'),
    topic: text('topic in a row'),
    lastWords: text('last words in a row'),
    draft: { text: text('draft in a row'), at: 1 },
  });
  await setBits(raised.lead, centre, toBase64url(david.account.bundle.kid), 0);
  const page = await refresh(ada, conversation);
  expect(page.entries.filter((entry) => entry.t === 'message')).toHaveLength(4);

  const changed = await changePhrase(ada, signInName, text('new phrase'));
  written('new recovery code', changed.writtenCode);
  const back = await signInWithCode(newWorld(), signInName, changed.writtenCode);
  await refresh(back, conversation);
  await signIn(newWorld(), lead.signInName, lead.phrase);
  stop();
  for (const [field, self] of Object.entries({ ada, back, clara, david, lead: raised.lead }))
    keysOf(field, self);
  await signOut(changed.self);
}

const sinkNames = [
  'SQL dump',
  'job tables',
  'WAL',
  'DATA_DIR',
  'log',
  'request bodies',
  'answers and notices',
  'rows of tabs',
] as const;

async function sinks(): Promise<Sink[]> {
  await query('checkpoint');
  await query('select pg_switch_wal()');
  const dumpDir = join(databaseDir, `dump-${randomBytes(4).toString('hex')}`);
  mkdirSync(dumpDir);
  chmodSync(dumpDir, 0o777);
  const files = await dumpTables(query, dumpDir);
  const read = (schema: string) => [...(files.get(schema) ?? [])].map((file) => readFileSync(file));
  const [dump, jobs] = [read('public'), read('pgboss')];
  rmSync(dumpDir, { recursive: true });
  const wal = join(dataFolder, 'pg_wal');
  // The programs copied beside the data say nothing of anyone.
  const programs = join(databaseDir, 'binaries');
  return [
    { name: 'SQL dump', pieces: () => dump },
    { name: 'job tables', pieces: () => jobs },
    { name: 'WAL', pieces: () => filesBelow(wal) },
    {
      name: 'DATA_DIR',
      pieces: function* () {
        yield* filesBelow(dataDir, [wal, programs]);
        if (!databaseDir.startsWith(dataDir)) yield* filesBelow(databaseDir, [wal, programs]);
      },
    },
    { name: 'log', pieces: () => logged },
    { name: 'request bodies', pieces: () => sent.map(({ bytes }) => bytes) },
    { name: 'answers and notices', pieces: () => heard },
    { name: 'rows of tabs', pieces: () => stored },
  ];
}

describe('R1: what only people may read', () => {
  it('R1: the search finds a canary in every place and every encoding', async ({ annotate }) => {
    const probes = new Map<string, Needle>();
    const probe = (sink: string): Needle => {
      const known = probes.get(sink) ?? {
        field: sink,
        bytes: utf8(`Grüße ${sink} ${randomBytes(9).toString('hex')}`),
      };
      probes.set(sink, known);
      return known;
    };
    await query('create table planted (value bytea)');
    await query('create table pgboss.planted (value bytea)');
    const visitor = newWorld();
    const put: Record<(typeof sinkNames)[number], (bytes: Buffer, encoding: Encoding) => Promise<unknown>> = {
      'SQL dump': (bytes) => query(`insert into planted values ('\\x${bytes.toString('hex')}')`),
      'job tables': (bytes) => query(`insert into pgboss.planted values ('\\x${bytes.toString('hex')}')`),
      WAL: (bytes) => query(`insert into planted values ('\\x${bytes.toString('hex')}')`),
      DATA_DIR: async (bytes, encoding) => writeFileSync(join(dataDir, `planted ${encoding}`), bytes),
      log: async (bytes) => logged.push(bytes),
      'request bodies': async (bytes) =>
        visitor.fetch(`${running.address}/api/tab`, { method: 'POST', body: bytes as unknown as string }),
      'answers and notices': async (bytes) => heard.push(bytes),
      'rows of tabs': (bytes) => visitor.tab.write('draft', Uint8Array.from(bytes)),
    };
    const wanted: Hit[] = [];
    for (const sink of sinkNames)
      for (const encoding of Object.keys(encodings) as Encoding[]) {
        await put[sink](plant(probe(sink).bytes, encoding), encoding);
        wanted.push({ sink, field: sink, encoding });
      }
    const hits = scan(await sinks(), [...probes.values()]);
    for (const one of wanted) expect(hits).toContainEqual(one);
    await annotate(
      `${sinkNames.length} places × ${Object.keys(encodings).length} encodings: ${wanted.length} of ${wanted.length} planted canaries found`,
      'figure',
    );
    await query('drop table planted');
    await query('drop table pgboss.planted');
  });

  it('R1: is nowhere a server keeps, says or is sent', { timeout: 60_000 }, async ({ annotate }) => {
    await live();
    const places = await sinks();
    expect(places.map(({ name }) => name)).toEqual(sinkNames);
    const planted = canaries.map(({ field }) => field);
    const fields = Object.values(sealedFields).flatMap((shape) => Object.values(shape));
    expect(fields.filter((field) => field !== null && !planted.includes(field))).toEqual([]);
    const name: Needle = { field: 'sign-in name', bytes: utf8(signInName) };
    expect(scan(places, canaries)).toEqual([]);

    // The name someone signs in with stands where they register and sign in, and nowhere else.
    expect(new Set(scan(places, [name]).map(({ sink }) => sink))).toEqual(new Set(['request bodies']));
    const carriers = sent
      .filter(({ bytes }) => Buffer.from(bytes).includes(signInName))
      .map((one) => one.name);
    expect([...new Set(carriers)].sort()).toEqual(['enquire', 'loginStart', 'recoverStart']);
    const bytes = places.flatMap(({ pieces }) => [...pieces()]).reduce((sum, piece) => sum + piece.length, 0);
    await annotate(
      `${canaries.length} canaries, ${places.length} places, ${Math.round(bytes / 1e6)} MB searched, 0 hits`,
      'figure',
    );
  });
});
