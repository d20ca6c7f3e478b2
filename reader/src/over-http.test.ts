import {
  accept,
  addModerator,
  admit,
  askToJoin,
  call,
  deleteMessage,
  edit,
  openDoor,
  refresh,
  ServerRefusal,
  send,
  setBits,
  signIn,
  startGroup,
} from '@beistand/client';
import { altstadt, openOrganisation } from '@beistand/client/testing/open-organisation';
import { seekerOf, textsOf } from '@beistand/client/testing/people';
import { useDatabase } from '@beistand/server/testing/vitest';
import { afterAll, expect, test } from 'vitest';
import { type Bundle, bundlesOf, readBundle } from './account/bundle.ts';
import { seedsOf } from './account/keys.ts';
import { hex } from './bytes/compare.ts';
import { type Bytes, zeros } from './bytes/join.ts';
import { bit, readEntry } from './centre/entry.ts';
import { judgeLog } from './centre/judge-entry.ts';
import { openBox } from './centre/seed.ts';
import { has, type View } from './centre/view.ts';
import { openEpochKey, openPrevKey } from './stream/epoch-key.ts';
import { judgeAnchor } from './stream/judge-anchor.ts';
import { judgeMessage } from './stream/judge-message.ts';
import { judgeRecord } from './stream/judge-record.ts';
import { makeRecord } from './stream/make-record.ts';
import { makeMessage } from './stream/message.ts';
import { type Reason, type Row, readRecord, rowKind, streamKind } from './stream/record.ts';
import { shownOf } from './stream/shown.ts';
import { currentOf, emptyStream, lastSeq, rowOf, type Stream } from './stream/stream.ts';
import { mustRekey, tidy } from './stream/tidy.ts';
import { drawsFrom } from './testing/draws.ts';

const organisation = await openOrganisation(await useDatabase());
afterAll(() => organisation.app.close());
const { centre: centreText, lead, colleagues } = await organisation.raise(altstadt);
const [clara, david] = [colleagues[0]!, colleagues[1]!];

const raw = (text: string): Bytes => Uint8Array.from(Buffer.from(text, 'base64url'));
const text = (bytes: Uint8Array) => Buffer.from(bytes).toString('base64url');
const draws = drawsFrom(text(crypto.getRandomValues(new Uint8Array(32))));

// Clara is the reader: of the product she has her session and her master key.
const { world } = clara;
const { signKey, openKey } = seedsOf(clara.account.masterKey);
const me = readBundle(clara.account.bundle.bytes);
const known = new Map<string, Bundle>();

async function fetchBundle(kid: Bytes): Promise<void> {
  if (known.has(hex(kid))) return;
  const bundle = readBundle(raw((await call(world, 'keyBundle', { key: text(kid) })).bundle));
  expect(hex(bundle.kid)).toBe(hex(kid));
  known.set(hex(kid), bundle);
}
const bundles = (kid: Uint8Array) => bundlesOf([...known.values()])(kid);

async function readViews(): Promise<View[]> {
  const entries = (await call(world, 'readLog', { centre: centreText })).entries.map(raw);
  for (const { signer, act } of entries.map(readEntry)) {
    await fetchBundle(signer);
    if (act.type === 'create') for (const { kid } of act.staff) await fetchBundle(kid);
    if (act.type === 'staffing') await fetchBundle(act.staff.kid);
  }
  return judgeLog(entries, bundles);
}

/** What the server has of a conversation, all of it judged, with every epoch's key. */
type Read = { stream: Stream; keys: Bytes[]; words: (string | null)[]; views: View[] };

async function judgeAll(
  conversation: string,
  items: readonly { seq: number; kind: string; bytes: string }[],
  openWrap: (epoch: number, stream: Stream) => Bytes | null,
  transcriptBefore = zeros(32),
): Promise<Read> {
  const views = await readViews();
  let stream = emptyStream(raw(conversation));
  const keys: Bytes[] = [];
  for (const { seq, kind, bytes } of items) {
    if (kind !== 'record') {
      stream = judgeMessage(stream, raw(bytes), bundles);
      continue;
    }
    const record = readRecord(raw(bytes));
    for (const row of record.rows) if (row.kind === rowKind.person) await fetchBundle(row.kid);
    const joining = { conversation: stream.conversation, account: me.account, seq, transcriptBefore };
    stream =
      stream.items.length === 0 && seq > 1
        ? judgeAnchor(raw(bytes), joining, views[record.logIndex]!, bundles)
        : judgeRecord(stream, raw(bytes), (_, index) => views[index] ?? null, bundles);
    const key = openWrap(record.epoch, stream);
    if (key !== null) keys[record.epoch] = key;
  }
  const records = stream.items.flatMap((item) => (item.kind === 'record' ? [item.record] : []));
  for (const [i, record] of [...records.entries()].reverse()) {
    const before = records[i - 1];
    if (before !== undefined && record.kind !== streamKind.group)
      keys[before.epoch] ??= openPrevKey(keys[record.epoch]!, record, before);
  }
  const words = shownOf(stream, keys).map((one) => one.words);
  return { stream, keys, words, views };
}

