import { limits } from '@beistand/contract';
import { BIT, MESSAGE_CLASS, REASON, ROLE, toBase64url as text, tidy } from '@beistand/wire';
import { beforeEach, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { changeBody, key, letIn, openCentre, staffing } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, append, copyOf, messageBody, waitingEnquiry, write } from '../testing/participant.ts';
import { makeMessage, pairRows, personRow, type Room, take } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const messages = { seeker: { most: 6, seconds: 3600 }, staff: { most: 60, seconds: 3600 } };
const usual = { ...limits, messages, proof: { ...limits.proof, cost: 1 } };
const { app, clock, one, two } = await openHouses(database, usual);
const administrator = await one.seatAdministrator();
const centre = await openCentre(one, administrator);
const { lead, colleague } = centre;
const { kysely } = database.owner;

let notices: Announcement[] = [];
app.world.announce = (_organisation, told) => notices.push(...told);
beforeEach(() => {
  notices = [];
});

const view = () => centre.log.view;
const named = (...people: { account: Uint8Array }[]) => people.map(({ account }) => text(account)).sort();
const answeredAt = async (room: Room) => {
  const row = await kysely
    .selectFrom('enquiries')
    .select('answered_at')
    .where('conversation_id', '=', room.stream.conversation)
    .executeTakeFirstOrThrow();
  return row.answered_at?.getTime() ?? null;
};
const itemsOf = (room: Room) =>
  kysely
    .selectFrom('items')
    .selectAll()
    .where('conversation_id', '=', room.stream.conversation)
    .orderBy('seq')
    .execute();

async function said(sender: Seated, room: Room, change?: Parameters<typeof makeMessage>[2]) {
  return sender.browser.refusal('appendMessage', messageBody(await makeMessage(room.stream, sender, change)));
}

async function accepted() {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  return { seeker, room };
}

test('a message is stored, chained and told to the members; the first answer is remembered', async () => {
  const { seeker, room } = await accepted();
  notices = [];
  await write(seeker, centre, room);
  expect(await answeredAt(room)).toBeNull();
  // What nobody reads as words is no answer.
  await write(colleague, centre, room, { class: MESSAGE_CLASS.silent });
  expect(await answeredAt(room)).toBeNull();
  clock.now += 60_000;
  const message = await makeMessage(room.stream, colleague);
  const stored = await colleague.browser.ask('appendMessage', messageBody(message));
  await take(room, centre.log, message);
  expect(stored).toEqual({ seq: 6, transcript: text(room.stream.transcripts.get(6)!), at: clock.now });
  expect(await answeredAt(room)).toBe(clock.now);
  clock.now += 60_000;
  await write(colleague, centre, room);
  expect(await answeredAt(room)).toBe(stored.at);
  expect(notices.map(({ t, to }) => [t, to.map(text).sort()])).toEqual(
    Array.from({ length: 4 }, () => ['items', named(seeker, colleague)]),
  );
  const rows = await kysely
    .selectFrom('record_rows')
    .select('changed_at')
    .where('conversation_id', '=', message.conversation)
    .execute();
  for (const { changed_at } of rows) expect(changed_at.getTime()).toBe(clock.now);
});

test('someone who waits may write on, and the waiting list learns of it', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  notices = [];
  await write(seeker, centre, room);
  expect(notices.map(({ t, to }) => [t, to.map(text).sort()])).toEqual([
    ['items', named(seeker)],
    ['waiting', named(lead, colleague)],
  ]);
  // Whoever may accept may read along, not write along.
  expect(await said(lead, room)).toBe('404 NOT_FOUND');
});

test('R7: fifty tries have one effect, also for someone who is out by now', async () => {
  const { seeker, room } = await accepted();
  const message = await makeMessage(room.stream, colleague);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => colleague.browser.ask('appendMessage', messageBody(message))),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await itemsOf(room)).toHaveLength(4);
  await take(room, centre.log, message);
  await append(colleague, centre, room, REASON.change, pairRows(seeker, lead, view()));
  expect(await colleague.browser.ask('appendMessage', messageBody(message))).toEqual(answers[0]);
  expect(await said(colleague, room)).toBe('404 NOT_FOUND');
});

