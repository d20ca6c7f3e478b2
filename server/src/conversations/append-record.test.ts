// Long: one list of every rule and refusal, to be read against the specification from top to bottom.
import { limits } from '@beistand/contract';
import {
  BIT,
  type EpochRecord,
  MESSAGE_CLASS,
  REASON,
  ROLE,
  type Row,
  toBase64url as text,
  tidy,
} from '@beistand/wire';
import { beforeEach, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import {
  changeBody,
  foundedCentre,
  key,
  letIn,
  openCentre,
  staffing,
  topicFields,
} from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { newIdentity, newSealingKey, random } from '../testing/identity.ts';
import { accept, append, copyOf, recordBody, waitingEnquiry, write } from '../testing/participant.ts';
import { keyRows, makeRecord, pairRows, personRow, type Room, take, waitingRows } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const usual = { ...limits, proof: { ...limits.proof, cost: 1 } };
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
const rowOf = (conversation: Room) =>
  kysely
    .selectFrom('conversations')
    .selectAll()
    .where('id', '=', conversation.stream.conversation)
    .executeTakeFirstOrThrow();
const told = () => notices.map((notice) => [notice.t, notice.to.map(text).sort()] as const);
const named = (...people: { account: Uint8Array }[]) => people.map(({ account }) => text(account)).sort();

/** What the server says to a record that the sender made from `room`. */
async function said(
  sender: Seated,
  room: Room,
  reason: EpochRecord['reason'],
  rows: readonly Row[],
  change = {},
) {
  return sender.browser.refusal(
    'appendRecord',
    recordBody(await makeRecord(room.stream, view(), sender, reason, rows, change)),
  );
}

async function accepted() {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  return { seeker, room };
}

test('accepting closes the inbox, forgets the topic and tells those concerned', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  notices = [];
  const record = await makeRecord(
    room.stream,
    view(),
    colleague,
    REASON.accept,
    pairRows(seeker, colleague, view()),
  );
  const body = recordBody(record);
  const stored = await colleague.browser.ask('appendRecord', body);
  await take(room, centre.log, record);
  expect(stored).toEqual({ seq: 3, transcript: text(room.stream.transcripts.get(3)!), at: clock.now });
  expect(await rowOf(room)).toMatchObject({
    epoch: 1,
    record_seq: 3,
    seq: 3,
    is_waiting: false,
    is_answered: false,
  });
  const wraps = await kysely
    .selectFrom('wraps')
    .select(['epoch', 'kind'])
    .where('conversation_id', '=', record.conversation)
    .orderBy('epoch')
    .orderBy('kind')
    .execute();
  expect(wraps.map(({ epoch, kind }) => [epoch, kind])).toEqual([
    [0, 1],
    [0, 3],
    [1, 1],
    [1, 1],
    [1, 3],
  ]);
  const enquiry = await kysely
    .selectFrom('enquiries')
    .selectAll()
    .where('conversation_id', '=', record.conversation)
    .executeTakeFirstOrThrow();
  expect(enquiry).toMatchObject({ topic_id: null, answered_at: null });
  const events = await kysely
    .selectFrom('conversation_events')
    .selectAll()
    .where('conversation_id', '=', record.conversation)
    .orderBy('seq')
    .execute();
  expect(events.map(({ what, account_id, seq }) => [what, text(account_id), seq])).toEqual([
    ['opened', text(seeker.account), 1],
    ['accepted', text(colleague.account), 3],
  ]);
  expect(told()).toEqual([
    ['items', named(seeker, colleague)],
    ['waiting', named(lead, colleague)],
  ]);
  const seen = await seeker.browser.ask('readItems', { conversation: body.conversation, after: 2 });
  expect(seen.people).toEqual([{ account: text(colleague.account), name: 'Clara Keller' }]);
  expect(seen.wraps).toEqual([
    { epoch: 1, kind: 1, box: body.wraps[record.rows.findIndex(({ role }) => role === ROLE.asks)] },
  ]);
});

