import type { Limits } from '@beistand/contract';
import { type Bytes, ROLE, ROW_KIND } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/**
 * Open conversations and new enquiries of one person who asks; throws `SLOW`. Counted in the database, with the
 * account's row locked, so that neither a restart nor a second process forgets.
 */
export async function refuseTooMany(
  tenant: Tenant,
  seeker: Bytes,
  now: number,
  { openConversationsPerSeeker, enquiries }: Pick<Limits, 'openConversationsPerSeeker' | 'enquiries'>,
): Promise<void> {
  await tenant.selectFrom('accounts').select('id').where('id', '=', seeker).forNoKeyUpdate().execute();
  const opened = await tenant
    .selectFrom('record_rows as m')
    .innerJoin('enquiries as e', 'e.conversation_id', 'm.conversation_id')
    .select('e.created_at')
    .where('m.id', '=', seeker)
    .where('m.kind', '=', ROW_KIND.person)
    .where('m.role', '=', ROLE.asks)
    .orderBy('e.created_at', 'desc')
    .execute();
  const oldest = opened[enquiries.most - 1];
  const wait = oldest ? oldest.created_at.getTime() + 1000 * enquiries.seconds - now : 0;
  if (wait > 0) refuse('SLOW', { after: Math.ceil(wait / 1000) });
  if (opened.length >= openConversationsPerSeeker) refuse('SLOW');
}
