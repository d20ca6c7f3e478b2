import type { Contract } from '@beistand/contract';
import { type Bytes, isZero, parseSlot, same } from '@beistand/wire';
import { rightTo } from '../conversations/access.ts';
import { readPlace } from '../conversations/store.ts';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

/**
 * Zeros, the state, is everyone's; else the slot is named after a conversation that is the account's to read at this hour.
 * By the record's rows alone, who is out already would learn from the answer when a record takes them out.
 */
async function isOwn(tenant: Tenant, me: Bytes, slot: Bytes, now: number): Promise<boolean> {
  if (isZero(slot)) return true;
  const place = await readPlace(tenant, slot);
  return place !== null && rightTo(place, me, now)?.by === 'row';
}

/** Compare-and-set on the version; whoever comes second gets the newer one. The same bytes again are no conflict. */
export const writeSlot: Handler<Contract['writeSlot']> = async (asked) => {
  const { caller, me, params, input, transact, world } = asked;
  const slot = toBytes(toBuffer(params.slot));
  const { version } = input;
  const sealed = parseSlot(toBytes(toBuffer(input.bytes)));
  if (!same(sealed.account, me) || !same(sealed.slot, slot) || sealed.version !== version) refuse('FORMAT');
  return transact(async (tenant) => {
    if (!(await isOwn(tenant, me, slot, world.clock()))) refuse('NOT_FOUND');
    const { bytes } = sealed;
    const written =
      version === 1
        ? await tenant
            .insertInto('slots')
            .values({ organisation_id: caller.organisation, account_id: me, slot, version, bytes })
            .onConflict((conflict) => conflict.doNothing())
            .returning('version')
            .executeTakeFirst()
        : await tenant
            .updateTable('slots')
            .set({ version, bytes })
            .where('account_id', '=', me)
            .where('slot', '=', slot)
            .where('version', '=', version - 1)
            .returning('version')
            .executeTakeFirst();
    if (written) return { version };
    const stored = await tenant
      .selectFrom('slots')
      .select(['version', 'bytes'])
      .where('account_id', '=', me)
      .where('slot', '=', slot)
      .executeTakeFirst();
    if (stored && same(stored.bytes, bytes)) return { version };
    return refuse('AGAIN', stored && { current: { version: stored.version, bytes: toText(stored.bytes) } });
  });
};
