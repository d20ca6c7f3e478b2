import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';

/** One's own right alone: ending another's is the operator's, or the first hostile administrator would be the last. */
export const leaveAdministration: Handler<Contract['leaveAdministration']> = ({ transact, me }) =>
  transact(async (tenant) => {
    await tenant.deleteFrom('administrators').where('account_id', '=', me).execute();
    return {};
  });
