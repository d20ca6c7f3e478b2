import { limits } from '@beistand/contract';
import { BIT, REASON, ROLE, toBase64url as text } from '@beistand/wire';
import { beforeEach, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { changeBody, key, letIn, openCentre, staffing } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, append, copyOf, messageBody, waitingEnquiry, write } from '../testing/participant.ts';
import { makeMessage, pairRows, personRow, type Room } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';
import { deliverLater } from './deliver-later.ts';

const database = await useDatabase();
const often = { most: 1000, seconds: 3600 };
const later = { ...limits.later, most: 3 };
const houses = await openHouses(database, {
  ...limits,
  later,
  messages: { seeker: often, staff: often },
  proof: { ...limits.proof, cost: 1 },
});
const { app, clock, one, two } = houses;
const second = await houses.another();
const centre = await openCentre(one, await one.seatAdministrator());
const { lead, colleague } = centre;
const { kysely } = database.owner;
const hour = 3_600_000;

let notices: Announcement[] = [];
for (const process of [app, second]) process.world.announce = (_organisation, told) => notices.push(...told);
beforeEach(() => {
  notices = [];
});

async function accepted() {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  return { seeker, room };
}
const laterBody = (message: Parameters<typeof messageBody>[0], at: number) => {
  const { files: _, ...body } = messageBody(message);
  return { ...body, at };
};
/** Seals a message for its hour, an hour from now. */
async function keep(who: Seated, room: Room, change?: Parameters<typeof makeMessage>[2]) {
  const message = await makeMessage(room.stream, who, change);
  await who.browser.ask('sendLater', laterBody(message, clock.now + hour));
  return message;
}
const refused = async (who: Seated, room: Room, change?: Parameters<typeof makeMessage>[2], at = clock.now) =>
  who.browser.refusal('sendLater', laterBody(await makeMessage(room.stream, who, change), at));
const listed = async (who: Seated) => (await who.browser.ask('listLater', {})).later;
const reasons = async (who: Seated) => (await listed(who)).map(({ returnedWith }) => returnedWith);
const kinds = async (who: Seated, { stream }: Room) =>
  (await who.browser.ask('readItems', { conversation: text(stream.conversation), after: 3 })).items.map(
    ({ kind }) => kind,
  );
async function anHourLater() {
  clock.now += hour;
  await deliverLater(app.world, one.id);
}

test('a kept message becomes an item at its hour and not before, behind what was written meanwhile', async () => {
  const { seeker, room } = await accepted();
  const message = await makeMessage(room.stream, colleague);
  const at = clock.now + hour;
  expect(await colleague.browser.say('sendLater', laterBody(message, at))).toMatchObject({
    status: 201,
    body: { at },
  });
  await write(seeker, centre, room);
  expect(await listed(colleague)).toEqual([
    { conversation: text(message.conversation), message: text(message.bytes), at, returnedWith: null },
  ]);
  expect(await listed(seeker)).toEqual([]);
  clock.now = at - 1;
  await deliverLater(app.world, one.id);
  expect(await kinds(seeker, room)).toEqual(['message']);
  notices = [];
  clock.now = at;
  await deliverLater(app.world, one.id);
  expect(notices.map(({ t }) => t)).toEqual(['items']);
  const { items } = await seeker.browser.ask('readItems', {
    conversation: text(message.conversation),
    after: 4,
  });
  expect(items).toEqual([{ seq: 5, kind: 'message', bytes: text(message.bytes), at }]);
  expect(await listed(colleague)).toEqual([]);
  await deliverLater(app.world, one.id);
  expect(await kinds(seeker, room)).toHaveLength(2);
});

test('R7: two processes at the same hour send each exactly once', async () => {
  const { seeker, room } = await accepted();
  const kept = [await keep(seeker, room), await keep(colleague, room), await keep(seeker, room)];
  clock.now += hour;
  await Promise.all(Array.from({ length: 8 }, (_, n) => deliverLater((n % 2 ? app : second).world, one.id)));
  const rows = await kysely
    .selectFrom('items')
    .select('message_id')
    .where('conversation_id', '=', room.stream.conversation)
    .where('seq', '>', 3)
    .execute();
  expect(rows.map(({ message_id }) => text(message_id!)).sort()).toEqual(
    kept.map(({ messageId }) => text(messageId)).sort(),
  );
  expect([await listed(seeker), await listed(colleague)]).toEqual([[], []]);
});

test('R7: taken back while it is being sent, it is either gone or there, and the answer says which', async () => {
  const { seeker, room } = await accepted();
  for (let n = 0; n < 10; n++) {
    const message = await keep(seeker, room);
    clock.now += hour;
    const [answer] = await Promise.all([
      seeker.browser.refusal('cancelLater', { message: text(message.messageId) }),
      deliverLater(second.world, one.id),
    ]);
    const there = await kysely
      .selectFrom('items')
      .select('seq')
      .where('message_id', '=', message.messageId)
      .execute();
    expect([answer, there.length]).toEqual(answer === '200' ? ['200', 0] : ['404 NOT_FOUND', 1]);
    expect(await listed(seeker)).toEqual([]);
  }
});

