import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { enterCentre } from './access.ts';
import { administers } from './rules.ts';

/** With everything that hangs on it, links for founders included. What has a log stays: people rely on it. */
export const dropDraft: Handler<Contract['dropDraft']> = ({ transact, params, me }) =>
  transact(async (tenant) => {
    const { id } = await enterCentre(
      tenant,
      toBuffer(params.centre),
      me,
      (part, centre) => administers(part) && centre.log_idx < 0,
      { isLocked: true },
    );
    for (const table of ['areas', 'centre_topics', 'invitations'] as const)
      await tenant.deleteFrom(table).where('centre_id', '=', id).execute();
    await tenant
      .updateTable('topics')
      .set({ fallback_centre_id: null })
      .where('fallback_centre_id', '=', id)
      .execute();
    await tenant.deleteFrom('centres').where('id', '=', id).execute();
    return {};
  });
