import { type Bytes, membersOf, ROLE } from '@beistand/wire';
import { listenersOf } from '../conversations/rules.ts';
import type { Place } from '../conversations/store.ts';
import type { Announcement, Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/** The group behind an open door; `NOT_FOUND` for every other code. */
export async function behindDoor(
  tenant: Tenant,
  code: string,
): Promise<{ conversation: Bytes; centre: Bytes; centreName: string }> {
  const row = await tenant
    .selectFrom('group_doors as d')
    .innerJoin('conversations as c', 'c.id', 'd.conversation_id')
    .innerJoin('centres as z', 'z.id', 'c.centre_id')
    .select(['c.id', 'z.id as centre', 'z.name'])
    .where('d.code', '=', code)
    .executeTakeFirst();
  return row ? { conversation: row.id, centre: row.centre, centreName: row.name } : refuse('NOT_FOUND');
}

export async function isAsking(tenant: Tenant, conversation: Bytes, account: Bytes): Promise<boolean> {
  const row = await tenant
    .selectFrom('group_joiners')
    .select('asked_at')
    .where('conversation_id', '=', conversation)
    .where('account_id', '=', account)
    .executeTakeFirst();
  return row !== undefined;
}

/** Asks no longer; whether they did. */
export async function dropJoiner(tenant: Tenant, conversation: Bytes, account: Bytes): Promise<boolean> {
  const row = await tenant
    .deleteFrom('group_joiners')
    .where('conversation_id', '=', conversation)
    .where('account_id', '=', account)
    .returning('account_id')
    .executeTakeFirst();
  return row !== undefined;
}

/** To those who decide who is in: there is something to look at. */
export function moderatorsNotice(place: Place, now: number): Announcement {
  const { conversation, current, seq } = place;
  const moderators = membersOf(current.rows).filter(({ role }) => role === ROLE.responsible);
  return { t: 'items', to: listenersOf({ ...current, rows: moderators }, place, now), conversation, seq };
}
