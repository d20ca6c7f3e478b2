import type { Contract } from '@beistand/contract';
import { type Bytes, cat, checkSignature, Refused, same } from '@beistand/wire';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { bundlesOf } from '../keys/bundles.ts';
import { enterCentre } from './access.ts';
import { papersOf } from './readiness.ts';
import { leads } from './rules.ts';

/** How far back a signature is recognised as made over an older log. */
const mostRecent = 32;
/** The same person again within this time repeats a call; later it is another rehearsal. */
const isRepeatedMs = 10 * 60_000;

/** A lead has retyped the sheet: only it can make this signature. */
export const checkPaper: Handler<Contract['checkPaper']> = ({ transact, params, input, me, caller, world }) =>
  transact(async (tenant) => {
    const { id, log_hash } = await enterCentre(tenant, toBuffer(params.centre), me, leads, {
      isLocked: true,
    });
    const key = toBuffer(params.key);
    const papers = await papersOf(tenant, id);
    if (!papers.some(({ kid }) => same(kid, key))) refuse('NOT_FOUND');
    const paper = (await bundlesOf(tenant, [key]))(key) ?? refuse('NOT_FOUND');
    const signs = (hash: Bytes) => isSigned(paper.edPk, cat(id, hash), toBuffer(input.signature));
    if (!log_hash || !signs(log_hash)) {
      const isOlder = (await olderHashes(tenant, id)).some(signs);
      refuse(isOlder ? 'STALE_LOG' : 'SIGNATURE');
    }
    const now = world.clock();
    const before = await tenant
      .selectFrom('paper_checks')
      .select('checked_at')
      .where('centre_id', '=', id)
      .where('kid', '=', key)
      .where('checked_by', '=', me)
      .where('checked_at', '>', new Date(now - isRepeatedMs))
      .executeTakeFirst();
    if (before) return { checkedAt: before.checked_at.getTime() };
    const checked_at = new Date(now);
    await tenant
      .insertInto('paper_checks')
      .values({ centre_id: id, kid: key, organisation_id: caller.organisation, checked_at, checked_by: me })
      // Another lead's check in the same millisecond: one row says it for both.
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return { checkedAt: now };
  });

function isSigned(edPk: Bytes, signed: Bytes, signature: Bytes): boolean {
  try {
    checkSignature(edPk, 'paper-check', signed, signature);
    return true;
  } catch (error) {
    if (error instanceof Refused) return false;
    throw error;
  }
}

async function olderHashes(tenant: Tenant, centre: Bytes): Promise<Bytes[]> {
  const rows = await tenant
    .selectFrom('centre_log')
    .select('hash')
    .where('centre_id', '=', centre)
    .orderBy('idx', 'desc')
    .limit(mostRecent)
    .execute();
  return rows.map(({ hash }) => hash);
}