test('the checks of the hour: a new key, a shut gate and a removal send it back with the reason', async () => {
  const helper = await one.seat('staff', 'David Okafor');
  await letIn(centre, helper, BIT.counsellor);
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(helper, seeker, centre, room);
  const rows = [...pairRows(seeker, helper, centre.log.view), personRow(colleague, ROLE.counsels)];
  await append(helper, centre, room, REASON.change, rows);
  await keep(seeker, room);
  await append(helper, centre, room, REASON.change, pairRows(seeker, helper, centre.log.view));
  await keep(helper, room);
  await anHourLater();
  expect(await reasons(seeker)).toEqual(['STALE_EPOCH']);
  expect(await reasons(helper)).toEqual([]);
  expect(notices).toContainEqual({ t: 'later', to: [Uint8Array.from(seeker.account)] });

  // A message of the helper's own stands there by now, so the next two name an older place: that may lag.
  await keep(seeker, room);
  await keep(helper, room);
  const { log, body } = await changeBody(centre, lead, [staffing(helper, 0), key(2)]);
  await lead.browser.ask('appendLog', body);
  centre.log = log;
  await anHourLater();
  expect(await reasons(seeker)).toEqual(['STALE_EPOCH', 'REKEY']);
  expect(await reasons(helper)).toEqual(['NOT_FOUND']);
  notices = [];
  await anHourLater();
  // What came back stays as it is until its author acts.
  expect([notices, await reasons(seeker)]).toEqual([[], ['STALE_EPOCH', 'REKEY']]);
});

test('sealed anew under its id, what came back waits again; sent in the meantime, it isn’t sent twice', async () => {
  const { seeker, room } = await accepted();
  const message = await keep(seeker, room);
  await append(colleague, centre, room, REASON.change, [
    ...pairRows(seeker, colleague, centre.log.view),
    personRow(lead, ROLE.counsels),
  ]);
  await anHourLater();
  expect(await reasons(seeker)).toEqual(['STALE_EPOCH']);
  const { messageId } = message;
  const again = laterBody(await makeMessage(room.stream, seeker, { messageId }), clock.now + hour);
  expect(await seeker.browser.refusal('sendLater', again)).toBe('200');
  expect(await reasons(seeker)).toEqual([null]);
  const now = await makeMessage(room.stream, seeker, { messageId });
  const { seq, at } = await seeker.browser.ask('appendMessage', messageBody(now));
  expect(await seeker.browser.ask('sendLater', again)).toEqual({ at });
  await anHourLater();
  expect(await listed(seeker)).toEqual([]);
  expect(seq).toBe(5);
  expect(await kinds(seeker, room)).toEqual(['record', 'message']);
});

test('each check refuses with its code now as well, and nothing is kept', async () => {
  const { seeker, room } = await accepted();
  const before = copyOf(room);
  const known = await write(seeker, centre, room);
  await append(colleague, centre, room, REASON.change, [
    ...pairRows(seeker, colleague, centre.log.view),
    personRow(lead, ROLE.reads),
  ]);
  const elsewhere = laterBody(await makeMessage(room.stream, seeker), clock.now);
  expect({
    sender: await colleague.browser.refusal('sendLater', elsewhere),
    duplicate: await refused(colleague, room, { messageId: known.messageId }),
    stranger: await refused(await one.seat('seeker'), room),
    foreign: await refused(await two.seat('staff'), room),
    reader: await refused(lead, room),
    epoch: await refused(seeker, before),
    transcript: await refused(seeker, room, { prevT: random(32) }),
    cancelled: await colleague.browser.refusal('cancelLater', { message: text(random(16)) }),
  }).toEqual({
    sender: '400 SENDER',
    duplicate: '409 DUPLICATE',
    stranger: '404 NOT_FOUND',
    foreign: '404 NOT_FOUND',
    reader: '403 NOT_ALLOWED',
    epoch: '409 STALE_EPOCH',
    transcript: '409 CHAIN',
    cancelled: '404 NOT_FOUND',
  });
  expect([await listed(seeker), await listed(colleague), await listed(lead)]).toEqual([[], [], []]);
});

test('nobody sees or takes back what another keeps', async () => {
  const { seeker, room } = await accepted();
  const message = await keep(seeker, room);
  expect(await listed(colleague)).toEqual([]);
  expect(await colleague.browser.refusal('cancelLater', { message: text(message.messageId) })).toBe(
    '404 NOT_FOUND',
  );
  expect(await seeker.browser.refusal('cancelLater', { message: text(message.messageId) })).toBe('200');
  await anHourLater();
  expect(await kinds(seeker, room)).toEqual([]);
});

test('R9: so many per person and so far ahead', async () => {
  const { seeker, room } = await accepted();
  for (let n = 0; n < later.most; n++) await keep(seeker, room);
  expect(await refused(seeker, room)).toBe('409 ENOUGH');
  await keep(colleague, room);
  const [first] = await listed(seeker);
  const messageId = Buffer.from(first!.message, 'base64url').subarray(114, 130);
  await seeker.browser.ask('cancelLater', { message: text(messageId) });
  const longest = clock.now + 1000 * later.longestSeconds;
  expect(await refused(seeker, room, {}, longest + 1)).toBe('400 FORMAT');
  expect(await refused(seeker, room, {}, longest)).toBe('201');
  expect(limits.later).toEqual({ most: 50, longestSeconds: 90 * 86_400 });
});

test('one that can’t be judged doesn’t keep the others, and its error is told', async () => {
  const { seeker, room } = await accepted();
  const [broken, sound] = [await keep(seeker, room), await keep(colleague, room)];
  await kysely
    .updateTable('later_messages')
    .set({ bytes: broken.bytes.with(113, 3) })
    .where('message_id', '=', broken.messageId)
    .execute();
  clock.now += hour;
  await expect(deliverLater(app.world, one.id)).rejects.toMatchObject({ code: 'FORMAT' });
  expect(await kinds(seeker, room)).toEqual(['message']);
  expect(await listed(colleague)).toEqual([]);
  expect(sound.messageId).not.toEqual(broken.messageId);
});
