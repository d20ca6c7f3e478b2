import { limits } from '@beistand/contract';
import {
  BIT,
  newStream,
  parseMessage,
  parseRecord,
  REASON,
  ROLE,
  type Row,
  takeMessage,
  takeRecord,
  toBase64url as text,
} from '@beistand/wire';
import { afterAll, beforeEach, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { changesSince } from '../live/store.ts';
import { changeBody, letIn, openCentre, staffing } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { accept, append, recordBody, threadBody, waitingEnquiry, write } from '../testing/participant.ts';
import { keyRows, makeMessage, makeRecord, pairRows, personRow, type Room } from '../testing/sealed.ts';
import { startProcess } from '../testing/server-process.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const { kysely } = database.owner;
const houses = await openHouses(database, { ...limits, proof: { ...limits.proof, cost: 1 } });
const { app, clock, one } = houses;
const centre = await openCentre(one, await one.seatAdministrator());
const { colleague } = centre;
const [ruth, wanda] = [await one.seat('staff', 'Ruth Adler'), await one.seat('staff', 'Wanda Nowak')];
await letIn(centre, ruth, BIT.counsellor);
await letIn(centre, wanda, BIT.writer);

let notices: Announcement[] = [];
const { announce } = app.world;
app.world.announce = (organisation, told) => {
  notices.push(...told);
  announce(organisation, told);
};
beforeEach(() => {
  notices = [];
});

const where = (conversation: string) => ({ conversation });
const idOf = ({ stream }: Room) => text(stream.conversation);

/** Accepted by `colleague`; ruth counsels, wanda interprets. */
async function shared() {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  const { view } = centre.log;
  const rows = [
    ...pairRows(seeker, colleague, view),
    personRow(ruth, ROLE.counsels),
    personRow(wanda, ROLE.counsels),
  ];
  await append(colleague, centre, room, REASON.change, rows);
  notices = [];
  return { seeker, room };
}
const body = (opener: Seated, room: Room, others: readonly Row[] = [], as: 'thread' | 'notes' = 'thread') =>
  threadBody(opener, centre.log, room.stream.conversation, as, others);
/** What a member knows of a thread that was opened with this. */
async function roomOf(opened: Awaited<ReturnType<typeof body>>): Promise<Room> {
  const record = await parseRecord(Buffer.from(opened.record, 'base64url'));
  const message = await parseMessage(Buffer.from(opened.message, 'base64url'));
  const stream = newStream(record.conversation);
  const bundles = (kid: Uint8Array) =>
    centre.log.people.find((one) => Buffer.from(one.kid).equals(kid))?.bundle;
  await takeRecord(stream, record, { view: centre.log.view, bundles });
  await takeMessage(stream, message, { bundles });
  return { stream, people: [] };
}

test('a thread stands beside its conversation for its staff alone; who asks is told nothing and sees no trace', async () => {
  const { seeker, room } = await shared();
  const before = await seeker.browser.ask('readItems', where(idOf(room)));
  const listedBefore = await seeker.browser.ask('listConversations', {});
  const opened = await body(colleague, room, [personRow(ruth, ROLE.counsels)]);
  const said = await colleague.browser.say('startConversation', opened);
  const { conversation } = said.body as { conversation: string };
  expect(said.status).toBe(201);
  expect(notices.map(({ t }) => t)).toEqual(['items']);
  expect(notices[0]!.to.map(text).sort()).toEqual(
    [colleague, ruth].map(({ account }) => text(account)).sort(),
  );
  for (const person of [colleague, ruth, wanda])
    expect(await person.browser.ask('readThreads', where(idOf(room)))).toEqual({
      thread: conversation,
      notes: null,
    });
  expect((await ruth.browser.ask('readItems', where(conversation))).items).toHaveLength(2);
  await write(ruth, centre, await roomOf(opened));

  expect(await seeker.browser.ask('readItems', where(idOf(room)))).toEqual(before);
  expect(await seeker.browser.ask('listConversations', {})).toEqual(listedBefore);
  for (const conversation_ of [idOf(room), conversation]) {
    expect(await seeker.browser.refusal('readThreads', where(conversation_))).toBe('404 NOT_FOUND');
    expect(await seeker.browser.refusal('startConversation', { ...opened, parent: conversation_ })).toBe(
      '404 NOT_FOUND',
    );
  }
  expect(await seeker.browser.refusal('readItems', where(conversation))).toBe('404 NOT_FOUND');
  expect(notices.flatMap((notice) => notice.to.map(text))).not.toContain(text(seeker.account));
  const { conversations } = await colleague.browser.ask('listConversations', {});
  expect(conversations.map((one) => one.conversation)).not.toContain(conversation);
});

test('is opened by a counsellor of the conversation, as a thread, on its centre and the newest log', async () => {
  const { seeker, room } = await shared();
  const refusal = (who: Seated, call: Awaited<ReturnType<typeof body>>) =>
    who.browser.refusal('startConversation', call);
  const good = await body(colleague, room);
  expect(await refusal(centre.lead, await body(centre.lead, room))).toBe('404 NOT_FOUND');
  expect(await refusal(wanda, await body(wanda, room))).toBe('404 NOT_FOUND');
  expect(await refusal(ruth, good)).toBe('400 SENDER');
  expect(await refusal(colleague, { ...good, wraps: good.wraps.slice(1) })).toBe('400 FORMAT');
  const withSeeker = await body(colleague, room, [personRow(seeker, ROLE.asks)]);
  expect(await refusal(colleague, withSeeker)).toBe('422 KIND');
  const shadowed = await body(colleague, room, [personRow(ruth, ROLE.counsels)], 'notes');
  expect(await refusal(colleague, shadowed)).toBe('422 ROWS');
  const foreign = { ...centre.log, view: { ...centre.log.view, centre: room.stream.conversation } };
  expect(await refusal(colleague, await threadBody(colleague, foreign, room.stream.conversation))).toBe(
    '422 LOG',
  );
  const { log, body: change } = await changeBody(centre, centre.lead, [staffing(wanda, BIT.writer)]);
  await centre.lead.browser.ask('appendLog', change);
  centre.log = log;
  expect(await refusal(colleague, good)).toBe('409 STALE_LOG');
  const thread = await body(colleague, room);
  const { conversation } = await colleague.browser.ask('startConversation', thread);
  const about = { ...(await body(colleague, room)), parent: conversation };
  expect(await refusal(colleague, about)).toBe('404 NOT_FOUND');
});

test('a retry gets its answer again, other bytes under its id are refused, and whoever is second gets the first', async () => {
  const { room } = await shared();
  const opened = await body(colleague, room);
  const first = await colleague.browser.say('startConversation', opened);
  expect(first.status).toBe(201);
  expect(await colleague.browser.say('startConversation', opened)).toMatchObject({
    status: 200,
    body: first.body,
  });
  const other = await makeMessage((await roomOf(opened)).stream, colleague);
  expect(
    await colleague.browser.refusal('startConversation', { ...opened, message: text(other.bytes) }),
  ).toBe('409 ID_TAKEN');
  expect(await ruth.browser.say('startConversation', await body(ruth, room))).toMatchObject({
    status: 200,
    body: first.body,
  });
  const notes = await Promise.all([
    colleague.browser.ask('startConversation', await body(colleague, room, [], 'notes')),
    ruth.browser.ask('startConversation', await body(ruth, room, [], 'notes')),
  ]);
  expect(
    new Set([
      ...notes.map(({ conversation }) => conversation),
      (first.body as (typeof notes)[0]).conversation,
    ]).size,
  ).toBe(3);
  expect(await ruth.browser.ask('startConversation', await body(ruth, room, [], 'notes'))).toEqual(notes[1]);
  expect(await ruth.browser.refusal('readItems', where(notes[0].conversation))).toBe('404 NOT_FOUND');
  expect(await ruth.browser.ask('readThreads', where(idOf(room)))).toMatchObject({
    notes: notes[1].conversation,
  });
});

test('R7: twenty open one thread at once over two processes: one is opened, and all learn which', async () => {
  const processes = [await startProcess(database), await startProcess(database)];
  afterAll(() => Promise.all(processes.map(({ stop }) => stop())));
  const { room } = await shared();
  const bodies = await Promise.all(
    Array.from({ length: 20 }, (_, n) => body(n % 2 ? ruth : colleague, room, [])),
  );
  const answers = await Promise.all(
    bodies.map((call, n) =>
      (n % 2 ? ruth : colleague).browser.say('startConversation', call, processes[Math.floor(n / 2) % 2]),
    ),
  );
  expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(19);
  expect(new Set(answers.map((answer) => (answer.body as { conversation: string }).conversation)).size).toBe(
    1,
  );
  const links = await kysely
    .selectFrom('conversation_links')
    .select('conversation_id')
    .where('about_id', '=', room.stream.conversation)
    .execute();
  expect(links).toHaveLength(1);
});

test('who leaves the conversation has left the thread, before any record of the thread says so; notes stay theirs', async () => {
  const { seeker, room } = await shared();
  const opened = await body(colleague, room, [personRow(ruth, ROLE.counsels)]);
  const { conversation } = await colleague.browser.ask('startConversation', opened);
  const notes = await ruth.browser.ask('startConversation', await body(ruth, room, [], 'notes'));
  await append(colleague, centre, room, REASON.change, pairRows(seeker, colleague, centre.log.view));
  const thread = await roomOf(opened);
  const message = await makeMessage(thread.stream, ruth);
  const rows = [personRow(ruth, ROLE.responsible), ...keyRows(centre.log.view, 'vault')];
  const record = await makeRecord(thread.stream, centre.log.view, ruth, REASON.change, rows, { kind: 2 });
  expect(await ruth.browser.refusal('readItems', where(conversation))).toBe('404 NOT_FOUND');
  expect(await ruth.browser.refusal('appendRecord', recordBody(record))).toBe('404 NOT_FOUND');
  expect(
    await ruth.browser.refusal('appendMessage', {
      conversation,
      message: text(message.bytes),
      files: [],
    }),
  ).toBe('404 NOT_FOUND');
  notices = [];
  await write(colleague, centre, thread);
  expect(notices.flatMap((notice) => notice.to.map(text))).toEqual([text(colleague.account)]);
  expect(await ruth.browser.ask('readThreads', where(idOf(room)))).toEqual({
    thread: null,
    notes: notes.conversation,
  });
  expect((await ruth.browser.ask('readItems', where(notes.conversation))).items).toHaveLength(2);
});

test('the live sweep, too, tells of a thread only who may read its conversation at that hour', async () => {
  const { seeker, room } = await shared();
  const opened = await body(colleague, room, [personRow(ruth, ROLE.counsels)]);
  const { conversation } = await colleague.browser.ask('startConversation', opened);
  const seats = [colleague, ruth];
  const told = async () => {
    const changes = await changesSince(app.world, one.id, seats, clock.now - 1);
    return changes.flatMap(({ hint: [t, to, id] }) => (t === 'items' && id === conversation ? to : []));
  };
  expect((await told()).sort()).toEqual(seats.map(({ account }) => text(account)).sort());
  await append(colleague, centre, room, REASON.change, pairRows(seeker, colleague, centre.log.view));
  clock.now += 1000;
  await write(colleague, centre, await roomOf(opened));
  expect(await told()).toEqual([text(colleague.account)]);
});

test('a thread is opened without a word to whoever isn’t in its conversation, or not yet', async () => {
  const { room } = await shared();
  const rows = [personRow(ruth, ROLE.counsels), personRow(centre.lead, ROLE.counsels)];
  await colleague.browser.ask('startConversation', await body(colleague, room, rows));
  expect(notices.flatMap(({ to }) => to.map(text)).sort()).toEqual(
    [colleague, ruth].map(({ account }) => text(account)).sort(),
  );
});

test('a thread in which nobody of the conversation is left makes way for another', async () => {
  const { seeker, room } = await shared();
  const first = await ruth.browser.ask('startConversation', await body(ruth, room));
  await append(colleague, centre, room, REASON.change, pairRows(seeker, colleague, centre.log.view));
  const second = await colleague.browser.ask('startConversation', await body(colleague, room));
  expect(second).not.toEqual(first);
  expect(await colleague.browser.ask('readThreads', where(idOf(room)))).toMatchObject({
    thread: second.conversation,
  });
  expect(await ruth.browser.refusal('readItems', where(first.conversation))).toBe('404 NOT_FOUND');
});

test('goes with the conversation it is about', async () => {
  const { room } = await shared();
  const thread = await colleague.browser.ask('startConversation', await body(colleague, room));
  const notes = await colleague.browser.ask('startConversation', await body(colleague, room, [], 'notes'));
  await kysely.deleteFrom('conversations').where('id', '=', room.stream.conversation).execute();
  const left = await kysely
    .selectFrom('items')
    .select('seq')
    .where(
      'conversation_id',
      'in',
      [thread, notes].map(({ conversation }) => Buffer.from(conversation, 'base64url')),
    )
    .execute();
  expect(left).toEqual([]);
});
