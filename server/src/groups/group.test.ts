// Long: one life of a group, each line of it tried as those who may and as those who may not.
import { limits } from '@beistand/contract';
import { BIT, closing, REASON, ROLE, type Row, sealedLength, toBase64url as text } from '@beistand/wire';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { changesSince } from '../live/store.ts';
import { changeBody, letIn, openCentre, staffing } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import {
  append,
  prepareGroup,
  recordBody,
  startGroup,
  waitingEnquiry,
  write,
} from '../testing/participant.ts';
import { plantFile } from '../testing/plant-file.ts';
import { keyRows, makeMessage, makeRecord, makeSignal, personRow, type Room } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const houses = await openHouses(database, {
  ...limits,
  proof: { ...limits.proof, cost: 1 },
  joiners: { mostPerGroup: 3, mostPerAccount: 2 },
  askings: { most: 20, seconds: 3600 },
});
const { app, one } = houses;
afterAll(() => app.close());
const franz = await one.seatAdministrator();
const centre = await openCentre(one, franz);
const { colleague: clara } = centre;
const [david, wanda] = [await one.seat('staff', 'David Okafor'), await one.seat('staff', 'Wanda Nowak')];
await letIn(centre, david, BIT.counsellor);
await letIn(centre, wanda, BIT.writer);
const elsewhere = await openCentre(one, franz);
const people: Seated[] = [];
for (let i = 0; i < 5; i++) people.push(await one.seat('seeker'));
const [ada, ben, cem] = people as [Seated, Seated, Seated];

let notices: Announcement[] = [];
const { announce } = app.world;
app.world.announce = (organisation, told) => {
  notices.push(...told);
  announce(organisation, told);
};
beforeEach(() => {
  notices = [];
});

const where = ({ stream }: Room) => ({ conversation: text(stream.conversation) });
/** The members of a group's next record, beside its moderator. */
const rowsOf = (participants: Seated[], moderators: Seated[] = [clara]): Row[] => [
  ...moderators.map((one_) => personRow(one_, ROLE.responsible)),
  ...participants.map((one_) => personRow(one_, ROLE.asks)),
  ...keyRows(centre.log.view, 'vault'),
];
const admit = (room: Room, participants: Seated[], moderators?: Seated[]) => {
  for (const person of participants) if (!room.people.includes(person)) room.people.push(person);
  return append(clara, centre, room, REASON.change, rowsOf(participants, moderators));
};
const refusalOfRecord = async (sender: Seated, room: Room, rows: Row[]) =>
  sender.browser.refusal(
    'appendRecord',
    recordBody(await makeRecord(room.stream, centre.log.view, sender, REASON.change, rows)),
  );
/** A group with an open door, at which these have asked. */
async function opened(asking: Seated[]) {
  const room = await startGroup(clara, centre);
  const { code } = await clara.browser.ask('openDoor', where(room));
  for (const person of asking) await person.browser.ask('askToJoin', { code });
  return { room, code };
}
const seqsOf = async (person: Seated, room: Room, query: object = { after: 0 }) =>
  (await person.browser.ask('readItems', { ...where(room), ...query })).items.map(({ seq }) => seq);
const gone = '404 NOT_FOUND';

test('a group is opened by a counsellor of the centre, with colleagues or alone', async () => {
  const { body } = await prepareGroup(clara, centre, [personRow(wanda, ROLE.counsels)]);
  const refusal = (who: Seated, call: typeof body) => who.browser.refusal('startGroup', call);
  const abroad = { ...elsewhere, id: centre.id };
  expect(await refusal(elsewhere.colleague, (await prepareGroup(elsewhere.colleague, abroad)).body)).toBe(
    gone,
  );
  for (const who of [wanda, ada]) expect(await refusal(who, body)).toMatch(who === ada ? gone : '400 SENDER');
  expect(await refusal(david, body)).toBe('400 SENDER');
  expect(await refusal(clara, { ...body, wraps: body.wraps.slice(1) })).toBe('400 FORMAT');
  expect(await refusal(clara, { ...body, centre: text(elsewhere.id) })).toBe(gone);
  const first = await clara.browser.say('startGroup', body);
  expect(first.status).toBe(201);
  expect(notices).toMatchObject([{ t: 'items', seq: 2 }]);
  expect(notices[0]!.to.map(text).sort()).toEqual([clara, wanda].map(({ account }) => text(account)).sort());
  expect(await clara.browser.say('startGroup', body)).toMatchObject({ status: 200, body: first.body });
  const { room, body: another } = await prepareGroup(clara, centre);
  const other = await makeMessage(room.stream, clara);
  expect(await refusal(clara, { ...body, message: text(other.bytes) })).toBe('409 ID_TAKEN');
  const { log, body: change } = await changeBody(centre, centre.lead, [staffing(wanda, BIT.writer)]);
  await centre.lead.browser.ask('appendLog', change);
  centre.log = log;
  expect(await refusal(clara, another)).toBe('409 STALE_LOG');
});

