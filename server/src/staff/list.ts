import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { invitationsFor } from './access.ts';

/** What is still to be done: links nobody has used yet, and people who came and aren't in the log. */
export const listInvitations: Handler<Contract['listInvitations']> = ({ transact, params, me, world }) =>
  transact(async (tenant) => {
    const { centre, kinds } = await invitationsFor(tenant, toBuffer(params.centre), me);
    const rows = await tenant
      .selectFrom('invitations as i')
      .leftJoin('accounts as a', 'a.id', 'i.redeemed_by')
      .leftJoin('staff as p', 'p.account_id', 'i.redeemed_by')
      .leftJoin('centre_staff as s', (join) =>
        join.onRef('s.centre_id', '=', 'i.centre_id').onRef('s.account_id', '=', 'i.redeemed_by'),
      )
      .select(['i.handle', 'i.until', 'i.redeemed_at', 'i.redeemed_by', 'i.mac', 'a.kid', 'p.name'])
      .where('i.centre_id', '=', centre)
      .where('i.kind', 'in', kinds)
      .where('i.withdrawn_at', 'is', null)
      .where('s.account_id', 'is', null)
      .where((is) =>
        is.or([is('i.redeemed_at', 'is not', null), is('i.until', '>', new Date(world.clock()))]),
      )
      .orderBy('i.created_at')
      .execute();
    const redeemed = ({ redeemed_by, redeemed_at, kid, name, mac }: (typeof rows)[number]) =>
      redeemed_by && redeemed_at && kid && name !== null
        ? {
            account: toText(redeemed_by),
            key: toText(kid),
            name,
            mac: mac && toText(mac),
            at: redeemed_at.getTime(),
          }
        : null;
    return {
      invitations: rows.map((row) => ({
        handle: toText(row.handle),
        until: row.until.getTime(),
        redeemed: redeemed(row),
      })),
    };
  });
