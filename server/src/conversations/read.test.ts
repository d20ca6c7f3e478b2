import { limits } from '@beistand/contract';
import { BIT, cat, REASON, ROLE, slotHead, toBase64url as text } from '@beistand/wire';
import { expect, test } from 'vitest';
import { changeBody, key, letIn, openCentre, staffing } from '../testing/centre.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, append, waitingEnquiry, write } from '../testing/participant.ts';
import { pairRows, personRow, waitingRows } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const { clock, one, two } = await openHouses(database, { ...limits, proof: { ...limits.proof, cost: 1 } });
const administrator = await one.seatAdministrator();
const centre = await openCentre(one, administrator);

test('lists my conversations by their latest change, in pages, with names, record and slot', async () => {
  const counsellor = await one.seat('staff', 'David Okafor');
  await letIn(centre, counsellor, BIT.counsellor);
  const rooms = [];
  for (let n = 0; n < 5; n++) {
    const { seeker, room } = await waitingEnquiry(one, centre);
    await accept(counsellor, seeker, centre, room);
    rooms.push({ seeker, room, id: text(room.stream.conversation) });
    // Two of them change in the same millisecond.
    if (n !== 2) clock.now += 1000;
  }
  await write(rooms[1]!.seeker, centre, rooms[1]!.room);
  const slot = cat(
    slotHead({
      account: counsellor.account,
      slot: rooms[0]!.room.stream.conversation,
      version: 1,
      nonce: random(12),
    }),
    random(272),
  );
  await counsellor.browser.ask('writeSlot', { slot: rooms[0]!.id, version: 1, bytes: text(slot) });

  const seen = [];
  let after: string | undefined;
  do {
    const page = await counsellor.browser.ask('listConversations', { limit: 2, ...(after && { after }) });
    expect(page.conversations.length).toBeLessThanOrEqual(2);
    seen.push(...page.conversations);
    after = page.next ?? undefined;
  } while (after);
  const same = [rooms[2]!, rooms[3]!].sort((a, b) =>
    Buffer.compare(a.room.stream.conversation, b.room.stream.conversation),
  );
  expect(seen.map(({ conversation }) => conversation)).toEqual(
    [rooms[1]!, rooms[4]!, ...same, rooms[0]!].map(({ id }) => id),
  );
  expect(seen[0]).toEqual({
    conversation: rooms[1]!.id,
    centre: text(centre.id),
    centreName: centre.name,
    kind: 1,
    seq: 4,
    changedAt: clock.now,
    answerDueAt: expect.any(Number),
    answeredAt: null,
    record: { seq: 3, bytes: text(rooms[1]!.room.stream.current!.bytes) },
    slot: null,
    people: [{ account: text(counsellor.account), name: 'David Okafor' }],
  });
  expect(seen[4]!.slot).toEqual({ version: 1, bytes: text(slot) });
  const mine = await rooms[0]!.seeker.browser.ask('listConversations', {});
  expect(mine.conversations.map(({ conversation }) => conversation)).toEqual([rooms[0]!.id]);
  expect(mine.next).toBeNull();
});

test('whoever lost the right by the log is out of the list at once; other organisations see nothing', async () => {
  const counsellor = await one.seat('staff', 'Olaf Brandt');
  await letIn(centre, counsellor, BIT.counsellor);
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(counsellor, seeker, centre, room);
  const list = async () => (await counsellor.browser.ask('listConversations', {})).conversations;
  expect(await list()).toHaveLength(1);
  const { log, body } = await changeBody(centre, centre.lead, [staffing(counsellor, 0), key(2)]);
  await centre.lead.browser.ask('appendLog', body);
  centre.log = log;
  expect(await list()).toEqual([]);
  const foreign = await two.seat('staff');
  expect(await foreign.browser.ask('listConversations', {})).toEqual({
    conversations: [],
    passedOn: [],
    next: null,
  });
  expect(await foreign.browser.ask('listWaiting', {})).toEqual({ waiting: [], next: null });
});

test('marks that are not ours are refused', async () => {
  const { browser } = centre.lead;
  for (const after of [
    'x',
    '1.abc',
    `99999999999999999.${'A'.repeat(22)}`,
    `9999999999999999.${'A'.repeat(22)}`,
    '-1.AAAA',
  ])
    expect(await browser.refusal('listConversations', { after })).toBe('400 FORMAT');
  for (const limit of ['0', '-1', '1.5', 'NaN'])
    expect(await browser.refusal('listConversations', { limit })).toBe(limit === '0' ? '200' : '400 FORMAT');
});

