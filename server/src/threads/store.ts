import type { Bytes } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';

/** What stands beside a conversation: its one thread, and an account's own notes. */
export async function linksOf(
  tenant: Tenant,
  about: Bytes,
  account: Bytes,
): Promise<{ thread: Bytes | null; notes: Bytes | null }> {
  const links = await tenant
    .selectFrom('conversation_links')
    .select(['conversation_id', 'what'])
    .where('about_id', '=', about)
    .where('ended_at', 'is', null)
    .where((or) => or.or([or('what', '=', 'thread'), or('opened_by', '=', account)]))
    .execute();
  const of = (kind: string) => links.find(({ what }) => what === kind)?.conversation_id ?? null;
  return { thread: of('thread'), notes: of('notes') };
}
