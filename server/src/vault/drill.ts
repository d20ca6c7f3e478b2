import type { Contract } from '@beistand/contract';
import { parseRecord, ROW_KIND } from '@beistand/wire';
import { sql } from 'kysely';
import { refuseUnlessFresh } from '../accounts/fresh.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { countOrRefuse } from '../http/limits.ts';
import { vaultOf } from './access.ts';

/** How many conversations a rehearsal looks at. */
const lots = 20;

/** The vault's wrap of the newest epoch that has one, of conversations drawn by lot. */
export const drillVault: Handler<Contract['drillVault']> = (asked) =>
  asked.transact(async (tenant) => {
    const centre = await vaultOf(tenant, toBuffer(asked.params.centre), asked.me);
    refuseUnlessFresh(asked);
    countOrRefuse(asked.world, `drill:${toText(asked.me)}`, asked.world.limits.drills);
    const rows = await tenant
      .selectFrom('wraps as w')
      .innerJoin('conversations as c', (join) =>
        join.onRef('c.id', '=', 'w.conversation_id').onRef('c.epoch', '=', 'w.epoch'),
      )
      .innerJoin('items as r', (join) =>
        join.onRef('r.conversation_id', '=', 'c.id').onRef('r.seq', '=', 'c.record_seq'),
      )
      .select(['w.conversation_id', 'w.epoch', 'w.box', 'r.bytes'])
      .where('w.kind', '=', ROW_KIND.vault)
      .where('w.id', '=', centre)
      .orderBy(sql`random()`)
      .limit(lots)
      .execute();
    const records = await Promise.all(rows.map(({ bytes }) => parseRecord(bytes)));
    return {
      wraps: rows.map(({ conversation_id, epoch, box }, i) => {
        const { m, ekCommit, rows: members } = records[i]!;
        const key = members.find(({ kind }) => kind === ROW_KIND.vault)!.kid;
        return {
          conversation: toText(conversation_id),
          epoch,
          record: toText(m),
          commitment: toText(ekCommit),
          key: toText(key),
          box: toText(box),
        };
      }),
    };
  });