/** As a member: own wraps, and what ek_prev leads to. */
async function readAll(conversation: string): Promise<Read> {
  const { items, wraps, transcriptBefore } = await call(world, 'readItems', { conversation, after: 0 });
  const openWrap = (epoch: number, stream: Stream) => {
    const record = currentOf(stream)!.record;
    const wrap = wraps.find((one) => one.epoch === epoch && one.kind === 1);
    const row = rowOf(record.rows, me.account);
    return wrap === undefined || row === null ? null : openEpochKey(raw(wrap.box), record, row, openKey);
  };
  return judgeAll(conversation, items, openWrap, raw(transcriptBefore));
}

async function write(
  conversation: string,
  { stream, keys, views }: Read,
  reason: Reason,
  rows: readonly Row[],
) {
  const view = views.at(-1)!;
  const { record: before } = currentOf(stream)!;
  const sealIdOf = (row: Row) =>
    row.kind === rowKind.inbox
      ? view.inbox.publicKey!
      : row.kind === rowKind.vault
        ? view.vault.publicKey!
        : bundles(row.kid)!.sealId;
  const { bytes, wraps } = makeRecord(
    { signKey, epochKey: draws.bytes(32), keyBefore: keys[before.epoch]! },
    {
      conversation: stream.conversation,
      epoch: before.epoch + 1,
      epochHash: before.m,
      sender: me.account,
      prevSeq: lastSeq(stream),
      prevT: stream.transcript.at(-1)!,
    },
    { centre: view.centre, logIndex: view.index, logHash: view.hash, kind: 1, reason, rows },
    sealIdOf,
    draws.bytes,
  );
  const next = judgeRecord(stream, bytes, (_, index) => views[index] ?? null, bundles);
  const stored = await call(world, 'appendRecord', {
    conversation,
    record: text(bytes),
    wraps: wraps.map(text),
  });
  expect(stored).toMatchObject({ seq: lastSeq(next), transcript: text(next.transcript.at(-1)!) });
}

async function say(conversation: string, { stream, keys }: Read, words: string) {
  const { record } = currentOf(stream)!;
  const bytes = makeMessage(
    { signKey, epochKey: keys[record.epoch]! },
    {
      conversation: stream.conversation,
      epoch: record.epoch,
      epochHash: record.m,
      sender: me.account,
      prevSeq: lastSeq(stream),
      prevT: stream.transcript.at(-1)!,
    },
    {
      class: 1,
      messageId: draws.bytes(16),
      salt: draws.bytes(32),
      json: JSON.stringify({ t: 'text', ts: world.now(), x: words }),
    },
  );
  const next = judgeMessage(stream, bytes, bundles);
  const stored = await call(world, 'appendMessage', { conversation, message: text(bytes), files: [] });
  expect(stored).toMatchObject({ seq: lastSeq(next), transcript: text(next.transcript.at(-1)!) });
}

const refusalOf = (attempt: Promise<unknown>) =>
  attempt.then(
    () => 'taken',
    (error: unknown) => (error instanceof ServerRefusal ? error.code : String(error)),
  );

