import { type Bytes, parseMessage } from '@beistand/wire';
import type { Announcement, Tenant } from '../http/asked.ts';
import { Refusal } from '../http/refuse.ts';
import type { World } from '../world.ts';
import { append, judgeNext } from './append.ts';

type Name = { account_id: Bytes; message_id: Bytes };

/**
 * Appends every message whose hour has come, each in a transaction of its own that takes its row away: once, however
 * many processes are at it. What the checks refuse stays for its author, with the code. One that can't be judged at all
 * doesn't keep the others; its error is thrown at the end.
 */
export async function deliverLater(world: World, organisation: Bytes): Promise<void> {
  const due = await world.transact(organisation, (tenant) => dueAt(tenant, new Date(world.clock())));
  const faults: unknown[] = [];
  for (const name of due)
    try {
      const notices = await world.transact(organisation, (tenant) => deliver(world, tenant, name));
      if (notices.length > 0) world.announce(organisation, notices);
    } catch (error) {
      faults.push(error);
    }
  if (faults.length > 0) throw faults[0];
}

const dueAt = (tenant: Tenant, now: Date): Promise<Name[]> =>
  tenant
    .selectFrom('later_messages')
    .select(['account_id', 'message_id'])
    .where('due_at', '<=', now)
    .where('returned_with', 'is', null)
    .orderBy('due_at')
    .execute();

async function deliver({ clock }: World, tenant: Tenant, name: Name): Promise<Announcement[]> {
  const at = new Date(clock());
  const row = await tenant
    .selectFrom('later_messages')
    .select('bytes')
    .where('account_id', '=', name.account_id)
    .where('message_id', '=', name.message_id)
    // Taken back, put off or sent since it was listed, or another process is at it.
    .where('due_at', '<=', at)
    .where('returned_with', 'is', null)
    .forUpdate()
    .skipLocked()
    .executeTakeFirst();
  if (!row) return [];
  const message = await parseMessage(row.bytes);
  try {
    const { next } = await judgeNext(tenant, message, at);
    await tenant
      .deleteFrom('later_messages')
      .where(({ and }) => and(name))
      .execute();
    return next ? (await append(tenant, message, next, at)).notices : [];
  } catch (error) {
    if (!(error instanceof Refusal)) throw error;
    await tenant
      .updateTable('later_messages')
      .set({ returned_with: error.code })
      .where(({ and }) => and(name))
      .execute();
    return [{ t: 'later', to: [name.account_id] }];
  }
}
