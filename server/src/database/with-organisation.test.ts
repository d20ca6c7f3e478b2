import { sql } from 'kysely';
import { expect, test } from 'vitest';
import { useDatabase } from '../testing/use-database.ts';
import { withOrganisation } from './with-organisation.ts';

const { app, owner } = await useDatabase();
const one = new Uint8Array(16).fill(1);
const two = new Uint8Array(16).fill(2);
const created_at = new Date('2026-03-01T00:00:00Z');
for (const [id, name] of [
  [one, 'Eins'],
  [two, 'Zwei'],
] as const)
  await owner.kysely.insertInto('organisations').values({ id, name, created_at }).execute();

const topic = (id: number, organisation_id: Uint8Array<ArrayBuffer>) => ({
  id: new Uint8Array(16).fill(id),
  organisation_id,
  code: `0000000${id}`,
  title: 'Schulden',
  short: '',
  description: '',
  icon: '',
  address: 'sie',
  promise_hours: 24,
  position: 0,
  created_at,
  created_by: one,
});

test('each organisation sees and changes its own rows alone', async () => {
  await withOrganisation(app, one, (t) => t.insertInto('topics').values(topic(1, one)).execute());
  await withOrganisation(app, two, (t) => t.insertInto('topics').values(topic(2, two)).execute());
  const ids = (organisation: typeof one) =>
    withOrganisation(app, organisation, (t) => t.selectFrom('topics').select('organisation_id').execute());
  expect(await ids(one)).toEqual([{ organisation_id: one }]);
  expect(await ids(two)).toEqual([{ organisation_id: two }]);
  const changed = await withOrganisation(app, one, (t) =>
    t.updateTable('topics').set({ title: '?' }).where('id', '=', topic(2, two).id).executeTakeFirst(),
  );
  expect(changed.numUpdatedRows).toBe(0n);
});

test("a row of another organisation can't be written", async () => {
  const foreign = withOrganisation(app, one, (t) => t.insertInto('topics').values(topic(3, two)).execute());
  await expect(foreign).rejects.toThrow('row-level security');
});

test('nothing is seen without an organisation, also on a connection that was bound before', async () => {
  await withOrganisation(app, one, (t) => t.selectFrom('topics').selectAll().execute());
  expect(await app.kysely.selectFrom('topics').selectAll().execute()).toEqual([]);
});

test('an error rolls back and is thrown on', async () => {
  const failed = withOrganisation(app, one, async (t) => {
    await t.insertInto('topics').values(topic(4, one)).execute();
    throw new Error('changed my mind');
  });
  await expect(failed).rejects.toThrow('changed my mind');
  const rows = await owner.kysely
    .selectFrom('topics')
    .where('id', '=', topic(4, one).id)
    .selectAll()
    .execute();
  expect(rows).toEqual([]);
});

test('an error of the database that was swallowed does not pass for a commit', async () => {
  const swallowed = withOrganisation(app, one, async (t) => {
    await sql`select 1/0`.execute(t).catch(() => {});
    return 'fine';
  });
  await expect(swallowed).rejects.toThrow();
});

test('an id of another length is refused before anything is asked', () => {
  expect(() => withOrganisation(app, new Uint8Array(15), async () => {})).toThrow(RangeError);
});

test('begin and binding are one round trip', async () => {
  const sent: unknown[] = [];
  const client = await app.pool.connect();
  const query = client.query;
  client.query = ((...args: unknown[]) => {
    sent.push(args[0]);
    return (query as (...a: unknown[]) => unknown).apply(client, args);
  }) as typeof client.query;
  client.release();
  await withOrganisation(app, one, (t) => t.selectFrom('topics').select('id').execute());
  client.query = query;
  expect(sent).toHaveLength(3);
  expect(sent[0]).toMatch(/^begin; set local app\.organisation/);
});
