import { createHash } from 'node:crypto';
import type { Bytes } from '@beistand/wire';
import type { FastifyReply, FastifyRequest } from 'fastify';
import type { World } from '../world.ts';
import type { Asked, Caller, Tenant } from './asked.ts';
import { toBuffer, toText } from './codec.ts';
import { isLocal } from './origin.ts';
import { refuse } from './refuse.ts';

type Octets = Buffer<ArrayBuffer>;
export type Session = {
  sidHash: Octets;
  account: Octets | null;
  kind: Caller['kind'];
  isAdministrator: boolean;
  provenAt: number | null;
  share: Octets | null;
  idleUntil: number;
  absoluteUntil: number;
};

const hashOf = (sid: Uint8Array): Octets => createHash('sha256').update(sid).digest();
const cookieName = (request: FastifyRequest) => (isLocal(request) ? 'sid' : '__Host-sid');

export function setSessionCookie(request: FastifyRequest, reply: FastifyReply, sid: Bytes | null): void {
  const options = { path: '/', httpOnly: true, secure: !isLocal(request), sameSite: 'strict' } as const;
  // No Max-Age: the cookie goes with the browser; the limits that count are the row's.
  if (sid) reply.setCookie(cookieName(request), toText(sid), options);
  else reply.clearCookie(cookieName(request), options);
}

/** SHA-256 of the cookie's session id; null without a well-formed cookie. */
export function sidHashOf(request: FastifyRequest): Octets | null {
  const sid = request.cookies[cookieName(request)];
  return sid && /^[A-Za-z0-9_-]{43}$/.test(sid) ? hashOf(toBuffer(sid)) : null;
}

const lifetimeOf = ({ limits }: World, kind: Caller['kind']) => limits.sessions[kind ?? 'tab'];

/** The live session behind a cookie in this organisation, its idle limit moved on at most once a minute; else null. */
export async function findSession(world: World, tenant: Tenant, sidHash: Octets): Promise<Session | null> {
  const now = new Date(world.clock());
  const row = await tenant
    .selectFrom('sessions')
    .leftJoin('accounts', 'accounts.id', 'sessions.account_id')
    .leftJoin('administrators', 'administrators.account_id', 'sessions.account_id')
    .select(['share', 'idle_until', 'absolute_until', 'proven_at', 'replaces', 'sessions.account_id'])
    .select(['accounts.kind', 'administrators.account_id as administrator'])
    .where('sid_hash', '=', sidHash)
    .where('idle_until', '>', now)
    .where('absolute_until', '>', now)
    .executeTakeFirst();
  if (!row) return null;
  const kind = row.kind === null ? null : row.kind === 1 ? 'seeker' : 'staff';
  const idle = now.getTime() + 1000 * lifetimeOf(world, kind).idle;
  const idleUntil = Math.min(idle, row.absolute_until.getTime());
  const isStale = idleUntil - row.idle_until.getTime() >= 60_000;
  // Seeing the new cookie proves that its answer arrived; only now may the session before it go.
  if (row.replaces) await tenant.deleteFrom('sessions').where('sid_hash', '=', row.replaces).execute();
  if (isStale || row.replaces)
    await tenant
      .updateTable('sessions')
      .set({ idle_until: new Date(isStale ? idleUntil : row.idle_until.getTime()), replaces: null })
      .where('sid_hash', '=', sidHash)
      .execute();
  return {
    sidHash,
    account: row.account_id && Buffer.from(row.account_id),
    kind,
    isAdministrator: row.administrator !== null,
    provenAt: row.proven_at?.getTime() ?? null,
    share: row.share && Buffer.from(row.share),
    idleUntil: isStale ? idleUntil : row.idle_until.getTime(),
    absoluteUntil: row.absolute_until.getTime(),
  };
}

/**
 * Opens a session inside the caller's transaction and sets its cookie on the answer. The session the caller came with
 * stays until the new cookie is first seen: an answer that gets lost takes nothing with it.
 *
 * @param of the account, or null for the pre-account session of a tab
 * @returns the share, half of the key that reopens this browser without a password
 */
export async function openSession(
  { world, caller, setSession }: Pick<Asked<never>, 'world' | 'caller' | 'setSession'>,
  tenant: Tenant,
  of: { account: Bytes; kind: 'seeker' | 'staff' } | null,
): Promise<Octets> {
  const sid = world.random(32);
  const share = world.random(32);
  const now = world.clock();
  const { idle, absolute } = lifetimeOf(world, of?.kind ?? null);
  await tenant
    .insertInto('sessions')
    .values({
      sid_hash: hashOf(sid),
      organisation_id: caller.organisation,
      account_id: of?.account ?? null,
      share,
      created_at: new Date(now),
      idle_until: new Date(now + 1000 * idle),
      absolute_until: new Date(now + 1000 * absolute),
      proven_at: of && new Date(now),
      replaces: caller.sidHash,
    })
    .execute();
  if (of) {
    const day = new Date(now).toISOString().slice(0, 10);
    await tenant
      .updateTable('accounts')
      .set({ last_seen_day: day })
      .where('id', '=', of.account)
      .where('last_seen_day', '<', day)
      .execute();
  }
  setSession(sid);
  return share;
}

/** The phrase was proven once more in the caller's own session: it goes on as if new, under its share. Throws `SESSION`. */
export async function renewSession(
  { world, caller }: Pick<Asked<never>, 'world' | 'caller'>,
  tenant: Tenant,
  of: { account: Bytes; kind: 'seeker' | 'staff' },
): Promise<Bytes> {
  const now = world.clock();
  const { idle, absolute } = lifetimeOf(world, of.kind);
  const row = await tenant
    .updateTable('sessions')
    .set({
      proven_at: new Date(now),
      idle_until: new Date(now + 1000 * idle),
      absolute_until: new Date(now + 1000 * absolute),
    })
    .where('sid_hash', '=', caller.sidHash)
    .where('account_id', '=', of.account)
    .returning('share')
    .executeTakeFirst();
  return row?.share ?? refuse('SESSION');
}

/** Ends every session of the account but `kept`. The caller announces `close` afterwards. */
export async function endOtherSessions(tenant: Tenant, account: Bytes, kept: Bytes | null): Promise<void> {
  await tenant
    .deleteFrom('sessions')
    .where('account_id', '=', account)
    .$if(kept !== null, (query) => query.where('sid_hash', '!=', kept!))
    .execute();
}
