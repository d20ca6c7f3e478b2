import { limits } from '@beistand/contract';
import { BIT, REASON, toBase64url as text } from '@beistand/wire';
import { afterAll, expect, test } from 'vitest';
import { changeBody, comeTo, key, openCentre, staffing } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { accept, append, copyOf, recordBody, waitingEnquiry } from '../testing/participant.ts';
import { makeRecord, pairRows, personRow } from '../testing/sealed.ts';
import { startProcess } from '../testing/server-process.ts';
import { useDatabase } from '../testing/use-database.ts';

const database = await useDatabase();
const { app, another, one } = await openHouses(database, { ...limits, proof: { ...limits.proof, cost: 1 } });
const centre = await openCentre(one, await one.seatAdministrator());
const { kysely } = database.owner;
const apps = [app, await another()];
/** Two processes of their own, nothing shared but the database. */
const processes = [await startProcess(database), await startProcess(database)];
afterAll(() => Promise.all(processes.map(({ stop }) => stop())));

test('R7: a hundred counsellors accept one enquiry over two processes: one wins, the others read who', async () => {
  const counsellors = await Promise.all(
    Array.from({ length: 100 }, (_, n) => one.seat('staff', `Beraterin ${n}`)),
  );
  await comeTo(centre, ...counsellors);
  const { log, body } = await changeBody(
    centre,
    centre.lead,
    counsellors.map((person) => staffing(person, BIT.counsellor)),
    counsellors,
  );
  await centre.lead.browser.ask('appendLog', body);
  centre.log = log;
  const { seeker, room } = await waitingEnquiry(one, centre);
  const bodies = await Promise.all(
    counsellors.map(async (person) =>
      recordBody(
        await makeRecord(
          copyOf(room).stream,
          log.view,
          person,
          REASON.accept,
          pairRows(seeker, person, log.view),
        ),
      ),
    ),
  );
  const answers = await Promise.all(
    counsellors.map((person, n) => person.browser.say('appendRecord', bodies[n]!, processes[n % 2])),
  );
  const winners = answers.flatMap(({ status }, n) => (status === 201 ? [n] : []));
  expect(new Set(processes.map(({ pid }) => pid)).size).toBe(2);
  expect(winners).toHaveLength(1);
  const [winner] = winners;
  for (const [n, { status, body: said }] of answers.entries())
    if (n !== winner)
      expect([status, said]).toEqual([
        409,
        expect.objectContaining({ code: 'TAKEN', by: `Beraterin ${winner}` }),
      ]);

  const { conversation } = room.stream;
  const records = await kysely
    .selectFrom('items')
    .select(['seq', 'sender'])
    .where('conversation_id', '=', conversation)
    .where('kind', '=', 'record')
    .orderBy('seq')
    .execute();
  expect(records.map(({ seq }) => seq)).toEqual([1, 3]);
  expect(text(records[1]!.sender)).toBe(text(counsellors[winner!]!.account));
  const rows = await kysely
    .selectFrom('record_rows')
    .select(['id', 'role'])
    .where('conversation_id', '=', conversation)
    .where('role', '=', 2)
    .execute();
  expect(rows.map(({ id }) => text(id))).toEqual([text(counsellors[winner!]!.account)]);
  const events = await kysely
    .selectFrom('conversation_events')
    .select('what')
    .where('conversation_id', '=', conversation)
    .orderBy('seq')
    .execute();
  expect(events.map(({ what }) => what)).toEqual(['opened', 'accepted']);
  const inbox = await kysely
    .selectFrom('wraps')
    .select('epoch')
    .where('conversation_id', '=', conversation)
    .where('kind', '=', 2)
    .execute();
  expect(inbox).toEqual([]);
});