test('nobody is in a group who hasn’t asked: not when it is opened, nor later', async () => {
  const { room, code } = await opened([ben]);
  room.people.push(ada, ben);
  expect(await refusalOfRecord(clara, room, rowsOf([ada]))).toBe(gone);
  expect(await refusalOfRecord(clara, room, rowsOf([ada, ben]))).toBe(gone);
  await admit(room, [ben]);
  await ada.browser.ask('askToJoin', { code });
  await admit(room, [ada, ben]);
  const bundle = { ...centre, log: { ...centre.log, people: [...centre.log.people, ada] } };
  const { body } = await prepareGroup(clara, bundle, [personRow(ada, ROLE.asks)]);
  expect(await clara.browser.refusal('startGroup', body)).toBe('422 ROWS');
});

test('a centre’s staff learn that there is a group, and nobody else does', async () => {
  const { room, code } = await opened([]);
  const listed = async (who: Seated) => {
    const { groups } = await who.browser.ask('listGroups', { centre: text(centre.id) });
    return groups.find(({ conversation }) => conversation === text(room.stream.conversation));
  };
  const moderators = [{ account: text(clara.account), name: expect.any(String) }];
  for (const who of [clara, david, wanda, centre.lead])
    expect(await listed(who)).toEqual({
      ...where(room),
      ...{ openedAt: houses.clock.now, moderators, code },
    });
  for (const who of [elsewhere.colleague, franz])
    expect(await who.browser.refusal('listGroups', { centre: text(centre.id) })).toBe(gone);
  expect(await david.browser.refusal('readItems', where(room))).toBe(gone);
  const { conversations } = await david.browser.ask('listConversations', {});
  expect(conversations.map(({ conversation }) => conversation)).not.toContain(text(room.stream.conversation));
});

test('moderators open the door, see who asks, turn people away and shut it', async () => {
  const room = await startGroup(clara, centre, [personRow(wanda, ROLE.counsels)]);
  for (const who of [wanda, david, ada])
    for (const name of ['openDoor', 'closeDoor', 'listJoiners'] as const)
      expect(await who.browser.refusal(name, where(room))).toBe(gone);
  const { code } = await clara.browser.ask('openDoor', where(room));
  expect(await clara.browser.ask('openDoor', where(room))).toEqual({ code });
  const door = (who: Seated) => who.browser.ask('readDoor', { code });
  const shown = { centre: text(centre.id), centreName: expect.any(String) };
  expect(await door(ada)).toEqual({ ...shown, state: 'outside', conversation: null });
  notices = [];
  expect(await ada.browser.ask('askToJoin', { code })).toEqual(where(room));
  expect(notices.map(({ t, to }) => [t, to.map(text)])).toEqual([['items', [text(clara.account)]]]);
  expect(await ada.browser.ask('askToJoin', { code })).toEqual(where(room));
  expect(await door(ada)).toEqual({ ...shown, state: 'asking', ...where(room) });
  expect(await ada.browser.refusal('readItems', where(room))).toBe(gone);
  expect(await david.browser.refusal('askToJoin', { code })).toBe(gone);
  const asking = [{ account: text(ada.account), key: text(ada.kid), askedAt: houses.clock.now }];
  expect(await clara.browser.ask('listJoiners', where(room))).toEqual({ asking, left: [] });
  const her = { ...where(room), account: text(ada.account) };
  expect(await wanda.browser.refusal('turnAway', her)).toBe(gone);
  await clara.browser.ask('turnAway', her);
  expect(await clara.browser.refusal('turnAway', her)).toBe(gone);
  expect((await door(ada)).state).toBe('outside');
  await ada.browser.ask('askToJoin', { code });
  await clara.browser.ask('closeDoor', where(room));
  for (const name of ['readDoor', 'askToJoin'] as const)
    expect(await ada.browser.refusal(name, { code })).toBe(gone);
  expect(await clara.browser.ask('listJoiners', where(room))).toEqual({ asking: [], left: [] });
  expect((await clara.browser.ask('openDoor', where(room))).code).not.toBe(code);
});