test('R3: the reader counsels over HTTP: the server takes what it makes, and the client reads it', async () => {
  const { self: seeker, conversation } = await seekerOf(organisation, centreText, 'Ich weiß nicht weiter');
  const { waiting } = await call(world, 'listWaiting', {});
  const enquiry = waiting.find((one) => one.conversation === conversation)!;
  const { seeds } = await call(world, 'readSeeds', { centre: centreText });
  const newest = (await readViews()).at(-1)!;
  const inboxKid = newest.inbox.kid!;
  const seed = openBox(raw(seeds.find(({ key }) => key === text(inboxKid))!.box), openKey, {
    centre: newest.centre,
    which: 2,
    keyKid: inboxKid,
    personKid: me.kid,
  });
  const asked = await judgeAll(conversation, enquiry.items, (_, stream) => {
    const { record } = currentOf(stream)!;
    const row = record.rows.find(({ kind }) => kind === rowKind.inbox)!;
    return openEpochKey(raw(enquiry.wraps[0]!.box), record, row, seed);
  });
  expect(asked.words).toEqual(['Ich weiß nicht weiter']);
  expect(zeros(32)).toEqual(asked.stream.transcript[0]);

  const myRow: Row = { kind: rowKind.person, role: 2, id: me.account, kid: me.kid };
  const withoutInbox = tidy(currentOf(asked.stream)!.record.rows, newest).filter(
    ({ kind }) => kind !== rowKind.inbox,
  );
  await write(conversation, asked, 'ACCEPT', [...withoutInbox, myRow]);
  await say(conversation, await readAll(conversation), 'Guten Tag, ich bin da');
  expect(await textsOf(seeker, conversation)).toEqual(['Ich weiß nicht weiter', 'Guten Tag, ich bin da']);
  await send(seeker, conversation, 'Danke');

  const answered = await readAll(conversation);
  expect(answered.words).toEqual(['Ich weiß nicht weiter', 'Guten Tag, ich bin da', 'Danke']);
  const colleague = david.account.bundle;
  const theirRow: Row = { kind: rowKind.person, role: 3, id: colleague.account, kid: colleague.kid };
  await write(conversation, answered, 'CHANGE', [...currentOf(answered.stream)!.record.rows, theirRow]);
  expect(await textsOf(david, conversation)).toEqual(answered.words);
  expect(
    await refusalOf(write(conversation, answered, 'CHANGE', currentOf(answered.stream)!.record.rows)),
  ).toBe('STALE_EPOCH');

  const changed = await readAll(conversation);
  await setBits(lead, centreText, text(colleague.kid), 0);
  expect(await refusalOf(say(conversation, changed, 'Zu früh'))).toBe('REKEY');
  const gated = await readAll(conversation);
  const after = gated.views.at(-1)!;
  expect(has(after, colleague.kid, bit.counsellor)).toBe(false);
  expect(mustRekey(currentOf(gated.stream)!.record, after)).toBe(true);
  await write(conversation, gated, 'TIDY', tidy(currentOf(gated.stream)!.record.rows, after));
  await say(conversation, await readAll(conversation), 'Jetzt sind wir wieder zu zweit');
  expect(await textsOf(seeker, conversation)).toEqual([...answered.words, 'Jetzt sind wir wieder zu zweit']);
});

test('R3: the reader shows what was edited, deleted and taken away as the product does', async () => {
  const { self: seeker, conversation, name, phrase } = await seekerOf(organisation, centreText, 'Erstens');
  await accept(clara, conversation);
  const say = async (words: string) => (await send(seeker, conversation, words)).messageId;
  const [plain, twice, gone, taken, theirs] = [
    ...[await say('Zweitens'), await say('Drittens'), await say('Viertens'), await say('Fünftens')],
    (await send(clara, conversation, 'Sechstens')).messageId,
  ];
  await edit(seeker, conversation, plain!, 'Zweitens, besser');
  for (const words of ['Drittens?', 'Drittens!']) await edit(seeker, conversation, twice!, words);
  await edit(seeker, conversation, gone!, 'Viertens, besser');
  await deleteMessage(seeker, conversation, gone!);
  await deleteMessage(clara, conversation, theirs!);
  const lost = (await edit(seeker, conversation, plain!, 'Zweitens, noch besser')).messageId;
  // Erased without a word of the author's, as a server could do it.
  for (const message of [taken!, lost]) await call(seeker.world, 'eraseMessage', { conversation, message });

  const { stream, keys } = await readAll(conversation);
  const mine = shownOf(stream, keys).map(({ messageId, words, firstWords, state }) => [
    text(messageId),
    state === 'said' ? 'ok' : state,
    words,
    firstWords,
  ]);
  const again = await signIn(organisation.newWorld(), name, phrase);
  const { entries } = await refresh(again, conversation);
  const product = entries.flatMap((entry) =>
    entry.t === 'message' ? [[entry.id, entry.state, entry.text, entry.firstText]] : [],
  );
  expect(mine).toEqual(product);
  expect(mine.map(([, state]) => state).sort()).toEqual(
    ['ok', 'edited', 'edited', 'deleted', 'withheld', 'deleted', 'withheld'].sort(),
  );
});

test('R3: the reader joins a group: it begins at the record that lets it in, and the others read what it says', async () => {
  const { self: seeker } = await seekerOf(organisation, centreText, 'Gibt es eine Gruppe?');
  const group = await startGroup(lead, centreText, 'Dienstagsgruppe');
  await askToJoin(seeker, (await openDoor(lead, group)).code, { name: 'stille-eule', pin: null });
  await admit(lead, group, [text(seeker.account.bundle.account)]);
  await send(seeker, group, 'Vor dir.');
  await addModerator(lead, group, text(me.account));
  await send(seeker, group, 'Mit dir.');

  const read = await readAll(group);
  expect([read.stream.before, read.words]).toEqual([5, ['Mit dir.']]);
  await say(group, read, 'Da bin ich.');
  expect(await textsOf(seeker, group)).toEqual(['Vor dir.', 'Mit dir.', 'Da bin ich.']);
});