test('two hand-overs at once: one counts, the other is told that the key is newer', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(centre.colleague, seeker, centre, room);
  const people = centre.log.people.slice(-20);
  const answers = await Promise.all(
    people.map(async (person, n) => {
      const rows = [...pairRows(seeker, centre.colleague, centre.log.view), personRow(person, 3)];
      const record = await makeRecord(room.stream, centre.log.view, centre.colleague, REASON.change, rows);
      return centre.colleague.browser.refusal('appendRecord', recordBody(record), apps[n % 2]);
    }),
  );
  expect(answers.toSorted()).toEqual(['201', ...Array.from({ length: 19 }, () => '409 STALE_EPOCH')]);
});

test('R7: two who may hand over do it at once over two processes, in many rounds: one record, one responsible', async () => {
  const [first, second, third] = centre.log.people.slice(-3) as [Seated, Seated, Seated];
  for (let round = 0; round < 20; round++) {
    const { seeker, room } = await waitingEnquiry(one, centre);
    await accept(first, seeker, centre, room);
    const { view } = centre.log;
    await append(first, centre, room, REASON.change, [
      ...pairRows(seeker, first, view),
      personRow(second, 3),
    ]);
    // One gives it to a third, the other takes it over; each answer's loss makes them say it again.
    const rows = [pairRows(seeker, third, view), pairRows(seeker, second, view)] as const;
    const bodies = await Promise.all(
      [first, second].map(async (by, n) =>
        recordBody(await makeRecord(copyOf(room).stream, view, by, REASON.change, rows[n]!)),
      ),
    );
    const said = await Promise.all(
      [0, 1, 0, 1].map((n, i) =>
        [first, second][n]!.browser.refusal('appendRecord', bodies[n]!, processes[(i + (i >> 1)) % 2]),
      ),
    );
    const winner = said.includes('201') ? said.indexOf('201') % 2 : -1;
    expect(said.filter((one) => one === '201')).toHaveLength(1);
    expect(said.filter((_, i) => i % 2 === winner).sort()).toEqual(['200', '201']);
    // Who lost may be out by the winner's record, and then learns nothing at all.
    for (const answer of said.filter((_, i) => i % 2 !== winner))
      expect(['409 STALE_EPOCH', '404 NOT_FOUND']).toContain(answer);
    const { conversation } = room.stream;
    const events = await kysely
      .selectFrom('conversation_events')
      .select('what')
      .where('conversation_id', '=', conversation)
      .orderBy('seq')
      .execute();
    expect(events.map(({ what }) => what)).toEqual(['opened', 'accepted', 'changed', 'changed']);
    const responsible = await kysely
      .selectFrom('record_rows')
      .select('id')
      .where('conversation_id', '=', conversation)
      .where('role', '=', 2)
      .execute();
    expect(responsible.map(({ id }) => text(id))).toEqual([text([third, second][winner]!.account)]);
  }
});

test('a removal and an acceptance by the removed: whichever is first, the end is the same', async () => {
  for (let round = 0; round < 5; round++) {
    const person = await one.seat('staff', 'Olaf Brandt');
    await comeTo(centre, person);
    const added = await changeBody(centre, centre.lead, [staffing(person, BIT.counsellor)], [person]);
    await centre.lead.browser.ask('appendLog', added.body);
    centre.log = added.log;
    const { seeker, room } = await waitingEnquiry(one, centre);
    const record = await makeRecord(
      room.stream,
      added.log.view,
      person,
      REASON.accept,
      pairRows(seeker, person, added.log.view),
    );
    const removed = await changeBody(centre, centre.lead, [staffing(person, 0), key(2)]);
    const [said] = await Promise.all([
      person.browser.refusal('appendRecord', recordBody(record), apps[0]),
      centre.lead.browser.ask('appendLog', removed.body, apps[1]),
    ]);
    centre.log = removed.log;
    expect(['201', '404 NOT_FOUND', '409 STALE_LOG']).toContain(said);
    expect(await person.browser.refusal('readItems', { conversation: text(record.conversation) })).toBe(
      '404 NOT_FOUND',
    );
    expect((await person.browser.ask('listConversations', {})).conversations).toEqual([]);
  }
});
