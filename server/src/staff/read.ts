import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { hashOf } from './store.ts';

/** Used, expired, withdrawn and never made look alike. */
export const readInvitation: Handler<Contract['readInvitation']> = ({ transact, params, world }) =>
  transact(async (tenant) => {
    const row =
      (await tenant
        .selectFrom('invitations as i')
        .innerJoin('organisations as o', 'o.id', 'i.organisation_id')
        .leftJoin('centres as c', 'c.id', 'i.centre_id')
        .select(['i.kind', 'i.until', 'o.name as organisation', 'c.id as centre', 'c.name'])
        .where('i.id_hash', '=', hashOf(toBuffer(params.invitation)))
        .where('i.redeemed_at', 'is', null)
        .where('i.withdrawn_at', 'is', null)
        .where('i.until', '>', new Date(world.clock()))
        .executeTakeFirst()) ?? refuse('NOT_FOUND');
    return {
      kind: row.kind as 'administrator' | 'lead' | 'colleague', // the column's check allows no other
      organisation: row.organisation,
      centre: row.centre && row.name !== null ? { centre: toText(row.centre), name: row.name } : null,
      until: row.until.getTime(),
    };
  });