test('R9 as many may ask as the limits say, and no more', async () => {
  const { code } = await opened(people.slice(0, 3));
  expect(await people[3]!.browser.refusal('askToJoin', { code })).toBe('409 ENOUGH');
  const { room } = await opened([ada]);
  const third = await opened([]);
  expect(await ada.browser.refusal('askToJoin', { code: third.code })).toBe('409 ENOUGH');
  await ada.browser.ask('leaveGroup', where(room));
  await ada.browser.ask('askToJoin', { code: third.code });
  await clara.browser.ask('closeDoor', where(third.room));
  app.world.limits.groupsPerCentre =
    (await clara.browser.ask('listGroups', { centre: text(centre.id) })).groups.length + 1;
  await startGroup(clara, centre);
  const { body } = await prepareGroup(clara, centre);
  expect(await clara.browser.refusal('startGroup', body)).toBe('409 ENOUGH');
  app.world.limits.groupsPerCentre = 1000;
});

test('whoever is let in reads from that record on, and nothing before it', async () => {
  const { room, code } = await opened([ben]);
  await admit(room, [ben]);
  const early = await write(ben, centre, room);
  const file = await plantFile(database, houses, one, ben, room, { isWhole: true, itemSeq: room.stream.seq });
  const part = { ...where(room), file: text(file), part: '0' };
  const use = { ...where(room), use: text(random(16)), reason: 'urgent' as const };
  await centre.lead.browser.ask('useVault', use);
  houses.clock.now += 1000;
  await cem.browser.ask('askToJoin', { code });
  const before = room.stream.transcripts.get(room.stream.seq)!;
  await admit(room, [ben, cem]);
  const first = room.stream.seq;
  await write(cem, centre, room);

  expect(await seqsOf(ben, room)).toEqual([3, 4, 5, 6]);
  expect(await seqsOf(clara, room)).toEqual([1, 2, 3, 4, 5, 6]);
  for (const query of [{ after: 0 }, { after: 2 }, { before: 0 }, { before: 0, limit: 50 }]) {
    const answer = await cem.browser.ask('readItems', { ...where(room), ...query });
    expect(answer.items.map(({ seq }) => seq)).toEqual([first, first + 1]);
    expect(answer.transcriptBefore).toBe(text(before));
    expect(answer.wraps.map(({ epoch }) => epoch)).toEqual([2]);
    expect(answer.records.map(({ seq }) => seq)).toEqual('before' in query ? [first] : []);
  }
  const usesSeenBy = async (who: Seated) =>
    (await who.browser.ask('readItems', where(room))).vaultUses.map(({ use: seen }) => seen);
  expect([await usesSeenBy(ben), await usesSeenBy(cem)]).toEqual([[use.use], []]);
  expect(await seqsOf(cem, room, { before: first })).toEqual([]);
  expect(await seqsOf(cem, room, { before: first + 1 })).toEqual([first]);
  expect(await cem.browser.refusal('readPart', part)).toBe(gone);
  expect((await ben.browser.raw('GET', partPath(part))).statusCode).toBe(200);
  // A moderator who came later erases nothing from before.
  await admit(room, [ben, cem], [clara, david]);
  const message = { ...where(room), message: text(early.messageId) };
  expect(await david.browser.refusal('eraseMessage', message)).toBe(gone);
  await clara.browser.ask('eraseMessage', message);
});
const partPath = ({ conversation, file, part }: Record<string, string>) =>
  `/api/conversations/${conversation}/files/${file}/parts/${part}`;