test('two who write at once both get through, one after the other', async () => {
  const { seeker, room } = await accepted();
  const [mine, yours] = [await makeMessage(room.stream, seeker), await makeMessage(room.stream, colleague)];
  const stored = await Promise.all([
    seeker.browser.ask('appendMessage', messageBody(mine)),
    colleague.browser.ask('appendMessage', messageBody(yours)),
  ]);
  expect(stored.map(({ seq }) => seq).sort()).toEqual([4, 5]);
  const read = await seeker.browser.ask('readItems', {
    conversation: text(room.stream.conversation),
    after: 3,
  });
  expect(read.items.map(({ seq }) => seq)).toEqual([4, 5]);
});

test('each check refuses with its code, in its order, and nothing changes', async () => {
  const { seeker, room } = await accepted();
  const before = copyOf(room);
  const known = await write(seeker, centre, room);
  await append(colleague, centre, room, REASON.change, [
    ...pairRows(seeker, colleague, view()),
    personRow(lead, ROLE.reads),
  ]);
  const bytes = async (spoil: (bytes: Buffer) => void) => {
    const message = await makeMessage(room.stream, seeker);
    const spoilt = Buffer.from(message.bytes);
    spoil(spoilt);
    return seeker.browser.refusal('appendMessage', { ...messageBody(message), message: text(spoilt) });
  };
  const stored = await itemsOf(room);
  const elsewhere = messageBody(await makeMessage(room.stream, seeker));
  const withFile = { ...messageBody(await makeMessage(room.stream, seeker)), files: [text(random(16))] };
  expect({
    conversation: await seeker.browser.refusal('appendMessage', {
      ...elsewhere,
      conversation: text(random(16)),
    }),
    sender: await colleague.browser.refusal('appendMessage', elsewhere),
    magic: await bytes((b) => b.writeUInt8(69, 3)),
    suite: await bytes((b) => b.writeUInt8(2, 4)),
    signal: await bytes((b) => b.writeUInt8(3, 113)),
    length: await bytes((b) => b.writeUInt32BE(273, 162)),
    duplicate: await said(colleague, room, { messageId: known.messageId }),
    stranger: await said(await one.seat('seeker'), room),
    foreign: await said(await two.seat('staff'), room),
    reader: await said(lead, room),
    readerOfOldKey: await said(lead, before),
    epoch: await said(seeker, before),
    epochHash: await said(seeker, room, { epochHash: random(32) }),
    seq: await said(seeker, room, { prevSeq: room.stream.seq + 1 }),
    behind: await said(seeker, room, { prevSeq: 4, prevT: room.stream.transcripts.get(4)! }),
    transcript: await said(seeker, room, { prevT: random(32) }),
    signature: await bytes((b) => b.writeUInt8(b.readUInt8(b.length - 1) ^ 1, b.length - 1)),
    content: await bytes((b) => b.writeUInt8(b.readUInt8(200) ^ 1, 200)),
    files: await seeker.browser.refusal('appendMessage', withFile),
  }).toEqual({
    conversation: '400 SENDER',
    sender: '400 SENDER',
    magic: '400 FORMAT',
    suite: '400 FORMAT',
    signal: '400 FORMAT',
    length: '400 FORMAT',
    duplicate: '409 DUPLICATE',
    stranger: '404 NOT_FOUND',
    foreign: '404 NOT_FOUND',
    reader: '403 NOT_ALLOWED',
    readerOfOldKey: '403 NOT_ALLOWED',
    epoch: '409 STALE_EPOCH',
    epochHash: '409 STALE_EPOCH',
    seq: '409 CHAIN',
    behind: '409 CHAIN',
    transcript: '409 CHAIN',
    signature: '400 SIGNATURE',
    content: '400 SIGNATURE',
    files: '409 FILES',
  });
  expect(await itemsOf(room)).toEqual(stored);
});

