import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { vaultOf } from './access.ts';
import { shownUse, uses } from './store.ts';

const mostShown = 200;

export const listVaultUses: Handler<Contract['listVaultUses']> = ({ transact, params, me }) =>
  transact(async (tenant) => {
    const centre = await vaultOf(tenant, toBuffer(params.centre), me);
    const rows = await uses(tenant)
      .where('u.centre_id', '=', centre)
      .orderBy('u.at', 'desc')
      .limit(mostShown)
      .execute();
    return {
      uses: rows.map((row) => ({ conversation: toText(row.conversation_id), ...shownUse(row) })),
    };
  });