test('whoever leaves is out at once, and the record follows', async () => {
  const { room, code } = await opened([ada, ben]);
  await admit(room, [ada, ben]);
  await write(ada, centre, room);
  notices = [];
  await ada.browser.ask('leaveGroup', where(room));
  expect(notices.map(({ t, to }) => [t, to.map(text)])).toEqual([
    ['items', [text(clara.account)]],
    ['gone', [text(ada.account)]],
    ['close', [text(ada.account)]],
  ]);
  expect(await ada.browser.ask('leaveGroup', where(room))).toEqual({});
  expect(await ada.browser.refusal('readItems', where(room))).toBe(gone);
  const late = await makeMessage(room.stream, ada);
  const said = { ...where(room), message: text(late.bytes), files: [] };
  expect(await ada.browser.refusal('appendMessage', said)).toBe(gone);
  const { conversations } = await ada.browser.ask('listConversations', {});
  expect(conversations.map(({ conversation }) => conversation)).not.toContain(text(room.stream.conversation));
  expect(await clara.browser.ask('listJoiners', where(room))).toEqual({
    asking: [],
    left: [text(ada.account)],
  });
  notices = [];
  await write(ben, centre, room);
  expect(notices.flatMap(({ to }) => to.map(text))).not.toContain(text(ada.account));

  await admit(room, [ben]);
  expect(await clara.browser.ask('listJoiners', where(room))).toEqual({ asking: [], left: [] });
  expect(await ada.browser.refusal('leaveGroup', where(room))).toBe(gone);
  expect(await ada.browser.refusal('readItems', where(room))).toBe(gone);
  await ada.browser.ask('askToJoin', { code });
  await admit(room, [ada, ben]);
  expect(await seqsOf(ada, room)).toEqual([room.stream.seq]);
});

test('who comes back before the record has followed begins anew all the same; a record that knows of nothing lets nobody in', async () => {
  const { room, code } = await opened([ada, ben]);
  await admit(room, [ada, ben]);
  await ada.browser.ask('leaveGroup', where(room));
  await write(ben, centre, room);
  await admit(room, [ada, ben]);
  expect(await ada.browser.refusal('readItems', where(room))).toBe(gone);
  await ada.browser.ask('askToJoin', { code });
  expect(await ada.browser.refusal('readItems', where(room))).toBe(gone);
  await admit(room, [ada, ben]);
  expect(await seqsOf(ada, room)).toEqual([room.stream.seq]);
  expect((await ada.browser.ask('readItems', where(room))).wraps.map(({ epoch }) => epoch)).toEqual([3]);
});

test('whoever is taken out reads nothing any more, and no key of theirs is kept', async () => {
  const { room } = await opened([ada, ben]);
  await admit(room, [ada, ben]);
  notices = [];
  await admit(room, [ben]);
  expect(
    notices.filter(({ to }) => to.some((id) => text(id) === text(ada.account))).map(({ t }) => t),
  ).toEqual(['gone', 'close']);
  expect(await ada.browser.refusal('readItems', where(room))).toBe(gone);
  const kept = await database.owner.kysely
    .selectFrom('wraps')
    .select('epoch')
    .where('conversation_id', '=', room.stream.conversation)
    .where('id', '=', ada.account)
    .execute();
  expect(kept).toEqual([]);
});

test('participants change nobody, and the last moderator stays', async () => {
  const { room } = await opened([ada]);
  await admit(room, [ada], [clara, david]);
  expect(await refusalOfRecord(ada, room, rowsOf([ada], [clara]))).toBe('422 NOT_ALLOWED');
  await david.browser.ask('leaveGroup', where(room));
  expect(await clara.browser.refusal('leaveGroup', where(room))).toBe('403 NOT_ALLOWED');
  const { room: talk, seeker } = await waitingEnquiry(one, centre);
  for (const name of ['leaveGroup', 'openDoor', 'listJoiners'] as const)
    expect(await seeker.browser.refusal(name, where(talk))).toBe(gone);
});

