import { randomBytes } from 'node:crypto';
import type { Limits } from '@beistand/contract';
import { ACCOUNT_KIND, type AccountKind, type Bytes } from '@beistand/wire';
import { type App, createApp } from '../app.ts';
import { addOrganisation } from '../organisations/operator.ts';
import { makeSecrets, secretsOf } from '../secrets.ts';
import { Browser } from './browser.ts';
import type { FreshDatabase } from './fresh-database.ts';
import { type Identity, newIdentity } from './identity.ts';

/** Somebody with keys, an account and a session: what a test says in their name goes through their browser. */
export type Seated = Identity & { browser: Browser };

/** One organisation of an app that has two. */
export type House = {
  id: Bytes;
  host: string;
  /** Without an account. */
  stranger: () => Browser;
  /** Registered and signed in past the endpoints, which spares each test the password's expensive half. */
  seat: (kind: 'seeker' | 'staff', name?: string) => Promise<Seated>;
  seatAdministrator: () => Promise<Seated>;
};

export type Houses = {
  app: App;
  /** Another process of the same installation, as far as an app can be one. */
  another: () => Promise<App>;
  one: House;
  two: House;
  clock: { now: number };
};

/** An app over a fresh database with two organisations that must not see each other, and a clock the test turns. */
export async function openHouses(database: FreshDatabase, limits?: Limits): Promise<Houses> {
  const clock = { now: Date.parse('2026-03-02T09:00:00Z') };
  await database.owner.kysely
    .insertInto('installation')
    .values({ instance: randomBytes(16).toString('hex'), is_trial: false })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const secrets = secretsOf(await makeSecrets());
  const another = () =>
    createApp({
      database: database.app,
      filesFolder: database.filesFolder,
      clock: () => clock.now,
      secrets,
      ...(limits && { limits }),
    });
  const app = await another();
  const house = async (name: string, host: string): Promise<House> => {
    const id = await addOrganisation(database.owner, { name, host });
    const seat: House['seat'] = async (kind, called = 'Clara Keller') => {
      const identity = await newIdentity(ACCOUNT_KIND[kind]);
      const browser = new Browser(app, host);
      await signIn(database, {
        id,
        browser,
        identity,
        kind: ACCOUNT_KIND[kind],
        name: called,
        now: clock.now,
      });
      return { ...identity, browser };
    };
    const seatAdministrator = async () => {
      const person = await seat('staff', 'Franz Vogel');
      await database.owner.kysely
        .insertInto('administrators')
        .values({ account_id: person.account, organisation_id: id, granted_at: new Date(clock.now) })
        .execute();
      return person;
    };
    return { id, host, stranger: () => new Browser(app, host), seat, seatAdministrator };
  };
  return {
    app,
    another,
    clock,
    one: await house('Lindenwerk', 'localhost'),
    two: await house('Ulmenhof', 'zwei.localhost'),
  };
}

type SignIn = {
  id: Bytes;
  browser: Browser;
  identity: Identity;
  kind: AccountKind;
  name: string;
  now: number;
};

async function signIn(
  database: FreshDatabase,
  { id, browser, identity, kind, name, now }: SignIn,
): Promise<void> {
  const { kysely } = database.owner;
  const { account, kid, bundle } = identity;
  const organisation_id = id;
  const day = new Date(now).toISOString().slice(0, 10);
  const sid = randomBytes(32);
  const sidHash = new Uint8Array(await crypto.subtle.digest('SHA-256', sid));
  const until = new Date(now + 400 * 24 * 3_600_000);
  await kysely
    .insertInto('key_bundles')
    .values({ kid, organisation_id, account_id: account, kind, bytes: bundle.bytes })
    .execute();
  await kysely
    .insertInto('accounts')
    .values({ id: account, organisation_id, kind, kid, created_day: day, last_seen_day: day })
    .execute();
  if (kind === ACCOUNT_KIND.staff)
    await kysely.insertInto('staff').values({ account_id: account, organisation_id, name }).execute();
  await kysely
    .insertInto('sessions')
    .values({
      sid_hash: sidHash,
      organisation_id,
      account_id: account,
      share: randomBytes(32),
      created_at: new Date(now),
      idle_until: until,
      absolute_until: until,
      proven_at: new Date(now),
    })
    .execute();
  browser.cookie = `sid=${sid.toString('base64url')}`;
}
