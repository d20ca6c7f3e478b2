import { limits } from '@beistand/contract';
import { REASON, ROLE, toBase64url as text } from '@beistand/wire';
import { beforeEach, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { letIn, openCentre } from '../testing/centre.ts';
import { openHouses } from '../testing/houses.ts';
import { accept, append, messageBody, recordBody, waitingEnquiry, write } from '../testing/participant.ts';
import { keyRows, makeMessage, makeRecord, pairRows, personRow, type Room } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const usual = { ...limits, proof: { ...limits.proof, cost: 1 } };
const { app, clock, one } = await openHouses(await useDatabase(), usual);
const centre = await openCentre(one, await one.seatAdministrator());
const { colleague } = centre;
const ruth = await one.seat('staff', 'Ruth Adler');
await letIn(centre, ruth, 1);

let notices: Announcement[] = [];
app.world.announce = (_organisation, told) => notices.push(...told);
beforeEach(() => {
  notices = [];
});

const day = 86_400_000;
const cover = (from: number, until: number, who = ruth) => ({ account: text(who.account), from, until });

async function accepted() {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  const rows = [...pairRows(seeker, colleague, centre.log.view), personRow(ruth, ROLE.counsels)];
  return { seeker, room, rows };
}
const conversationOf = ({ stream }: Room) => ({ conversation: text(stream.conversation) });
const told = (t: Announcement['t']) =>
  notices.filter((notice) => notice.t === t).flatMap(({ to }) => to.map(text));

test('a planned cover reads, writes, lists and hears within its dates, and nothing before or after', async () => {
  const { seeker, room, rows } = await accepted();
  const start = clock.now;
  const dates = cover(start + day, start + 3 * day);
  await append(colleague, centre, room, REASON.change, rows, [dates]);
  expect(told('items')).not.toContain(text(ruth.account));
  const where = conversationOf(room);
  const attempts = async () => {
    const message = await makeMessage(room.stream, ruth);
    const record = await makeRecord(
      room.stream,
      centre.log.view,
      ruth,
      REASON.change,
      pairRows(seeker, ruth, centre.log.view),
    );
    const { conversations } = await ruth.browser.ask('listConversations', {});
    return [
      await ruth.browser.refusal('readItems', where),
      await ruth.browser.refusal('appendMessage', messageBody(message)),
      await ruth.browser.refusal('appendRecord', recordBody(record)),
      await ruth.browser.refusal('askForKeys', { ...where, epochs: [0] }),
      conversations.length,
    ];
  };
  const shut = ['404 NOT_FOUND', '404 NOT_FOUND', '404 NOT_FOUND', '404 NOT_FOUND', 0];
  expect(await attempts()).toEqual(shut);
  clock.now = start + day - 1;
  expect(await attempts()).toEqual(shut);

  clock.now = start + day;
  const read = await ruth.browser.ask('readItems', where);
  expect(read.wraps.map(({ epoch }) => epoch)).toEqual([2]);
  expect(read.covers).toEqual([{ ...dates, isOver: false }]);
  expect((await seeker.browser.ask('readItems', where)).covers).toEqual([{ ...dates, isOver: false }]);
  await write(ruth, centre, room);
  notices = [];
  await write(seeker, centre, room);
  expect(told('items')).toContain(text(ruth.account));

  clock.now = start + 3 * day - 1;
  expect(await ruth.browser.refusal('readItems', where)).toBe('200');
  clock.now = start + 3 * day;
  expect(await attempts()).toEqual(shut);
  notices = [];
  await write(seeker, centre, room);
  expect(told('items')).not.toContain(text(ruth.account));
  const { covers } = await colleague.browser.ask('readItems', where);
  expect(covers).toEqual([{ ...dates, isOver: true }]);
  // The next visit of a colleague ends it; nothing is left of the dates.
  await append(colleague, centre, room, REASON.change, pairRows(seeker, colleague, centre.log.view));
  expect((await colleague.browser.ask('readItems', where)).covers).toEqual([]);
});

test('dates stay over other changes, are replaced by new ones, and go with the row', async () => {
  const { seeker, room, rows } = await accepted();
  const start = clock.now;
  await append(colleague, centre, room, REASON.change, rows, [cover(start, start + day)]);
  await append(colleague, centre, room, REASON.change, [...rows, personRow(centre.lead, ROLE.reads)]);
  const covers = async () => (await colleague.browser.ask('readItems', conversationOf(room))).covers;
  expect(await covers()).toEqual([{ ...cover(start, start + day), isOver: false }]);
  await append(colleague, centre, room, REASON.change, rows, [cover(start, start + 2 * day)]);
  expect(await covers()).toEqual([{ ...cover(start, start + 2 * day), isOver: false }]);
  const vault = keyRows(centre.log.view, 'vault');
  await append(colleague, centre, room, REASON.change, [
    personRow(seeker, ROLE.asks),
    personRow(ruth, ROLE.responsible),
    ...vault,
  ]);
  expect((await ruth.browser.ask('readItems', conversationOf(room))).covers).toEqual([]);
});

test('dates are for others than the sender, of role 3 or 4, with a CHANGE, and not over already', async () => {
  const { seeker, room, rows } = await accepted();
  const { now } = clock;
  const said = async (
    reason: typeof REASON.change | typeof REASON.tidy,
    ...covers: ReturnType<typeof cover>[]
  ) =>
    colleague.browser.refusal('appendRecord', {
      ...recordBody(await makeRecord(room.stream, centre.log.view, colleague, reason, rows)),
      covers,
    });
  const good = cover(now, now + 1);
  expect([
    await said(REASON.tidy, good),
    await said(REASON.change, cover(now + 1, now + 1)),
    await said(REASON.change, cover(now - 2, now)),
    await said(REASON.change, cover(now, now + 1, colleague)),
    await said(REASON.change, cover(now, now + 1, seeker)),
    await said(REASON.change, cover(now, now + 1, centre.lead)),
    await said(REASON.change, good, cover(now, now + 2)),
  ]).toEqual(Array.from({ length: 7 }, () => '400 FORMAT'));
  expect(await said(REASON.change, good)).toBe('201');
});

test('the places where pages end name no conversation that isn’t theirs to read now, nor when it changed', async () => {
  clock.now += 1000;
  const planned = async () => {
    const { room, rows } = await accepted();
    await append(colleague, centre, room, REASON.change, rows, [cover(clock.now + day, clock.now + 2 * day)]);
    clock.now += 1000;
    return text(room.stream.conversation);
  };
  const read = async () => {
    const { room, rows } = await accepted();
    await append(colleague, centre, room, REASON.change, rows);
    clock.now += 1000;
    return text(room.stream.conversation);
  };
  const [older, hidden, alsoHidden, newer] = [await read(), await planned(), await planned(), await read()];
  await planned();
  const listed: string[] = [];
  const marks: string[] = [];
  let after: string | undefined;
  do {
    const page = await ruth.browser.ask('listConversations', { limit: '1', ...(after && { after }) });
    listed.push(...page.conversations.map(({ conversation }) => conversation));
    after = page.next ?? undefined;
    if (after) marks.push(after);
  } while (after);
  expect(listed.slice(0, 2)).toEqual([newer, older]);
  expect(marks.map((mark) => mark.split('.')[1])).toEqual(listed.slice(0, marks.length));
  expect(listed).not.toContain(hidden);
  expect(listed).not.toContain(alsoHidden);
});
