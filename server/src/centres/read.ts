import type { Contract } from '@beistand/contract';
import { toBuffer, toText } from '../http/codec.ts';
import type { Handler } from '../http/handler.ts';
import { enterCentre, isOpen } from './access.ts';
import { builds } from './rules.ts';
import { fieldsOf, topicsOf } from './store.ts';

export const centre: Handler<Contract['centre']> = ({ transact, params, caller }) =>
  transact(async (tenant) => {
    const row = await enterCentre(
      tenant,
      toBuffer(params.centre),
      caller.account,
      (part, found) => isOpen(found) || builds(part),
    );
    const fields = fieldsOf(row, await topicsOf(tenant, row.id));
    return { centre: toText(row.id), code: row.code, isOpen: isOpen(row), ...fields };
  });
