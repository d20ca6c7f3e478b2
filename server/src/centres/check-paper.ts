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
    const checked_at = new Date(world.clock());
    await tenant
      .insertInto('paper_checks')
      .values({ centre_id: id, kid: key, organisation_id: caller.organisation, checked_at, checked_by: me })
      .onConflict((conflict) => conflict.doNothing())
      .execute();
    return { checkedAt: checked_at.getTime() };
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
