import type { Contract } from '@beistand/contract';
import { zeros } from '@beistand/wire';
import type { Handler } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

/** What a sign-in brings but for the wrap: it opens nothing where the other half of the key isn't kept. */
export const resume: Handler<Contract['resume']> = ({ caller, me, transact }) =>
  transact(async (tenant) => {
    const row = await tenant
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
      .innerJoin('key_bundles', 'key_bundles.kid', 'accounts.kid')
      .innerJoin('slots', (join) =>
        join.onRef('slots.account_id', '=', 'accounts.id').on('slots.slot', '=', zeros(16)),
      )
      .select(['sessions.share', 'key_bundles.bytes as bundle', 'slots.version', 'slots.bytes'])
      .where('sid_hash', '=', caller.sidHash)
      .executeTakeFirst();
    if (!row?.share) refuse('SESSION');
    return {
      account: toText(me),
      bundle: toText(row.bundle),
      state: { version: row.version, bytes: toText(row.bytes) },
      share: toText(row.share),
    };
  });
