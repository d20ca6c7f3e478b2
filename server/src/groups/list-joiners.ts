import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { moderatedBy } from './access.ts';

/** Whom to let in, and whom to take out. */
export const listJoiners: Handler<Contract['listJoiners']> = ({ transact, params, me, world }) =>
  transact(async (tenant) => {
    const place = await moderatedBy(tenant, toBytes(toBuffer(params.conversation)), me, world.clock());
    const asking = await tenant
      .selectFrom('group_joiners as j')
      .innerJoin('key_bundles as k', 'k.account_id', 'j.account_id')
      .select(['j.account_id', 'k.kid', 'j.asked_at'])
      .where('j.conversation_id', '=', place.conversation)
      .orderBy('j.asked_at')
      .orderBy('j.account_id')
      .execute();
    return {
      asking: asking.map(({ account_id, kid, asked_at }) => ({
        account: toText(account_id),
        key: toText(kid),
        askedAt: asked_at.getTime(),
      })),
      left: place.left.map(toText),
    };
  });
