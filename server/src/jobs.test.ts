import { expect, test } from 'vitest';
import { jobs, startJobs } from './jobs.ts';
import { inviteAdministrator } from './organisations/operator.ts';
import { openHouses } from './testing/houses.ts';
import { register, startLogin } from './testing/sign-in.ts';
import { useDatabase } from './testing/use-database.ts';

const database = await useDatabase();
const houses = await openHouses(database);
const { app, one, two, clock } = houses;
const run = (name: string) => jobs.find((job) => job.name === name)!.run(app.world);
const count = async (table: 'sessions' | 'spent' | 'attempts' | 'invitations') =>
  (await database.owner.kysely.selectFrom(table).selectAll().execute()).length;

test('ended sessions and shares go, in every organisation; living ones stay', async () => {
  await one.stranger().ask('tab', {});
  await two.stranger().ask('tab', {});
  const { browser } = await one.seat('seeker');
  clock.now += 24 * 3_600_000 - 1;
  await run('forget-sessions');
  expect(await count('sessions')).toBe(3);
  clock.now += 1;
  await run('forget-sessions');
  expect(await count('sessions')).toBe(1);
  await browser.ask('me', {});
});

test('what was spent and tried is forgotten when it counts no more', async () => {
  const ada = await register(houses, one, database.owner);
  await startLogin(one.stranger(), ada.name);
  expect([await count('spent'), await count('attempts')]).toEqual([2, 1]);
  await run('forget-spent');
  await run('forget-attempts');
  expect([await count('spent'), await count('attempts')]).toEqual([2, 1]);
  clock.now += 3_600_001;
  await run('forget-spent');
  await run('forget-attempts');
  expect([await count('spent'), await count('attempts')]).toEqual([0, 0]);
});

test('expired invitations go, redeemed ones are kept', async () => {
  const { until } = (await inviteAdministrator(database.owner, 'Lindenwerk'))!;
  await run('forget-invitations');
  expect(await count('invitations')).toBe(2);
  clock.now = until.getTime() + 1;
  await run('forget-invitations');
  expect(await count('invitations')).toBe(1);
});

test('pg-boss knows every job and its time', async () => {
  const faults: unknown[] = [];
  const stop = await startJobs(app.world, database.connection, (_, error) => faults.push(error));
  const { rows } = await database.owner.pool.query('select name, cron from pgboss.schedule order by name');
  await stop();
  const expected = jobs.map(({ name, at }) => ({ name, cron: at }));
  expect(rows).toEqual(expected.sort((a, b) => a.name.localeCompare(b.name)));
  expect(faults).toEqual([]);
});