test('a missing conversation and one of others say the same', async () => {
  const { room } = await accepted();
  const stranger = await one.seat('seeker');
  const there = await stranger.browser.say(
    'appendMessage',
    messageBody(await makeMessage(room.stream, stranger)),
  );
  const missing = { ...room.stream, conversation: random(16) };
  const nowhere = await stranger.browser.say(
    'appendMessage',
    messageBody(await makeMessage(missing, stranger)),
  );
  expect(there).toEqual(nowhere);
});

test('a message may lag behind other messages', async () => {
  const { seeker, room } = await accepted();
  const lagging = await makeMessage(room.stream, seeker);
  await write(colleague, centre, room);
  expect(await seeker.browser.refusal('appendMessage', messageBody(lagging))).toBe('201');
  await take(room, centre.log, lagging);
  const { transcriptBefore } = await seeker.browser.ask('readItems', {
    conversation: text(room.stream.conversation),
    after: 5,
  });
  expect(transcriptBefore).toBe(text(room.stream.transcripts.get(5)!));
});

test('while the gate is shut nobody writes, and the one who is out finds nothing', async () => {
  const helper = await one.seat('staff', 'David Okafor');
  await letIn(centre, helper, BIT.counsellor);
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(helper, seeker, centre, room);
  const { log, body } = await changeBody(centre, lead, [staffing(helper, 0), key(2)]);
  await lead.browser.ask('appendLog', body);
  centre.log = log;
  expect(await said(seeker, room)).toBe('409 REKEY');
  expect(await said(helper, room)).toBe('404 NOT_FOUND');
  await append(seeker, centre, room, REASON.tidy, tidy(room.stream.current!.rows, view()));
  expect(await said(seeker, room)).toBe('201');
});

test('R9: sixty messages an hour for who asks, counted per person', async () => {
  const { seeker, room } = await accepted();
  for (let n = 0; n < messages.seeker.most; n++) await write(seeker, centre, room);
  const { status, body } = await seeker.browser.say(
    'appendMessage',
    messageBody(await makeMessage(room.stream, seeker)),
  );
  expect([status, body]).toEqual([429, expect.objectContaining({ code: 'SLOW', after: 3600 })]);
  await write(colleague, centre, room);
  clock.now += 3_600_000;
  await write(seeker, centre, room);
  expect([limits.messages.seeker.most, limits.messages.staff.most]).toEqual([60, 600]);
});

test('a clock that jumps back changes hours, never the order', async () => {
  const { seeker, room } = await accepted();
  await write(seeker, centre, room);
  clock.now -= 3_600_000;
  await write(colleague, centre, room);
  clock.now += 7_200_000;
  await write(colleague, centre, room);
  const { items } = await seeker.browser.ask('readItems', { conversation: text(room.stream.conversation) });
  expect(items.map(({ seq }) => seq)).toEqual([1, 2, 3, 4, 5, 6]);
  expect(items[4]!.at).toBeLessThan(items[3]!.at);
});

test('an erased message stays in the chain as header, hash and signature', async () => {
  const { seeker, room } = await accepted();
  const message = await write(seeker, centre, room);
  await write(colleague, centre, room);
  await kysely
    .updateTable('items')
    .set({ kind: 'erased', bytes: new Uint8Array([...message.signed, ...message.sig]) })
    .where('conversation_id', '=', message.conversation)
    .where('seq', '=', 4)
    .execute();
  const { items } = await colleague.browser.ask('readItems', {
    conversation: text(message.conversation),
    after: 3,
  });
  expect(items.map(({ kind, bytes }) => [kind, Buffer.from(bytes, 'base64url').length])).toEqual([
    ['erased', 258],
    ['message', 502],
  ]);
  await write(seeker, centre, room);
  expect(await seeker.browser.refusal('appendMessage', messageBody(message))).toBe('200');
});
