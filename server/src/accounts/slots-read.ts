import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toText } from '../http/codec.ts';

export const readSlots: Handler<Contract['readSlots']> = async ({ me, transact }) => {
  const rows = await transact((tenant) =>
    tenant.selectFrom('slots').select(['slot', 'version', 'bytes']).where('account_id', '=', me).execute(),
  );
  const slots = rows.map(({ slot, version, bytes }) => ({
    slot: toText(slot),
    version,
    bytes: toText(bytes),
  }));
  return { slots };
};
