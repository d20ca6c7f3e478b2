import type { Contract, Input } from '@beistand/contract';
import {
  type AccountBundle,
  type Bytes,
  parseAccountBundle,
  parseSlot,
  Refused,
  same,
  zeros,
} from '@beistand/wire';
import type { Asked, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { type PasswordPart, type RecoveryPart, readPassword, readRecovery } from './credentials.ts';
import { handleIdOf } from './handle.ts';
import { redeemTicket } from './redeem-ticket.ts';

type Sent = NonNullable<Input<Contract['enquire']>['account']>;
type Asking = Pick<Asked<never>, 'world' | 'caller'>;
export type NewAccount = {
  account: Bytes;
  kind: 'seeker' | 'staff';
  /** Null when it isn't signed by its own key: said later, where the order of the checks has it. */
  bundle: AccountBundle | null;
  handleId: Bytes;
  ticket: string;
  password: PasswordPart;
  recovery: RecoveryPart;
  state: Bytes;
};
export type Admitted = NewAccount & { credentialId: Bytes };

const kinds = { seeker: 1, staff: 2 } as const;
/** `CCPA`, suite, then the account. */
const accountAt = 5;

/** Step 1, before any transaction: the form of everything an account is made of. Throws `FORMAT`. */
export async function readNewAccount(
  { world, caller }: Asking,
  sent: Sent,
  kind: 'seeker' | 'staff',
): Promise<NewAccount> {
  const { leastCharacters, mostCharacters } = world.limits.name;
  const isOfLength = sent.name.length >= leastCharacters && sent.name.length <= mostCharacters;
  if (kind === 'seeker' && !isOfLength) refuse('FORMAT');
  const bytes = toBytes(toBuffer(sent.bundle));
  const bundle = await parseAccountBundle(bytes).catch((error: unknown) => {
    if (error instanceof Refused && error.code === 'SIGNATURE') return null;
    throw error;
  });
  if (bundle && bundle.kind !== kinds[kind]) refuse('FORMAT');
  const account = bytes.slice(accountAt, accountAt + 16);
  const state = parseSlot(toBytes(toBuffer(sent.state)));
  if (!same(state.account, account) || !same(state.slot, zeros(16)) || state.version !== 1) refuse('FORMAT');
  return {
    account,
    kind,
    bundle,
    handleId: handleIdOf(world, caller.organisation, sent.name),
    ticket: sent.ticket,
    password: readPassword(account, sent.registration, sent.passwordWrap),
    recovery: readRecovery(account, sent.recoveryWrap, sent.recoveryKey),
    state: state.bytes,
  };
}

/** Step 2: throws `TICKET`, then `HANDLE_TAKEN`. Whoever calls has made sure that the ids are new. */
export async function admitAccount(asking: Asking, tenant: Tenant, account: NewAccount): Promise<Admitted> {
  const credentialId = await redeemTicket(asking, tenant, account.ticket, null);
  const holder = await tenant
    .selectFrom('credentials')
    .select('account_id')
    .where('handle_id', '=', account.handleId)
    .executeTakeFirst();
  if (holder) refuse('HANDLE_TAKEN');
  return { ...account, credentialId };
}

/** Step 3: throws `SIGNATURE`, `ID_TAKEN`; then the account stands, with its credentials and its first state. */
export async function createAccount(
  { world, caller }: Asking,
  tenant: Tenant,
  account: Admitted,
): Promise<void> {
  const { bundle, password, recovery } = account;
  if (!bundle) refuse('SIGNATURE');
  const own = { organisation_id: caller.organisation, account_id: account.account };
  const known = await tenant
    .selectFrom('key_bundles')
    .select('kid')
    .where('account_id', '=', account.account)
    .executeTakeFirst();
  if (known) refuse('ID_TAKEN');
  const day = new Date(world.clock()).toISOString().slice(0, 10);
  await tenant
    .insertInto('key_bundles')
    .values({ ...own, kid: bundle.kid, kind: bundle.kind, bytes: bundle.bytes })
    .execute();
  await tenant
    .insertInto('accounts')
    .values({
      id: account.account,
      organisation_id: caller.organisation,
      kind: kinds[account.kind],
      kid: bundle.kid,
      created_day: day,
      last_seen_day: day,
    })
    .execute();
  await tenant
    .insertInto('credentials')
    .values({
      ...own,
      handle_id: account.handleId,
      cred_id: account.credentialId,
      registration: password.registration,
      password_wrap: password.wrap,
      recovery_wrap: recovery.wrap,
      recovery_key: recovery.key,
    })
    .execute();
  await tenant
    .insertInto('slots')
    .values({ ...own, slot: zeros(16), version: 1, bytes: account.state })
    .execute();
}