test('the waiting list shows first lines to counsellors, soonest promise first', async () => {
  const there = await openCentre(one, administrator, { weekly: [{ day: 1, from: '00:00', until: '24:00' }] });
  const ids = [];
  for (let n = 0; n < 3; n++) {
    const { seeker, room } = await waitingEnquiry(one, there);
    clock.now += 1000;
    ids.push({ seeker, room, id: text(room.stream.conversation) });
  }
  await accept(there.colleague, ids[1]!.seeker, there, ids[1]!.room);
  const first = await there.lead.browser.ask('listWaiting', { limit: 1 });
  const second = await there.lead.browser.ask('listWaiting', { limit: 1, after: first.next! });
  const rest = await there.lead.browser.ask('listWaiting', { limit: 1, after: second.next! });
  expect([...first.waiting, ...second.waiting].map(({ conversation }) => conversation)).toEqual([
    ids[0]!.id,
    ids[2]!.id,
  ]);
  expect(rest).toEqual({ waiting: [], next: null });
  const [row] = first.waiting;
  expect(row!.topic).toBe(there.topic);
  expect(row!.items.map(({ seq, kind }) => [seq, kind])).toEqual([
    [1, 'record'],
    [2, 'message'],
  ]);
  expect(row!.wraps.map(({ epoch, kind }) => [epoch, kind])).toEqual([[0, 2]]);
  expect(row!.answerDueAt).toBeGreaterThan(row!.at);

  // Given back, it comes with the records that lead from the new key to the first lines.
  const { seeker, room, id } = ids[1]!;
  await append(there.colleague, there, room, REASON.return, waitingRows(seeker, there.log.view));
  const again = (await there.lead.browser.ask('listWaiting', {})).waiting.find(
    (one) => one.conversation === id,
  )!;
  expect(again.items.map(({ seq, kind }) => [seq, kind])).toEqual([
    [1, 'record'],
    [2, 'message'],
    [3, 'record'],
    [4, 'record'],
  ]);
  expect(again.wraps.map(({ epoch }) => epoch)).toEqual([2]);
  expect(again.topic).toBeNull();

  // Supervisors, writers and the centre next door aren't in the pool.
  const reader = await one.seat('staff', 'Super Vision');
  await letIn(there, reader, BIT.reader | BIT.writer);
  for (const person of [reader, centre.colleague])
    expect((await person.browser.ask('listWaiting', {})).waiting.map(({ centre: at }) => at)).not.toContain(
      text(there.id),
    );
  expect(await seeker.browser.refusal('listWaiting', {})).toBe('404 NOT_FOUND');
  expect(await one.stranger().refusal('listWaiting', {})).toBe('401 SESSION');
});

test('pages of a conversation fit together and carry what opens them', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(centre.colleague, seeker, centre, room);
  for (let n = 0; n < 4; n++) await write(seeker, centre, room);
  await append(centre.colleague, centre, room, REASON.change, [
    ...pairRows(seeker, centre.colleague, centre.log.view),
    personRow(centre.lead, ROLE.reads),
  ]);
  for (let n = 0; n < 4; n++) await write(seeker, centre, room);
  const conversation = text(room.stream.conversation);
  const { browser } = seeker;
  const transcript = (seq: number) => text(room.stream.transcripts.get(seq)!);

  const newest = await browser.ask('readItems', { conversation, before: 0, limit: 3 });
  expect(newest.items.map(({ seq }) => seq)).toEqual([10, 11, 12]);
  expect(newest.records.map(({ seq }) => seq)).toEqual([8]);
  expect(newest.transcriptBefore).toBe(transcript(9));
  expect(newest.wraps.map(({ epoch }) => epoch)).toEqual([2]);
  const older = await browser.ask('readItems', { conversation, before: 10, limit: 5 });
  expect(older.items.map(({ seq }) => seq)).toEqual([5, 6, 7, 8, 9]);
  expect(older.records.map(({ seq }) => seq)).toEqual([3, 8]);
  expect(older.transcriptBefore).toBe(transcript(4));
  expect(older.wraps.map(({ epoch }) => epoch)).toEqual([1, 2]);
  const oldest = await browser.ask('readItems', { conversation, before: 2, limit: 5 });
  expect([oldest.items.length, oldest.transcriptBefore]).toEqual([1, transcript(0)]);

  const from = await browser.ask('readItems', { conversation, after: 6, limit: 3 });
  expect(from.items.map(({ seq }) => seq)).toEqual([7, 8, 9]);
  expect([from.seq, from.transcriptBefore, from.records]).toEqual([12, transcript(6), []]);
  expect(from.wraps.map(({ epoch }) => epoch)).toEqual([1, 2]);
  const end = await browser.ask('readItems', { conversation, after: 12 });
  expect([end.items, end.seq, end.transcriptBefore]).toEqual([[], 12, transcript(12)]);
  const beyond = await browser.ask('readItems', { conversation, after: 99 });
  expect([beyond.items, beyond.seq]).toEqual([[], 12]);

  // Each is served their own wraps: the reader came with epoch 2.
  const joined = await centre.lead.browser.ask('readItems', { conversation });
  expect(joined.items).toHaveLength(12);
  expect(joined.wraps.map(({ epoch, kind }) => [epoch, kind])).toEqual([[2, 1]]);
});