test('who comes too late learns who was first; strangers learn nothing at all', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  const before = copyOf(room);
  await accept(colleague, seeker, centre, room);
  const late = recordBody(
    await makeRecord(before.stream, view(), lead, REASON.accept, pairRows(seeker, lead, view())),
  );
  const { status, body } = await lead.browser.say('appendRecord', late);
  expect([status, body]).toEqual([409, expect.objectContaining({ code: 'TAKEN', by: 'Clara Keller' })]);
  expect(await said(lead, before, REASON.change, pairRows(seeker, lead, view()))).toBe('404 NOT_FOUND');

  const outsider = await one.seat('staff', 'Olaf Brandt');
  const stranger = await one.seat('seeker');
  const foreign = await two.seat('staff', 'Olaf Brandt');
  const missing = random(16);
  for (const person of [outsider, stranger, foreign, lead]) {
    const record = await makeRecord(
      before.stream,
      view(),
      person,
      REASON.change,
      pairRows(seeker, lead, view()),
    );
    const there = await person.browser.say('appendRecord', recordBody(record));
    const nowhere = await makeRecord(
      { ...before.stream, conversation: missing },
      view(),
      person,
      REASON.change,
      record.rows,
    );
    const notThere = await person.browser.say('appendRecord', recordBody(nowhere));
    expect(there).toEqual(notThere);
    expect(there.status).toBe(404);
  }
  for (const person of [outsider, stranger, foreign])
    expect(await said(person, before, REASON.accept, pairRows(seeker, lead, view()))).toBe('404 NOT_FOUND');
});

test('the same record again is the same answer, whatever has happened since', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  const record = await makeRecord(
    room.stream,
    view(),
    colleague,
    REASON.accept,
    pairRows(seeker, colleague, view()),
  );
  const body = recordBody(record);
  const answers = await Promise.all(
    Array.from({ length: 50 }, () => colleague.browser.ask('appendRecord', body)),
  );
  expect(new Set(answers.map((answer) => JSON.stringify(answer))).size).toBe(1);
  expect(await rowOf(room)).toMatchObject({ seq: 3, epoch: 1 });
  expect(notices.filter(({ t }) => t === 'waiting')).toHaveLength(2); // the enquiry and its acceptance
  await take(room, centre.log, record);
  await append(colleague, centre, room, REASON.change, pairRows(seeker, lead, view()));
  expect(await colleague.browser.ask('appendRecord', body)).toEqual(answers[0]);
  expect(await colleague.browser.refusal('readItems', { conversation: body.conversation })).toBe(
    '404 NOT_FOUND',
  );
});

