import { limits } from '@beistand/contract';
import { REASON, ROLE, toBase64url as text } from '@beistand/wire';
import { expect, test } from 'vitest';
import type { Announcement } from '../http/asked.ts';
import { letIn, openCentre } from '../testing/centre.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, append, waitingEnquiry } from '../testing/participant.ts';
import { pairRows, personRow } from '../testing/sealed.ts';
import { useDatabase } from '../testing/use-database.ts';

const usual = { ...limits, proof: { ...limits.proof, cost: 1 }, askings: { most: 20, seconds: 3600 } };
const { app, one } = await openHouses(await useDatabase(), usual);
const centre = await openCentre(one, await one.seatAdministrator());
const { colleague } = centre;
const ruth = await one.seat('staff', 'Ruth Adler');
await letIn(centre, ruth, 8);

test('a key that was asked for is sealed anew, once for each asking, by any member and for nobody else', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  await accept(colleague, seeker, centre, room);
  await append(colleague, centre, room, REASON.change, [
    ...pairRows(seeker, colleague, centre.log.view),
    personRow(ruth, ROLE.reads),
  ]);
  const where = { conversation: text(room.stream.conversation) };
  const told: Announcement[] = [];
  app.world.announce = (_organisation, notices) => told.push(...notices);
  const box = text(random(1168));
  const healing = (epoch: number, account = ruth.account) => ({
    ...where,
    epoch,
    account: text(account),
    box,
  });
  const wrapAt = async (seq: number) =>
    (await ruth.browser.ask('readItems', { ...where, after: seq - 1, limit: 1 })).wraps;

  expect(await seeker.browser.refusal('healWrap', healing(0))).toBe('404 NOT_FOUND');
  await ruth.browser.ask('askForKeys', { ...where, epochs: [0, 2, 0] });
  await ruth.browser.ask('askForKeys', { ...where, epochs: [2] });
  const { missingKeys } = await colleague.browser.ask('readItems', where);
  expect(missingKeys).toEqual([0, 2].map((epoch) => ({ epoch, account: text(ruth.account) })));
  expect(told.map(({ t, to }) => [t, to.map(text).sort()])).toEqual(
    Array.from({ length: 2 }, () => [
      'items',
      [seeker, colleague, ruth].map(({ account }) => text(account)).sort(),
    ]),
  );

  expect(await wrapAt(1)).toEqual([]);
  const [spoilt] = await wrapAt(4);
  await seeker.browser.ask('healWrap', healing(0));
  expect(await wrapAt(1)).toEqual([{ epoch: 0, kind: 1, box }]);
  await colleague.browser.ask('healWrap', healing(2));
  expect(spoilt?.box).not.toBe(box);
  expect(await wrapAt(4)).toEqual([{ epoch: 2, kind: 1, box }]);
  expect(told.slice(2).map(({ t, to }) => [t, to.map(text)])).toEqual(
    Array.from({ length: 2 }, () => ['items', [text(ruth.account)]]),
  );
  for (const epoch of [0, 1, 2])
    expect(await colleague.browser.refusal('healWrap', healing(epoch))).toBe('404 NOT_FOUND');
  expect(await ruth.browser.refusal('askForKeys', { ...where, epochs: [3] })).toBe('404 NOT_FOUND');

  // Who is out wants nothing any more.
  await ruth.browser.ask('askForKeys', { ...where, epochs: [1] });
  await append(colleague, centre, room, REASON.change, pairRows(seeker, colleague, centre.log.view));
  expect((await colleague.browser.ask('readItems', where)).missingKeys).toEqual([]);
  expect(await colleague.browser.refusal('healWrap', healing(1))).toBe('404 NOT_FOUND');
});

test('R9: up to a hundred keys in one asking', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  const asking = (most: number) =>
    seeker.browser.refusal('askForKeys', {
      conversation: text(room.stream.conversation),
      epochs: Array.from({ length: most }, () => 0),
    });
  expect([await asking(100), await asking(101)]).toEqual(['200', '400 FORMAT']);
});

test('R9: who is sent false keys and asks again, or asks for fun, makes the others look so often an hour', async () => {
  const { seeker, room } = await waitingEnquiry(one, centre);
  const asking = { conversation: text(room.stream.conversation), epochs: [0] };
  const answers: string[] = [];
  for (let i = 0; i <= usual.askings.most; i++)
    answers.push(await seeker.browser.refusal('askForKeys', asking));
  expect([answers.filter((answer) => answer === '200').length, answers.at(-1)]).toEqual([
    usual.askings.most,
    '429 SLOW',
  ]);
  expect(limits.askings).toEqual({ most: 600, seconds: 3600 });
});
