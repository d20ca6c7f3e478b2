import type { Contract } from '@beistand/contract';
import { type Bytes, isZero, parseSlot, same } from '@beistand/wire';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

/** Zeros, the state, is everyone's; else the slot is named after a conversation the account stands in. */
async function isOwn(tenant: Tenant, me: Bytes, slot: Bytes): Promise<boolean> {
  if (isZero(slot)) return true;
  const row = await tenant
    .selectFrom('record_rows')
    .select('role')
    .where('conversation_id', '=', slot)
    .where('kind', '=', 1)
    .where('id', '=', me)
    .executeTakeFirst();
  return row !== undefined;
}

/** Compare-and-set on the version; whoever comes second gets the newer one. The same bytes again are no conflict. */
export const writeSlot: Handler<Contract['writeSlot']> = async ({ caller, me, params, input, transact }) => {
  const slot = toBuffer(params.slot);
  const { version } = input;
  const sealed = parseSlot(toBytes(toBuffer(input.bytes)));
  if (!same(sealed.account, me) || !same(sealed.slot, slot) || sealed.version !== version) refuse('FORMAT');
  return transact(async (tenant) => {
    if (!(await isOwn(tenant, me, slot))) refuse('NOT_FOUND');
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
