import {
  ACCOUNT_KIND,
  type Bundles,
  type Bytes,
  type LogEntry,
  type Staffing,
  same,
  staffByAccount,
  type View,
} from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

/**
 * Nobody becomes staff of a centre they didn't come to: whoever wasn't in the log has redeemed an invitation of this
 * centre that still holds, or sends the entry themselves (the paper signs them in). A paper is of no other centre.
 * `LOG_ACCOUNT`.
 */
export async function refuseUninvited(
  tenant: Tenant,
  { centre, me }: { centre: Bytes; me: Bytes },
  before: View | null,
  entries: readonly LogEntry[],
  bundles: Bundles,
): Promise<void> {
  const newcomers = entries
    .flatMap(({ change }): readonly Staffing[] =>
      change.type === 'create' ? change.staff : change.type === 'staffing' ? [change] : [],
    )
    .filter(({ account, bits }) => bits !== 0 && !(before && staffByAccount(before, account)));
  const isPaper = ({ kid }: Staffing) => bundles(kid)?.kind === ACCOUNT_KIND.paper;
  const people = newcomers.filter((person) => !isPaper(person) && !same(person.account, me));
  const papers = newcomers.filter(isPaper);
  if (people.length > 0) {
    const rows = await tenant
      .selectFrom('invitations')
      .select('redeemed_by')
      .where('centre_id', '=', centre)
      .where('withdrawn_at', 'is', null)
      .where(
        'redeemed_by',
        'in',
        people.map(({ account }) => account),
      )
      .execute();
    const came = new Set(rows.map(({ redeemed_by }) => redeemed_by && toText(redeemed_by)));
    if (people.some(({ account }) => !came.has(toText(account)))) refuse('LOG_ACCOUNT');
  }
  if (papers.length > 0) {
    const kids = papers.map(({ kid }) => kid);
    const elsewhere = await tenant
      .selectFrom('centre_staff')
      .select('kid')
      .where('kid', 'in', kids)
      .where('centre_id', '!=', centre)
      .executeTakeFirst();
    if (elsewhere) refuse('LOG_ACCOUNT');
  }
}
