import type { Bytes } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

const nobody: Bytes = new Uint8Array(0);

/** What an account is at a centre. Staff rights come from the signed log alone. */
export type Part = {
  /** The log's bits, 0 for outsiders. */
  bits: number;
  isAdministrator: boolean;
  /** In some centre of the organisation, on the way into one, or administering: not who has left them all. */
  isStaff: boolean;
  /** Redeemed a founding invitation of this centre, which still has no log. */
  mayFound: boolean;
};
export type Centre = Awaited<ReturnType<typeof find>>[number];

const query = (tenant: Tenant, account: Bytes | null) =>
  tenant
    .selectFrom('centres as c')
    .leftJoin('centre_openings as o', 'o.centre_id', 'c.id')
    .leftJoin('centre_staff as s', (join) =>
      join.onRef('s.centre_id', '=', 'c.id').on('s.account_id', '=', account ?? nobody),
    )
    .selectAll('c')
    .select('o.opened_at')
    .select('s.bits')
    .select(({ exists, selectFrom }) => [
      exists(
        selectFrom('administrators')
          .select('account_id')
          .where('account_id', '=', account ?? nobody),
      ).as('isAdministrator'),
      exists(
        selectFrom('centre_staff')
          .select('account_id')
          .where('account_id', '=', account ?? nobody)
          .unionAll(
            selectFrom('administrators')
              .select('account_id')
              .where('account_id', '=', account ?? nobody),
          )
          .unionAll(
            selectFrom('invitations')
              .select('redeemed_by as account_id')
              .where('redeemed_by', '=', account ?? nobody)
              .where('withdrawn_at', 'is', null),
          ),
      ).as('isStaff'),
      exists(
        selectFrom('invitations as i')
          .select('i.handle')
          .whereRef('i.centre_id', '=', 'c.id')
          .where('i.kind', '=', 'lead')
          .where('i.redeemed_by', '=', account ?? nobody)
          .where('i.withdrawn_at', 'is', null),
      ).as('isFounder'),
    ]);

const find = (tenant: Tenant, centre: Bytes, account: Bytes | null) =>
  query(tenant, account).where('c.id', '=', centre).execute();

/** A statement of its own: one that waits for a lock still shows other tables as they were before it waited. */
const lock = (tenant: Tenant, centre: Bytes) =>
  tenant.selectFrom('centres').select('id').where('id', '=', centre).forNoKeyUpdate().execute();

export const isOpen = (centre: Centre): boolean => centre.opened_at !== null;
export const stateOf = ({ log_idx, opened_at }: Pick<Centre, 'log_idx' | 'opened_at'>) =>
  log_idx < 0 ? 'draft' : opened_at ? 'open' : 'founded';

/**
 * The one door to a centre: its row when `may` says the account's part suffices, else `NOT_FOUND`, which is also the
 * answer for a centre that isn't there.
 *
 * @param options.isLocked holds the row until the transaction ends, so that whoever changes it goes one after another
 */
export async function enterCentre(
  tenant: Tenant,
  centre: Bytes,
  account: Bytes | null,
  may: (part: Part, centre: Centre) => boolean,
  options: { isLocked?: boolean } = {},
): Promise<Centre & { part: Part }> {
  if (options.isLocked) await lock(tenant, centre);
  const row = (await find(tenant, centre, account))[0] ?? refuse('NOT_FOUND');
  const part = {
    bits: row.bits ?? 0,
    isAdministrator: Boolean(row.isAdministrator),
    isStaff: Boolean(row.isStaff),
    mayFound: row.log_idx < 0 && Boolean(row.isFounder),
  };
  return may(part, row) ? { ...row, part } : refuse('NOT_FOUND');
}
