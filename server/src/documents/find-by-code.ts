import type { Bytes } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';

/**
 * Whose neutral address `/a/<code>` is: a topic's, or an open centre's. Null for codes nobody has, and for centres that
 * aren't open: those look like no code at all.
 */
export async function findByCode(
  tenant: Tenant,
  code: string,
): Promise<{ kind: 'topic' | 'centre'; id: Bytes } | null> {
  const topic = await tenant.selectFrom('topics').select('id').where('code', '=', code).executeTakeFirst();
  if (topic) return { kind: 'topic', id: topic.id };
  const centre = await tenant
    .selectFrom('centres as c')
    .innerJoin('centre_openings as o', 'o.centre_id', 'c.id')
    .select('c.id')
    .where('c.code', '=', code)
    .executeTakeFirst();
  return centre ? { kind: 'centre', id: centre.id } : null;
}
