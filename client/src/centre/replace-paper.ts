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
import type { Self } from '../self.ts';
import { bundleFor } from './bundles.ts';
import { addEntry, addKey, changeLog } from './extend.ts';
import { findPaper } from './found.ts';

const out = { type: 'staffing', bits: 0 } as const;

/**
 * A lost or seen sheet is void from now on, the new one takes its place: the old out, the new in and a new vault key in
 * one batch. `code`: 16 bytes drawn, printed and typed back beforehand. Custodians keep the way into what the vault
 * held before; under the policy paper only nobody has it but the old sheet.
 */
export async function replacePaper(self: Self, centreText: string, code: Bytes): Promise<void> {
  const centre = fromBase64url(centreText);
  const paper = await makePaperAccount(code, centre, self.world.random(16), self.world.now());
  const { kid, account } = paper.bundle;
  self.bundles.set(hex(kid), paper.bundle);
  await changeLog(self, centreText, async (draft) => {
    const { staff, policy } = draft.view!;
    // Posted before, and only the answer was lost.
    if (await findPaper(self, draft.view!, code)) return false;
    for (const one of staff)
      if ((await bundleFor(self, one.kid)).kind === ACCOUNT_KIND.paper)
        await addEntry(self, draft, centre, { ...out, kid: one.kid, account: one.account });
    const bits = policy === VAULT_POLICY.off ? BIT.lead : BIT.lead | BIT.custodian;
    draft.bundles.push(toBase64url(paper.bundle.bytes));
    await addEntry(self, draft, centre, { type: 'staffing', kid, account, bits });
    if (policy !== VAULT_POLICY.off) await addKey(self, draft, centre, CENTRE_KEY.vault);
    return true;
  });
}
