import { type Bytes, CONVERSATION_KIND, membersOf, ROLE } from '@beistand/wire';
import { listenersOf } from '../conversations/rules.ts';
import type { Place } from '../conversations/store.ts';
import type { Announcement, Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/** Those of a centre that somebody is responsible for: a closed one counts and is told of no more. */
export const openGroups = (tenant: Tenant, centre: Bytes) =>
  tenant
    .selectFrom('conversations as c')
    .where('c.centre_id', '=', centre)
    .where('c.kind', '=', CONVERSATION_KIND.group)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('record_rows as r')
          .select('r.id')
          .whereRef('r.conversation_id', '=', 'c.id')
          .where('r.role', '=', ROLE.responsible),
      ),
    );

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
