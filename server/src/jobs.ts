import type { Bytes } from '@beistand/wire';
import { PgBoss } from 'pg-boss';
import { eraseListed, forgetArrivals, forgetOrphans } from './attachments/erase.ts';
import { uploadLifeMs } from './attachments/quota.ts';
import { type Connection, connectAs } from './database/open.ts';
import type { Tenant } from './http/asked.ts';
import { deliverLater } from './messages/deliver-later.ts';
import type { World } from './world.ts';

type Job = { name: string /** crontab, UTC */; at: string; run: (world: World) => Promise<void> };

const ago = ({ clock }: World, seconds: number) => new Date(clock() - 1000 * seconds);

async function organisationsOf(world: World): Promise<Bytes[]> {
  const rows = await world.database
    .selectFrom('organisation_hosts')
    .select('organisation_id')
    .distinct()
    .execute();
  return rows.map(({ organisation_id }) => organisation_id);
}

async function inEachOrganisation(world: World, work: (tenant: Tenant) => Promise<unknown>): Promise<void> {
  for (const organisation of await organisationsOf(world)) await world.transact(organisation, work);
}

/** Ended sessions, with the shares of tabs and browsers. */
const forgetSessions: Job['run'] = (world) =>
  inEachOrganisation(world, (tenant) =>
    tenant
      .deleteFrom('sessions')
      .where(({ or, eb }) =>
        or([eb('idle_until', '<=', ago(world, 0)), eb('absolute_until', '<=', ago(world, 0))]),
      )
      .execute(),
  );

const forgetSpent: Job['run'] = async (world) => {
  await world.database.deleteFrom('spent').where('until', '<', ago(world, 0)).execute();
};

const forgetAttempts: Job['run'] = async (world) => {
  const { signIns, recoveries } = world.limits;
  const longest = Math.max(signIns.seconds, recoveries.seconds);
  await world.database.deleteFrom('attempts').where('at', '<', ago(world, longest)).execute();
};

/** After a day nobody repeats an enquiry they didn't hear back from. */
const forgetBodies: Job['run'] = (world) =>
  inEachOrganisation(world, (tenant) =>
    tenant
      .updateTable('enquiries')
      .set({ body_hash: null })
      .where('body_hash', 'is not', null)
      .where('created_at', '<', ago(world, 24 * 3600))
      .execute(),
  );

const forgetInvitations: Job['run'] = (world) =>
  inEachOrganisation(world, (tenant) =>
    tenant
      .deleteFrom('invitations')
      .where('until', '<', ago(world, 0))
      .where('redeemed_at', 'is', null)
      .execute(),
  );

/** What nobody has sent within a day, and the bytes of all that was deleted. */
const eraseFiles: Job['run'] = async (world) => {
  await inEachOrganisation(world, async (tenant) => {
    await forgetOrphans(tenant, ago(world, uploadLifeMs / 1000));
    await forgetArrivals(tenant, ago(world, world.limits.filesPerDay.seconds));
  });
  for (const organisation of await organisationsOf(world)) await eraseListed(world, organisation);
};

/** Messages whose hour has come. */
const sendDue: Job['run'] = async (world) => {
  for (const organisation of await organisationsOf(world)) await deliverLater(world, organisation);
};

/** All timed work. Every job may run twice or late without harm. */
export const jobs: readonly Job[] = [
  { name: 'forget-sessions', at: '*/5 * * * *', run: forgetSessions },
  { name: 'forget-spent', at: '*/10 * * * *', run: forgetSpent },
  { name: 'forget-attempts', at: '*/10 * * * *', run: forgetAttempts },
  { name: 'forget-bodies', at: '7 * * * *', run: forgetBodies },
  { name: 'forget-invitations', at: '17 * * * *', run: forgetInvitations },
  { name: 'send-due', at: '* * * * *', run: sendDue },
  { name: 'erase-files', at: '*/5 * * * *', run: eraseFiles },
];

/** Lets pg-boss call each job at its time, on one process of however many. Returns what stops it. */
export async function startJobs(
  world: World,
  connection: Connection,
  onFault: (name: string, error: unknown) => void,
): Promise<() => Promise<void>> {
  // Its own schema, owned by `app` and made by `migrate`; its tables it migrates itself.
  const boss = new PgBoss({ ...connectAs(connection, 'app'), schema: 'pgboss', createSchema: false, max: 2 });
  boss.on('error', (error) => onFault('pg-boss', error));
  await boss.start();
  for (const { name, at, run } of jobs) {
    await boss.createQueue(name);
    await boss.work(name, async () => {
      try {
        await run(world);
      } catch (error) {
        onFault(name, error);
        throw error;
      }
    });
    await boss.schedule(name, at);
  }
  return () => boss.stop({ graceful: true, close: true, timeout: 5_000 });
}
