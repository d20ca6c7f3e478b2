import { toBase64url as text } from '@beistand/wire';
import { expect, test } from 'vitest';
import { draftWithFounder, profile } from '../testing/centre.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';
import { listAdministrators, removeAdministrator } from './operator.ts';

const database = await useDatabase();
const { one, two } = await openHouses(database);

test('an administrator removed is signed out, administers nothing and founds nothing', async () => {
  const [franz, vera] = [await one.seatAdministrator(), await one.seatAdministrator()];
  const { id } = await draftWithFounder(one, vera);
  const place = { centre: text(id) };
  const { invitation } = await franz.browser.ask('inviteLead', place);
  const own = text(random(16));
  await franz.browser.ask('draftCentre', { centre: own, ...profile({ name: 'Tarnung' }) });
  const mine = await franz.browser.ask('inviteLead', { centre: own });
  await franz.browser.ask('redeemInvitation', { invitation: mine.invitation, mac: null });
  const names = async () =>
    (await listAdministrators(database.owner, 'Lindenwerk'))!.map(({ account }) => text(account));
  expect(await names()).toEqual([text(franz.account), text(vera.account)]);

  expect(await removeAdministrator(database.owner, 'Ulmenhof', franz.account)).toBe(false);
  expect(await removeAdministrator(database.owner, 'Lindenwerk', franz.account)).toBe(true);
  expect(await removeAdministrator(database.owner, 'Lindenwerk', franz.account)).toBe(false);
  expect(await names()).toEqual([text(vera.account)]);
  expect(await franz.browser.refusal('me', {})).toBe('401 SESSION');
  expect(await one.stranger().refusal('readInvitation', { invitation })).toBe('404 NOT_FOUND');
  const rows = await database.owner.kysely
    .selectFrom('invitations')
    .select('withdrawn_at')
    .where('redeemed_by', '=', franz.account)
    .execute();
  expect(rows.map(({ withdrawn_at }) => withdrawn_at !== null)).toEqual([true]);
  expect((await vera.browser.ask('listInvitations', place)).invitations).toHaveLength(1);
  expect(await listAdministrators(database.owner, 'Nirgends')).toBeNull();
});

test('an administrator gives up their own right at once, and nobody else’s', async () => {
  const [franz, vera] = [await two.seatAdministrator(), await two.seatAdministrator()];
  expect(await franz.browser.refusal('leaveAdministration', {})).toBe('200');
  expect((await franz.browser.ask('me', {})).isAdministrator).toBe(false);
  expect(await franz.browser.refusal('listCentres', {})).toBe('404 NOT_FOUND');
  expect(await franz.browser.refusal('leaveAdministration', {})).toBe('404 NOT_FOUND');
  expect((await vera.browser.ask('me', {})).isAdministrator).toBe(true);
});
