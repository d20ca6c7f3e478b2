import type { Contract } from '@beistand/contract';
import { BIT, type Bytes, same } from '@beistand/wire';
import { sql } from 'kysely';
import { admitAccount, createAccount, type NewAccount, readNewAccount } from '../accounts/create-account.ts';
import type { Announcement, Asked, Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { openSession } from '../http/session.ts';
import { hashOf } from './store.ts';

type Redeeming = Asked<Contract['redeemInvitation']>;
type Invitation = Awaited<ReturnType<typeof lockInvitation>>;

/**
 * Uses an invitation up: for the signed-in member of staff, else for a new one. An administrator is one from now on; a
 * founder may send CREATE; a colleague gets no right until a lead's signed entry names them.
 */
export const redeemInvitation: Handler<Contract['redeemInvitation']> = async (asked) => {
  const { caller, input } = asked;
  const isStaff = caller.kind === 'staff';
  // Signed-in staff bring no account; newcomers bring one, and the name colleagues will see.
  if (isStaff ? input.account || input.name : !input.account || !input.name) refuse('FORMAT');
  const newcomer = input.account && (await readNewAccount(asked, input.account, 'staff'));
  let notices: Announcement[] = [];
  const output = await asked.transact(async (tenant) => {
    const invitation = await lockInvitation(asked, tenant);
    const account = newcomer?.account ?? asked.me;
    const isNew = invitation.redeemed_by === null;
    if (!isNew && !(await isRepeated(asked, tenant, invitation, newcomer))) refuse('NOT_FOUND');
    if (isNew && newcomer) await createStaff(asked, tenant, newcomer);
    if (isNew) await use(asked, tenant, invitation, account);
    notices = isNew ? await noticesOf(tenant, invitation) : [];
    const share = newcomer
      ? await openSession(asked, tenant, { account, kind: 'staff' })
      : await shareOf(tenant, caller.sidHash);
    return { account: toText(account), share: toText(share) };
  });
  asked.announce(notices);
  return output;
};

/** Of two who use one link at once, the second waits here and finds it used. */
async function lockInvitation({ params, world }: Redeeming, tenant: Tenant) {
  const row = await tenant
    .selectFrom('invitations')
    .select(['id_hash', 'kind', 'centre_id', 'until', 'redeemed_by', 'redeemed_at', 'mac'])
    .where('id_hash', '=', hashOf(toBuffer(params.invitation)))
    .where('withdrawn_at', 'is', null)
    .forUpdate()
    .executeTakeFirst();
  const endsAt = row?.redeemed_at ? row.redeemed_at.getTime() + repeatableMs : row?.until.getTime();
  return row && endsAt! > world.clock() ? row : refuse('NOT_FOUND');
}

/** How long an answer that got lost can be asked for again. */
const repeatableMs = 24 * 60 * 60 * 1000;

/** The same person with the same bytes: they hold the secrets behind them, so they get the same answer and a session. */
async function isRepeated(
  { input, me }: Redeeming,
  tenant: Tenant,
  { redeemed_by, mac }: Invitation,
  newcomer: NewAccount | undefined,
): Promise<boolean> {
  const isSameMac = mac ? input.mac !== null && same(mac, toBuffer(input.mac)) : input.mac === null;
  if (!isSameMac || !redeemed_by || !same(redeemed_by, newcomer?.account ?? me)) return false;
  if (!newcomer) return true;
  const stored = await tenant
    .selectFrom('credentials as c')
    .innerJoin('key_bundles as k', 'k.account_id', 'c.account_id')
    .innerJoin('staff as s', 's.account_id', 'c.account_id')
    .select(['c.registration', 'c.password_wrap', 'c.recovery_wrap', 'c.recovery_key', 'k.bytes', 's.name'])
    .where('c.account_id', '=', redeemed_by)
    .executeTakeFirst();
  const { password, recovery, bundle } = newcomer;
  return (
    stored !== undefined &&
    stored.name === input.name &&
    same(stored.registration, password.registration) &&
    same(stored.password_wrap, password.wrap) &&
    same(stored.recovery_wrap, recovery.wrap) &&
    same(stored.recovery_key, recovery.key) &&
    bundle !== null &&
    same(stored.bytes, bundle.bytes)
  );
}

async function createStaff(asked: Redeeming, tenant: Tenant, newcomer: NewAccount): Promise<void> {
  await createAccount(asked, tenant, await admitAccount(asked, tenant, newcomer));
  await tenant
    .insertInto('staff')
    .values({
      account_id: newcomer.account,
      organisation_id: asked.caller.organisation,
      name: asked.input.name!,
    })
    .execute();
}

async function use(
  { caller, input, world }: Redeeming,
  tenant: Tenant,
  { id_hash, kind }: Invitation,
  by: Bytes,
) {
  const at = new Date(world.clock());
  await tenant
    .updateTable('invitations')
    .set({ redeemed_at: at, redeemed_by: by, mac: input.mac === null ? null : toBuffer(input.mac) })
    .where('id_hash', '=', id_hash)
    .execute();
  if (kind !== 'administrator') return;
  await tenant
    .insertInto('administrators')
    .values({ account_id: by, organisation_id: caller.organisation, granted_at: at })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
}

/** Those whose list of invitations it stands in look again: leads for a colleague, administrators for a founder. */
async function noticesOf(tenant: Tenant, { kind, centre_id }: Invitation): Promise<Announcement[]> {
  if (!centre_id) return [];
  const { log_idx } = await tenant
    .selectFrom('centres')
    .select('log_idx')
    .where('id', '=', centre_id)
    .executeTakeFirstOrThrow();
  const people =
    kind === 'lead'
      ? tenant.selectFrom('administrators').select('account_id')
      : tenant
          .selectFrom('centre_staff as c')
          // The paper may lead as well, but nobody sits behind it.
          .innerJoin('staff as s', 's.account_id', 'c.account_id')
          .select('s.account_id')
          .where('c.centre_id', '=', centre_id)
          .where(sql<boolean>`c.bits & ${sql.lit(BIT.lead)} <> 0`);
  const to = (await people.execute()).map(({ account_id }) => account_id);
  return [{ t: 'log', to, centre: centre_id, idx: Math.max(0, log_idx) }];
}

async function shareOf(tenant: Tenant, sidHash: Bytes | null): Promise<Bytes> {
  const row = await tenant
    .selectFrom('sessions')
    .select('share')
    .where('sid_hash', '=', sidHash)
    .executeTakeFirst();
  return row?.share ?? refuse('SESSION');
}
