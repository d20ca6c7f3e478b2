import type { Contract, Output } from '@beistand/contract';
import { type Bytes, zeros } from '@beistand/wire';
import type { Asked, Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { openSession, renewSession } from '../http/session.ts';
import { fakeCredentialId, handleIdOf } from './handle.ts';

type Asking = Pick<Asked<never>, 'world' | 'caller' | 'setSession'>;

/** Whom a name stands for; for unknown names a credential id as good as any and nobody behind it. */
export type Named = {
  credentialId: Bytes;
  /** Zeros for nobody. */
  account: Bytes;
  version: number;
  registration: Bytes | null;
};

/** One query either way, so that a name's absence takes as long as its presence. */
export async function findByName(
  { world, caller, transact }: Pick<Asked<never>, 'world' | 'caller' | 'transact'>,
  name: string,
): Promise<Named> {
  const handleId = handleIdOf(world, caller.organisation, name);
  const fake = fakeCredentialId(world, handleId);
  const known = await transact((tenant) =>
    tenant
      .selectFrom('credentials')
      .select(['account_id', 'cred_id', 'registration', 'version'])
      .where('handle_id', '=', handleId)
      .executeTakeFirst(),
  );
  return known
    ? {
        credentialId: known.cred_id,
        account: known.account_id,
        version: known.version,
        registration: known.registration,
      }
    : { credentialId: fake, account: zeros(16), version: 0, registration: null };
}

/** Between start and finish: account[16] ‖ credential version u32 ‖ what the method needs. */
export const packState = ({ account, version }: Named, rest: Uint8Array): Uint8Array => {
  const number = Buffer.alloc(4);
  number.writeUInt32BE(version);
  return Buffer.concat([account, number, rest]);
};
export const unpackState = (payload: Buffer<ArrayBuffer>) => ({
  account: payload.subarray(0, 16),
  version: payload.readUInt32BE(16),
  rest: payload.subarray(20),
});

/**
 * All factors are proven: opens the session and hands out what opens the account. Throws `LOGIN` when the credentials
 * have changed since the start.
 *
 * @param by which of the two wraps the caller can open
 * @param renews the caller's session goes on instead of a new one: `SESSION` when it isn't theirs
 */
export async function signIn(
  asking: Asking,
  tenant: Tenant,
  { account, version }: { account: Bytes; version: number },
  by: 'password_wrap' | 'recovery_wrap',
  renews = false,
): Promise<Output<Contract['loginFinish']> & { credentialId: Bytes }> {
  const row = await tenant
    .selectFrom('credentials')
    .innerJoin('accounts', 'accounts.id', 'credentials.account_id')
    .innerJoin('key_bundles', 'key_bundles.kid', 'accounts.kid')
    .innerJoin('slots', (join) =>
      join.onRef('slots.account_id', '=', 'accounts.id').on('slots.slot', '=', zeros(16)),
    )
    .select(['accounts.kind', 'key_bundles.bytes as bundle', by, 'cred_id'])
    .select(['slots.version as stateVersion', 'slots.bytes as stateBytes'])
    .where('credentials.account_id', '=', account)
    .where('credentials.version', '=', version)
    .executeTakeFirst();
  if (!row) refuse('LOGIN');
  const kind = row.kind === 1 ? 'seeker' : 'staff';
  const open = renews ? renewSession : openSession;
  const share = await open(asking, tenant, { account, kind });
  return {
    account: toText(account),
    bundle: toText(row.bundle),
    wrap: toText(row[by as 'password_wrap']),
    state: { version: row.stateVersion, bytes: toText(row.stateBytes) },
    share: toText(share),
    credentialId: row.cred_id,
  };
}
