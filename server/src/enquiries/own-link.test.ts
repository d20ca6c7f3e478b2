import { limits } from '@beistand/contract';
import { BIT, REASON, ROLE, toBase64url as text } from '@beistand/wire';
import { expect, test } from 'vitest';
import { pageDataOf } from '../documents/page-data.ts';
import type { Announcement } from '../http/asked.ts';
import { changeBody, foundedCentre, key, letIn, openCentre, staffing } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { append, enquire, prepareEnquiry, recordBody, write } from '../testing/participant.ts';
import { keyRows, makeRecord, pairRows, personRow, waitingRows } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const usual = { ...limits, proof: { ...limits.proof, cost: 1 } };
const { app, clock, one, two } = await openHouses(database, usual);
const administrator = await one.seatAdministrator();
const centre = await openCentre(one, administrator);
const elsewhere = await openCentre(one, administrator, { topics: [centre.topic] });
const { colleague, lead } = centre;
const { kysely } = database.owner;
const here = { centre: text(centre.id) };

const toOne = (seeker: Seated, who: Seated = colleague) => [
  personRow(seeker, ROLE.asks),
  personRow(who, ROLE.responsible),
  ...keyRows(centre.log.view, 'vault'),
];
async function asked() {
  const seeker = await one.seat('seeker');
  return { seeker, room: await enquire(seeker, centre, toOne(seeker)) };
}
test('a link is made once, read by anyone, and leads nowhere when it has ended or nobody counsels there', async () => {
  const { code } = await colleague.browser.ask('makeLink', here);
  expect(await colleague.browser.ask('makeLink', here)).toEqual({ code });
  const { name: centreName } = await one.stranger().ask('centre', here);
  expect(await one.stranger().ask('readLink', { code })).toEqual({
    account: text(colleague.account),
    name: 'Clara Keller',
    centre: text(centre.id),
    centreName,
  });
  const pageOf = (of: typeof one, known: string) => pageDataOf(app.world)(`/a/${known}`, of.id);
  const counsellor = { account: text(colleague.account), name: 'Clara Keller' };
  expect(await pageOf(one, code)).toMatchObject({ page: 'centre', centre: here, counsellor });
  expect((await pageOf(two, code)).page).toBe('nowhere');
  expect(await two.stranger().refusal('readLink', { code })).toBe('404 NOT_FOUND');
  await colleague.browser.ask('endLink', here);
  expect(await one.stranger().refusal('readLink', { code })).toBe('404 NOT_FOUND');
  expect((await pageOf(one, code)).page).toBe('nowhere');
  expect(await colleague.browser.refusal('endLink', here)).toBe('404 NOT_FOUND');
  expect((await colleague.browser.ask('makeLink', here)).code).not.toBe(code);

  const ruth = await one.seat('staff', 'Ruth Adler');
  await letIn(centre, ruth, BIT.counsellor);
  const ruths = await ruth.browser.ask('makeLink', here);
  expect((await one.stranger().ask('readLink', ruths)).name).toBe('Ruth Adler');
  const { log, body } = await changeBody(centre, lead, [staffing(ruth, BIT.reader), key(2)]);
  await lead.browser.ask('appendLog', body);
  centre.log = log;
  expect((await pageOf(one, ruths.code)).page).toBe('nowhere');
  expect(await one.stranger().refusal('readLink', ruths)).toBe('404 NOT_FOUND');
  expect(await ruth.browser.refusal('makeLink', here)).toBe('404 NOT_FOUND');

  // It has died with the right: who comes back has another, and the old one stays what any unknown code is.
  const again = await changeBody(centre, lead, [staffing(ruth, BIT.counsellor)]);
  await lead.browser.ask('appendLog', again.body);
  centre.log = again.log;
  expect(await one.stranger().refusal('readLink', ruths)).toBe('404 NOT_FOUND');
  const seeker = await one.seat('seeker');
  const { body: asking } = await prepareEnquiry(seeker, centre, undefined, toOne(seeker, ruth));
  expect(await seeker.browser.refusal('enquire', asking)).toBe('409 CLOSED');
  expect((await ruth.browser.ask('makeLink', here)).code).not.toBe(ruths.code);

  const founded = await foundedCentre(one, administrator, { topics: [centre.topic] });
  const early = await founded.lead.browser.ask('makeLink', { centre: text(founded.id) });
  expect(await one.stranger().refusal('readLink', early)).toBe('404 NOT_FOUND');
});