test('each rule refuses with its code, and nothing changes', async () => {
  const { seeker, room } = await accepted();
  const pair = pairRows(seeker, colleague, view());
  const both = [...pair, personRow(lead, ROLE.counsels)];
  const other = await one.seat('seeker');
  const outsider = await one.seat('staff', 'Olaf Brandt');
  const unknown = await newIdentity(2);
  const vault = keyRows(view(), 'vault');
  const before = await rowOf(room);
  const change = (rows: readonly Row[], over = {}) => said(colleague, room, REASON.change, rows, over);
  const wrongSignature = async () => {
    const record = await makeRecord(room.stream, view(), colleague, REASON.change, both);
    const bytes = Buffer.from(record.bytes);
    bytes[bytes.length - 1]! ^= 1;
    return colleague.browser.refusal('appendRecord', { ...recordBody(record), record: text(bytes) });
  };
  const wraps = async (change: (boxes: string[]) => string[]) => {
    const body = recordBody(await makeRecord(room.stream, view(), colleague, REASON.change, both));
    return colleague.browser.refusal('appendRecord', { ...body, wraps: change(body.wraps) });
  };
  const elsewhere = recordBody(await makeRecord(room.stream, view(), colleague, REASON.change, both));
  expect({
    conversation: await colleague.browser.refusal('appendRecord', {
      ...elsewhere,
      conversation: text(random(16)),
    }),
    sender: await lead.browser.refusal('appendRecord', elsewhere),
    fewerWraps: await wraps((boxes) => boxes.slice(1)),
    moreWraps: await wraps((boxes) => [...boxes, boxes[0]!]),
    shortWrap: await wraps((boxes) => [text(random(1167)), ...boxes.slice(1)]),
    epoch: await change(both, { epoch: 3 }),
    epochHash: await change(both, { epochHash: random(32) }),
    oldLog: await change(both, { logIdx: view().idx - 1 }),
    seq: await change(both, { prevSeq: 9 }),
    behind: await change(both, { prevSeq: 2, prevT: room.stream.transcripts.get(2)! }),
    transcript: await change(both, { prevT: random(32) }),
    doubled: await change([...both, personRow(colleague, ROLE.counsels)]),
    notTheirs: await change([...pair, { ...personRow(lead, ROLE.counsels), id: random(16) }]),
    seekerCounsels: await change([...pair, personRow(other, ROLE.counsels)]),
    bundle: await change([...pair, personRow(unknown, ROLE.counsels)]),
    log: await change(both, { logHash: random(32) }),
    centre: await change(both, { centre: random(16) }),
    kind: await change(both, { kind: 2 }),
    open: await said(colleague, room, REASON.open, both),
    acceptByMember: await said(colleague, room, REASON.accept, pair),
    signature: await wrongSignature(),
    staff: await change([...pair, personRow(outsider, ROLE.counsels)]),
    vaultKey: await change([...both.filter(({ kind }) => kind === 1), { ...vault[0]!, kid: random(32) }]),
    noVault: await change(both.filter(({ kind }) => kind === 1)),
    previous: await change(both, { ekPrev: new Uint8Array(48) }),
    noSeeker: await change(both.filter(({ role }) => role !== ROLE.asks)),
    otherSeeker: await change([
      personRow(other, ROLE.asks),
      ...both.filter(({ role }) => role !== ROLE.asks),
    ]),
    nobody: await change([personRow(seeker, ROLE.asks), ...vault]),
    inbox: await change([...pair, ...keyRows(view(), 'inbox')]),
    seekerChanges: await said(seeker, room, REASON.change, both),
    untidy: await said(colleague, room, REASON.tidy, both),
    vaultUse: await said(lead, room, REASON.vaultUse, both),
  }).toEqual({
    conversation: '400 SENDER',
    sender: '400 SENDER',
    fewerWraps: '400 FORMAT',
    moreWraps: '400 FORMAT',
    shortWrap: '400 FORMAT',
    epoch: '409 STALE_EPOCH',
    epochHash: '409 STALE_EPOCH',
    oldLog: '409 STALE_LOG',
    seq: '409 CHAIN',
    behind: '409 CHAIN',
    transcript: '409 CHAIN',
    doubled: '422 ROWS',
    notTheirs: '422 ROWS',
    seekerCounsels: '422 ROWS',
    bundle: '422 AKB',
    log: '422 LOG',
    centre: '422 LOG',
    kind: '422 KIND',
    open: '422 NOT_ALLOWED',
    acceptByMember: '422 NOT_ALLOWED',
    signature: '422 SIGNATURE',
    staff: '422 STAFF',
    vaultKey: '422 KEYS',
    noVault: '422 VAULT',
    previous: '422 EK_PREV',
    noSeeker: '422 SEEKER',
    otherSeeker: '422 SEEKER',
    nobody: '422 NOT_ALLOWED',
    inbox: '422 NOT_ALLOWED',
    seekerChanges: '422 NOT_ALLOWED',
    untidy: '422 NOT_ALLOWED',
    vaultUse: '404 NOT_FOUND',
  });
  expect(await rowOf(room)).toEqual(before);
});

test('a vault stays shut without its use being shown first, also while an enquiry waits', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  expect(await said(lead, room, REASON.vaultUse, pairRows(seeker, lead, view()))).toBe('404 NOT_FOUND');
});

test('a hand-over removes who gave it, at once and for everything', async () => {
  const { seeker, room } = await accepted();
  notices = [];
  await append(colleague, centre, room, REASON.change, pairRows(seeker, lead, view()));
  expect(told()).toEqual([
    ['items', named(seeker, lead)],
    ['gone', named(colleague)],
    ['close', named(colleague)],
  ]);
  const conversation = text(room.stream.conversation);
  expect(await colleague.browser.refusal('readItems', { conversation })).toBe('404 NOT_FOUND');
  const { conversations } = await colleague.browser.ask('listConversations', {});
  expect(conversations.map((row) => row.conversation)).not.toContain(conversation);
  // Whoever left made the key: before anyone writes, someone who is in makes another.
  await append(lead, centre, room, REASON.tidy, tidy(room.stream.current!.rows, view()));
  await write(lead, centre, room);
});

