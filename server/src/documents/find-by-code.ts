import type { Bytes } from '@beistand/wire';
import { linkByCode } from '../enquiries/store.ts';
import type { Tenant } from '../http/asked.ts';

/** `id` is the topic's or the centre's. */
type Found =
  | { kind: 'topic'; id: Bytes }
  | { kind: 'centre'; id: Bytes; counsellor: { account: Bytes; name: string } | null };

/**
 * Whose neutral address `/a/<code>` is: a topic's, an open centre's, or a counsellor's at one. Null for codes nobody has,
 * for centres that aren't open and for who doesn't counsel there any more: those look like no code at all.
 */
export async function findByCode(tenant: Tenant, code: string): Promise<Found | null> {
  const topic = await tenant.selectFrom('topics').select('id').where('code', '=', code).executeTakeFirst();
  if (topic) return { kind: 'topic', id: topic.id };
  const centre = await tenant
    .selectFrom('centres as c')
    .innerJoin('centre_openings as o', 'o.centre_id', 'c.id')
    .select('c.id')
    .where('c.code', '=', code)
    .executeTakeFirst();
  if (centre) return { kind: 'centre', id: centre.id, counsellor: null };
  const link = await linkByCode(tenant, code);
  return link
    ? { kind: 'centre', id: link.id, counsellor: { account: link.account_id, name: link.name } }
    : null;
}