test('who writes by it reaches one person: in no waiting list, in their own with its promise, without a topic', async () => {
  const told: Announcement[] = [];
  app.world.announce = (_organisation, notices) => told.push(...notices);
  const { seeker, room } = await asked();
  expect(told.map(({ t, to }) => [t, to.map(text)])).toEqual([['items', [text(colleague.account)]]]);
  const { conversation } = room.stream;
  for (const person of [lead, colleague])
    expect((await person.browser.ask('listWaiting', {})).waiting).toEqual([]);
  expect(await lead.browser.refusal('readItems', { conversation: text(conversation) })).toBe('404 NOT_FOUND');
  const listed = async () =>
    (await colleague.browser.ask('listConversations', {})).conversations.find(
      (one) => one.conversation === text(conversation),
    );
  expect(await listed()).toMatchObject({ answerDueAt: expect.any(Number), answeredAt: null });
  const { topic_id } = await kysely
    .selectFrom('enquiries')
    .select('topic_id')
    .where('conversation_id', '=', conversation)
    .executeTakeFirstOrThrow();
  expect(topic_id).toBeNull();
  await write(seeker, centre, room);
  await write(colleague, centre, room, { class: 2 });
  expect((await listed())?.answeredAt).toBeNull();
  clock.now += 60_000;
  await write(colleague, centre, room);
  expect((await listed())?.answeredAt).toBe(clock.now);
});

test('without a link of theirs nobody is written to alone, nor after it has ended: ids of staff are public', async () => {
  const seeker = await one.seat('seeker');
  const enquiry = async () => (await prepareEnquiry(seeker, centre, undefined, toOne(seeker, lead))).body;
  const asking = await enquiry();
  expect(await seeker.browser.refusal('enquire', asking)).toBe('409 CLOSED');
  await lead.browser.ask('makeLink', here);
  expect(await seeker.browser.refusal('enquire', asking)).toBe('201');
  await lead.browser.ask('endLink', here);
  // The answer that got lost is still theirs; a new enquiry isn't.
  expect(await seeker.browser.refusal('enquire', asking)).toBe('200');
  expect(await seeker.browser.refusal('enquire', await enquiry())).toBe('409 CLOSED');
});

test('nobody accepts it and it can’t be given back; only who asks widens it', async () => {
  const { seeker, room } = await asked();
  const ruth = await one.seat('staff', 'Ruth Adler');
  await letIn(centre, ruth, BIT.counsellor);
  const accepting = recordBody(
    await makeRecord(
      room.stream,
      centre.log.view,
      ruth,
      REASON.accept,
      pairRows(seeker, ruth, centre.log.view),
    ),
  );
  const { status, body } = await ruth.browser.say('appendRecord', accepting);
  expect([status, body]).toEqual([409, expect.objectContaining({ code: 'TAKEN', by: 'Clara Keller' })]);
  const back = await makeRecord(
    room.stream,
    centre.log.view,
    colleague,
    REASON.return,
    waitingRows(seeker, centre.log.view),
  );
  expect(await colleague.browser.refusal('appendRecord', recordBody(back))).toBe('422 NOT_ALLOWED');

  clock.now += 3_600_000;
  await append(seeker, centre, room, REASON.move, waitingRows(seeker, centre.log.view));
  const { waiting } = await ruth.browser.ask('listWaiting', {});
  expect(waiting).toMatchObject([{ conversation: text(room.stream.conversation), topic: null }]);
  await append(seeker, elsewhere, room, REASON.move, waitingRows(seeker, elsewhere.log.view));
  expect((await elsewhere.lead.browser.ask('listWaiting', {})).waiting).toHaveLength(1);
});