test('a closed group is read by its people, takes nothing and nobody any more, and counts no longer', async () => {
  const { room, code } = await opened([ada, ben]);
  await admit(room, [ada], [clara, david]);
  await write(ada, centre, room);
  const file = { ...where(room), file: text(random(16)), size: sealedLength(1) };
  expect(await ada.browser.refusal('beginFile', file)).toBe('201');
  const count = async () =>
    (await clara.browser.ask('listGroups', { centre: text(centre.id) })).groups.length;
  const before = await count();
  app.world.limits.groupsPerCentre = before;
  const { body: another } = await prepareGroup(clara, centre);
  expect(await clara.browser.refusal('startGroup', another)).toBe('409 ENOUGH');

  const closed = closing(rowsOf([ada], [clara, david]));
  expect(await refusalOfRecord(ada, room, closed)).toBe('422 NOT_ALLOWED');
  const without = closed.filter(({ id }) => text(id) !== text(ada.account));
  expect(await refusalOfRecord(david, room, without)).toBe('422 NOT_ALLOWED');
  notices = [];
  await append(clara, centre, room, REASON.change, closed);
  expect(notices.map(({ t, to }) => [t, to.map(text).sort()])).toEqual([
    ['items', [ada, clara, david].map(({ account }) => text(account)).sort()],
  ]);

  expect(await count()).toBe(before - 1);
  expect(await clara.browser.refusal('startGroup', another)).toBe('201');
  app.world.limits.groupsPerCentre = 1000;
  for (const who of [ben, cem])
    for (const name of ['readDoor', 'askToJoin'] as const)
      expect(await who.browser.refusal(name, { code })).toBe(gone);
  for (const name of ['openDoor', 'closeDoor', 'listJoiners'] as const)
    expect(await clara.browser.refusal(name, where(room))).toBe(gone);
  for (const who of [ada, clara, david]) {
    const late = await makeMessage(room.stream, who);
    const body = { ...where(room), message: text(late.bytes) };
    expect(await who.browser.refusal('appendMessage', { ...body, files: [] })).toBe('403 NOT_ALLOWED');
    const later = { ...body, at: houses.clock.now + 60_000 };
    expect(await who.browser.refusal('sendLater', later)).toBe('403 NOT_ALLOWED');
    const ring = await makeSignal(room.stream, who);
    const signal = { ...where(room), message: text(ring.bytes) };
    expect(await who.browser.refusal('signal', signal)).toBe('403 NOT_ALLOWED');
    expect(await who.browser.refusal('beginFile', { ...file, file: text(random(16)) })).toBe(
      '403 NOT_ALLOWED',
    );
    expect(await refusalOfRecord(who, room, rowsOf([ada], [clara, david]))).toBe('422 NOT_ALLOWED');
    expect((await seqsOf(who, room)).at(-1)).toBe(room.stream.seq);
  }
  const part = { conversation: file.conversation, file: file.file, part: '0', octets: random(file.size) };
  expect(await ada.browser.refusal('writePart', part)).toBe('403 NOT_ALLOWED');
  expect(await ben.browser.refusal('readItems', where(room))).toBe(gone);
  // Everybody may go, the last one too.
  for (const who of [clara, david, ada]) {
    await who.browser.ask('leaveGroup', where(room));
    expect(await who.browser.refusal('readItems', where(room))).toBe(gone);
  }
});

test('the live sweep tells who has left no more of the group, though its record names them still', async () => {
  const { room } = await opened([ada]);
  await admit(room, [ada]);
  await ada.browser.ask('leaveGroup', where(room));
  houses.clock.now += 1000;
  await write(clara, centre, room);
  const changes = await changesSince(app.world, one.id, [ada, clara], houses.clock.now - 1);
  const told = changes.filter(({ hint }) => hint[2] === text(room.stream.conversation));
  expect(told.flatMap(({ hint }) => hint[1])).toEqual([text(clara.account)]);
});

test('R9: asking to join, taking it back and asking again goes so often an hour', async () => {
  const { room, code } = await opened([]);
  const dora = await one.seat('seeker');
  const asked: string[] = [];
  for (let i = 0; i <= 20; i++) {
    asked.push(await dora.browser.refusal('askToJoin', { code }));
    await dora.browser.refusal('leaveGroup', where(room));
  }
  expect([asked.filter((answer) => answer === '200').length, asked.at(-1)]).toEqual([20, '429 SLOW']);
});