test('an acceptance can be given back until it is answered', async () => {
  const { seeker, room } = await accepted();
  await write(seeker, centre, room);
  await write(colleague, centre, room, { class: MESSAGE_CLASS.silent });
  await append(colleague, centre, room, REASON.tidy, tidy(room.stream.current!.rows, view()));
  await append(colleague, centre, room, REASON.return, waitingRows(seeker, view()));
  expect(await rowOf(room)).toMatchObject({ is_waiting: true });
  expect(
    told()
      .slice(-4)
      .map(([t]) => t),
  ).toEqual(['items', 'waiting', 'gone', 'close']);
  await accept(lead, seeker, centre, room);
  await write(lead, centre, room);
  expect(await rowOf(room)).toMatchObject({ is_answered: true });
  expect(await said(lead, room, REASON.return, waitingRows(seeker, view()))).toBe('422 NOT_ALLOWED');
});

test('the seeker moves to another centre, where it waits under that centre\u2019s promise', async () => {
  const { seeker, room } = await accepted();
  await write(colleague, centre, room);
  const closed = await foundedCentre(one, administrator, { topics: [centre.topic] });
  const there = await openCentre(one, administrator, { weekly: [{ day: 2, from: '00:00', until: '24:00' }] });
  const move = (to: typeof closed) =>
    makeRecord(room.stream, to.log.view, seeker, REASON.move, waitingRows(seeker, to.log.view));
  expect(await seeker.browser.refusal('appendRecord', recordBody(await move(closed)))).toBe('409 CLOSED');
  notices = [];
  await seeker.browser.ask('appendRecord', recordBody(await move(there)));
  expect(told()).toEqual([
    ['items', named(seeker)],
    ['waiting', named(there.lead, there.colleague)],
    ['gone', named(colleague)],
    ['close', named(colleague)],
  ]);
  const conversation = text(room.stream.conversation);
  const { waiting } = await there.lead.browser.ask('listWaiting', {});
  const [row] = waiting.filter((one) => one.conversation === conversation);
  // Tuesdays only: from the next one 16 of its 24 hours. The clock stands at a Monday.
  expect(new Date(row!.answerDueAt).toISOString()).toBe('2026-03-03T15:00:00.000Z');
  expect(row!.wraps).toHaveLength(1);
  expect(await colleague.browser.refusal('readItems', { conversation })).toBe('404 NOT_FOUND');
  const { answeredAt } = await seeker.browser.ask('readItems', { conversation });
  expect(answeredAt).toBeNull();
  const old = await kysely
    .selectFrom('wraps')
    .select('kind')
    .where('conversation_id', '=', room.stream.conversation)
    .where('id', '=', centre.id)
    .execute();
  expect(old).toEqual([]);
});

test('moved while it waits, an enquiry keeps its topic’s promise; once accepted the longest of the new centre counts', async () => {
  const there = await openCentre(one, administrator, { weekly: [{ day: 1, from: '00:00', until: '24:00' }] });
  const hours = (day: number, hour: number) => Date.UTC(2026, 2, day, hour);
  const slow = text(random(16));
  await administrator.browser.ask('addTopic', { ...topicFields, topic: slow, promiseHours: 20 });
  const serves = (...topics: string[]) =>
    administrator.browser.ask('changeCentre', { centre: text(there.id), topics });
  const move = async ({ seeker, room }: Awaited<ReturnType<typeof accepted>>) =>
    seeker.browser.refusal(
      'appendRecord',
      recordBody(
        await makeRecord(
          room.stream,
          there.log.view,
          seeker,
          REASON.move,
          waitingRows(seeker, there.log.view),
        ),
      ),
    );
  const dueAt = async ({ room }: { room: Room }) => {
    const { waiting } = await there.lead.browser.ask('listWaiting', {});
    const conversation = text(room.stream.conversation);
    return waiting.find((row) => row.conversation === conversation)?.answerDueAt;
  };
  const waits = await waitingEnquiry(one, centre);
  await serves(slow);
  expect(await move(waits)).toBe('409 CLOSED');
  await serves(slow, centre.topic);
  const known = await accepted();
  expect([await move(waits), await move(known)]).toEqual(['201', '201']);
  // It is Monday, nine o'clock in UTC, ten at the centre: fourteen of its hours are left today.
  expect([await dueAt(waits), await dueAt(known)]).toEqual([hours(9, 1), hours(9, 5)]);
});

