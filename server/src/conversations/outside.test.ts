// Who is out already, and only then out of the record: neither an answer nor a hint tells them when that was, or anything else.
import { limits } from '@beistand/contract';
import { BIT, REASON, ROLE, slotHead, toBase64url as text, zeros } from '@beistand/wire';
import { beforeEach, expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { changeBody, key, letIn, openCentre, staffing } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { accept, append, startGroup, waitingEnquiry, write } from '../testing/participant.ts';
import { keyRows, pairRows, personRow, type Room } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const usual = { ...limits, proof: { ...limits.proof, cost: 1 } };
const { app, clock, one } = await openHouses(await useDatabase(), usual);
const centre = await openCentre(one, await one.seatAdministrator());
const { colleague, lead } = centre;
/** Somebody who counsels beside the colleague. */
async function another(): Promise<Seated> {
  const ruth = await one.seat('staff', 'Ruth Adler');
  await letIn(centre, ruth, BIT.counsellor);
  return ruth;
}

let notices: Announcement[] = [];
app.world.announce = (_organisation, told) => notices.push(...told);
beforeEach(() => {
  notices = [];
});

const toldOf = (who: Seated) =>
  notices.filter(({ to }) => to.some((id) => text(id) === text(who.account))).map(({ t }) => t);
const where = ({ stream }: Room) => ({ conversation: text(stream.conversation) });

let version = 0;
/** What a note about this conversation is answered; always the version after the last, so that nothing else may refuse it. */
async function noting(who: Seated, { stream }: Room): Promise<string> {
  const head = { account: who.account, slot: stream.conversation, version: version + 1, nonce: zeros(12) };
  const bytes = text(Uint8Array.from([...slotHead(head), ...zeros(272)]));
  const slot = text(stream.conversation);
  const said = await who.browser.refusal('writeSlot', { slot, version: version + 1, bytes });
  if (said === '200') version += 1;
  return said;
}
/** As it is answered about a conversation that isn't there. */
const gone = '404 NOT_FOUND';

beforeEach(() => {
  version = 0;
});

test('former staff, before and after the record that follows', async () => {
  const ruth = await another();
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  const pair = () => pairRows(seeker, colleague, centre.log.view);
  await append(colleague, centre, room, REASON.change, [...pair(), personRow(ruth, ROLE.counsels)]);
  expect(await noting(ruth, room)).toBe('200');
  const { log, body } = await changeBody(centre, lead, [staffing(ruth, BIT.reader), key(2)]);
  await lead.browser.ask('appendLog', body);
  centre.log = log;
  const supervised = await noting(ruth, room);
  notices = [];
  await seeker.browser.ask('askForKeys', { ...where(room), epochs: [0] });
  expect(toldOf(colleague)).toEqual(['items']);
  expect(toldOf(ruth)).toEqual([]);
  await append(seeker, centre, room, REASON.tidy, pair());
  expect([supervised, await noting(ruth, room), toldOf(ruth)]).toEqual([gone, gone, []]);
});

test('a cover after its dates', async () => {
  const ruth = await another();
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  const pair = pairRows(seeker, colleague, centre.log.view);
  const until = clock.now + 1000;
  const dates = { account: text(ruth.account), from: clock.now, until };
  await append(colleague, centre, room, REASON.change, [...pair, personRow(ruth, ROLE.counsels)], [dates]);
  expect(await noting(ruth, room)).toBe('200');
  clock.now = until;
  const before = await noting(ruth, room);
  notices = [];
  await append(colleague, centre, room, REASON.change, pair);
  expect([before, await noting(ruth, room), toldOf(ruth)]).toEqual([gone, gone, []]);
});

test('who has left a group', async () => {
  const ada = await one.seat('seeker');
  const room = await startGroup(colleague, centre);
  const rows = [personRow(colleague, ROLE.responsible), ...keyRows(centre.log.view, 'vault')];
  const { code } = await colleague.browser.ask('openDoor', where(room));
  await ada.browser.ask('askToJoin', { code });
  room.people.push(ada);
  await append(colleague, centre, room, REASON.change, [...rows, personRow(ada, ROLE.asks)]);
  expect(await noting(ada, room)).toBe('200');
  await ada.browser.ask('leaveGroup', where(room));
  const before = await noting(ada, room);
  notices = [];
  await append(colleague, centre, room, REASON.change, rows);
  await write(colleague, centre, room);
  expect([before, await noting(ada, room), toldOf(ada)]).toEqual([gone, gone, []]);
});
