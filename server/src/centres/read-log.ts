import type { Contract } from '@beistand/contract';
import { toBuffer, toText } from '../http/codec.ts';
import type { Handler } from '../http/handler.ts';
import { enterCentre, isOpen } from './access.ts';

/** Before a centre opens, any staff of the organisation may: invited colleagues, and whoever holds the paper. */
export const readLog: Handler<Contract['readLog']> = ({ transact, params, query, caller }) =>
  transact(async (tenant) => {
    const { id } = await enterCentre(
      tenant,
      toBuffer(params.centre),
      caller.account,
      (part, centre) => isOpen(centre) || part.isStaff,
    );
    const entries = await tenant
      .selectFrom('centre_log')
      .select('bytes')
      .where('centre_id', '=', id)
      .where('idx', '>=', query.from ?? 0)
      .orderBy('idx')
      .execute();
    return { entries: entries.map(({ bytes }) => toText(bytes)) };
  });
