import { makePaperAccount } from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  BIT,
  type Bytes,
  CENTRE_KEY,
  fromBase64url,
  hex,
  toBase64url,
  VAULT_POLICY,
} from '@beistand/wire';
import { jitter } from '../conversation/rekey.ts';
import type { Self } from '../self.ts';
import { Stop } from '../stop.ts';
import { bundleFor, fetchBundles } from './bundles.ts';
import { addEntry, addKey, newDraft, post } from './extend.ts';
import { findPaper } from './found.ts';
import { takeCentreKeys } from './keys.ts';
import { syncLog } from './log.ts';

const TRIES = 20;

/**
 * A lost or seen sheet is void from now on, the new one takes its place: the old out, the new in and a new vault key in
 * one batch. `code`: 16 bytes drawn, printed and typed back beforehand. Custodians keep the way into what the vault
 * held before; under the policy paper only nobody has it but the old sheet.
 */
export async function replacePaper(self: Self, centreText: string, code: Bytes): Promise<void> {
  const centre = fromBase64url(centreText);
  const paper = await makePaperAccount(code, self.world.random(16), self.world.now());
  const { kid, account } = paper.bundle;
  self.bundles.set(hex(kid), paper.bundle);
  for (let tries = 0; tries < TRIES; tries++) {
    const log = await syncLog(self, centre);
    await takeCentreKeys(self, log);
    const draft = newDraft(log);
    const { staff, policy } = draft.view!;
    // Posted before, and only the answer was lost.
    if (await findPaper(self, draft.view!, code)) return;
    await fetchBundles(
      self,
      staff.map((one) => one.kid),
    );
    for (const one of staff)
      if ((await bundleFor(self, one.kid)).kind === ACCOUNT_KIND.paper)
        await addEntry(self, draft, centre, {
          type: 'staffing',
          kid: one.kid,
          account: one.account,
          bits: 0,
        });
    const bits = policy === VAULT_POLICY.off ? BIT.lead : BIT.lead | BIT.custodian;
    draft.bundles.push(toBase64url(paper.bundle.bytes));
    await addEntry(self, draft, centre, { type: 'staffing', kid, account, bits });
    if (policy !== VAULT_POLICY.off) await addKey(self, draft, centre, CENTRE_KEY.vault);
    if ((await post(self, centre, draft)) !== 'LOG_IDX') {
      await syncLog(self, centre);
      return;
    }
    await jitter(self);
  }
  throw new Stop('BUSY');
}
