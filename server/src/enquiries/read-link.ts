import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { linkByCode } from './store.ts';

export const readLink: Handler<Contract['readLink']> = ({ transact, params }) =>
  transact(async (tenant) => {
    const row = await linkByCode(tenant, params.code);
    if (!row) return refuse('NOT_FOUND');
    const { account_id, name, id, centreName } = row;
    return { account: toText(account_id), name, centre: toText(id), centreName };
  });
