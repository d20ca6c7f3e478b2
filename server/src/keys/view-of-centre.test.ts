import { BIT } from '@beistand/wire';
import { expect, test } from 'vitest';
import { changeBody, comeTo, draftWithFounder, foundedCentre, letIn, staffing } from '../testing/centre.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';
import { viewOfCentre } from './view-of-centre.ts';

const database = await useDatabase();
const houses = await openHouses(database);
const franz = await houses.one.seatAdministrator();
const view = (id: Uint8Array<ArrayBuffer>, house = houses.one) =>
  houses.app.world.transact(house.id, (tenant) => viewOfCentre(tenant, id));

test('folds to what the lead’s own client has, after each batch', async () => {
  const centre = await foundedCentre(houses.one, franz);
  expect(await view(centre.id)).toEqual(centre.log.view);
  await letIn(centre, await houses.one.seat('staff'), BIT.counsellor);
  expect(await view(centre.id)).toEqual(centre.log.view);
});

test('there is none for a draft, an unknown centre, or in another organisation', async () => {
  const { id } = await draftWithFounder(houses.one, franz);
  const centre = await foundedCentre(houses.one, franz);
  await view(centre.id);
  expect(await view(id)).toBeNull();
  expect(await view(random(16))).toBeNull();
  expect(await view(centre.id, houses.two)).toBeNull();
});

test('follows a database that was set back and went another way', async () => {
  const centre = await foundedCentre(houses.one, franz);
  const before = centre.log;
  await letIn(centre, await houses.one.seat('staff'), BIT.counsellor);
  expect(await view(centre.id)).toEqual(centre.log.view);
  const { kysely } = database.owner;
  await kysely.deleteFrom('centre_log').where('centre_id', '=', centre.id).where('idx', '=', 3).execute();
  const head = { log_idx: before.view.idx, log_hash: before.view.hash };
  await kysely.updateTable('centres').set(head).where('id', '=', centre.id).execute();
  expect(await view(centre.id)).toEqual(before.view);
  const david = await houses.one.seat('staff');
  await comeTo(centre, david);
  const other = await changeBody(
    { ...centre, log: before },
    centre.lead,
    [staffing(david, BIT.reader)],
    [david],
  );
  await centre.lead.browser.ask('appendLog', other.body);
  expect(await view(centre.id)).toEqual(other.log.view);
});
