import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';

/** Well = the database answers inside a transaction of this organisation; otherwise asking throws and says `UNAVAILABLE`. */
export const health: Handler<Contract['health']> = ({ transact }) =>
  transact(async (tenant) => {
    await tenant.selectFrom('organisations').select('id').executeTakeFirst();
    return { isWell: true };
  });
