import type { Contract } from '@beistand/contract';
import type { Handler, Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

/** Centres where the account is in the newest view of the log, and drafts whose founding invitation it redeemed. */
async function centresOf(tenant: Tenant, account: Buffer<ArrayBuffer>) {
  const rows = await tenant
    .selectFrom('centres')
    .leftJoin('centre_staff', (join) =>
      join.onRef('centre_staff.centre_id', '=', 'centres.id').on('centre_staff.account_id', '=', account),
    )
    .leftJoin('centre_openings', 'centre_openings.centre_id', 'centres.id')
    .select(['centres.id', 'centres.name', 'centres.log_idx', 'centre_staff.bits', 'opened_at'])
    .where(({ or, and, eb, exists, selectFrom }) =>
      or([
        eb('centre_staff.bits', 'is not', null),
        and([
          eb('centres.log_idx', '=', -1),
          exists(
            selectFrom('invitations')
              .select('handle')
              .whereRef('invitations.centre_id', '=', 'centres.id')
              .where('invitations.kind', '=', 'lead')
              .where('invitations.redeemed_by', '=', account)
              .where('invitations.withdrawn_at', 'is', null),
          ),
        ]),
      ]),
    )
    .orderBy('centres.name')
    .orderBy('centres.id')
    .execute();
  return rows.map(({ id, name, bits, log_idx, opened_at }) => ({
    centre: toText(id),
    name,
    bits: bits ?? 0,
    state: log_idx < 0 ? ('draft' as const) : opened_at ? ('open' as const) : ('founded' as const),
  }));
}

export const me: Handler<Contract['me']> = async ({ caller, me: account, transact }) =>
  transact(async (tenant) => {
    const row = await tenant
      .selectFrom('sessions')
      .innerJoin('accounts', 'accounts.id', 'sessions.account_id')
      .leftJoin('credentials', 'credentials.account_id', 'accounts.id')
      .leftJoin('staff', 'staff.account_id', 'accounts.id')
      .leftJoin('administrators', 'administrators.account_id', 'accounts.id')
      .select(['share', 'idle_until', 'absolute_until', 'accounts.kid', 'credentials.version', 'staff.name'])
      .select('administrators.granted_at')
      .where('sid_hash', '=', caller.sidHash)
      .executeTakeFirst();
    if (!row?.share) refuse('SESSION');
    return {
      account: toText(account),
      key: toText(row.kid),
      kind: caller.kind ?? 'seeker',
      name: row.name,
      isAdministrator: row.granted_at !== null,
      credentialVersion: row.version ?? 0,
      share: toText(row.share),
      idleUntil: row.idle_until.getTime(),
      absoluteUntil: row.absolute_until.getTime(),
      centres: caller.kind === 'staff' ? await centresOf(tenant, account) : [],
    };
  });