test('a conversation goes on with another account of the same person', async () => {
  const { seeker, room } = await accepted();
  const again = await one.seat('seeker');
  room.people.push(again);
  const rows = [
    personRow(again, ROLE.asks),
    ...room.stream.current!.rows.filter(({ role }) => role !== ROLE.asks),
  ];
  await append(colleague, centre, room, REASON.relink, rows);
  const conversation = text(room.stream.conversation);
  expect(await seeker.browser.refusal('readItems', { conversation })).toBe('404 NOT_FOUND');
  expect(await again.browser.refusal('readItems', { conversation })).toBe('200');
});

test('whoever is signed out of the log is out at once, and the gate asks for a new key', async () => {
  const helper = await one.seat('staff', 'David Okafor');
  await letIn(centre, helper, BIT.counsellor);
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(helper, seeker, centre, room);
  await append(helper, centre, room, REASON.change, [
    ...pairRows(seeker, helper, view()),
    personRow(lead, ROLE.counsels),
  ]);
  const stale = recordBody(
    await makeRecord(room.stream, view(), lead, REASON.change, pairRows(seeker, lead, view())),
  );
  const { log, body } = await changeBody(centre, lead, [staffing(helper, 0), key(2)]);
  await lead.browser.ask('appendLog', body);
  centre.log = log;
  const conversation = text(room.stream.conversation);
  expect(await helper.browser.refusal('readItems', { conversation })).toBe('404 NOT_FOUND');
  expect(await said(helper, room, REASON.change, pairRows(seeker, helper, view()))).toBe('404 NOT_FOUND');
  expect(await lead.browser.refusal('appendRecord', stale)).toBe('409 STALE_LOG');
  await append(seeker, centre, room, REASON.tidy, tidy(room.stream.current!.rows, view()));
  expect(await rowOf(room)).toMatchObject({ is_waiting: false });
  await write(seeker, centre, room);
});

test('a vault that is switched off leaves no wraps behind', async () => {
  const there = await openCentre(one, administrator);
  const { seeker, room } = await waitingEnquiry(one, there);
  await accept(there.colleague, seeker, there, room);
  const { log, body } = await changeBody(there, there.lead, [{ type: 'policy', vault: 0 }]);
  await there.lead.browser.ask('appendLog', body);
  there.log = log;
  await append(seeker, there, room, REASON.tidy, tidy(room.stream.current!.rows, log.view));
  const kinds = await kysely
    .selectFrom('wraps')
    .select('kind')
    .where('conversation_id', '=', room.stream.conversation)
    .execute();
  expect(kinds.filter(({ kind }) => kind === 3)).toEqual([]);
});

test('R9: ten records an hour, unless the gate asks for one', async () => {
  const { seeker, room } = await accepted();
  const rows = pairRows(seeker, colleague, view());
  for (let n = 2; n < usual.records.most; n++) await append(colleague, centre, room, REASON.change, rows);
  const next = await makeRecord(room.stream, view(), colleague, REASON.change, rows);
  const { status, body } = await colleague.browser.say('appendRecord', recordBody(next));
  expect([status, body]).toEqual([429, expect.objectContaining({ code: 'SLOW', after: 3600 })]);
  // A vault key that is renewed shuts the gate.
  const { log, body: renewal } = await changeBody(centre, lead, [
    { type: 'key', which: 3, xwPk: newSealingKey() },
  ]);
  await lead.browser.ask('appendLog', renewal);
  centre.log = log;
  await append(colleague, centre, room, REASON.tidy, tidy(room.stream.current!.rows, view()));
  expect(await said(colleague, room, REASON.change, pairRows(seeker, colleague, view()))).toBe('429 SLOW');
  clock.now += 3_600_000;
  await append(colleague, centre, room, REASON.change, pairRows(seeker, colleague, view()));
});
