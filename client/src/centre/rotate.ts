import type { VaultPolicy, View } from '@beistand/wire';
import {
  ACCOUNT_KIND,
  BIT,
  type Bytes,
  CENTRE_KEY,
  type CentreKeyKind,
  same,
  VAULT_POLICY,
} from '@beistand/wire';
import type { Self } from '../self.ts';
import { bundleFor } from './bundles.ts';
import { addEntry, addKey, changeLog, type Draft } from './extend.ts';

const keyOf = (view: View, which: CentreKeyKind): Bytes | null =>
  (which === CENTRE_KEY.inbox ? view.inbox : view.vault)?.kid ?? null;

/** A new key as it is on the newest log when asked; a colleague who gave one meanwhile has done what was wanted. */
async function rotate(self: Self, centreText: string, which: CentreKeyKind): Promise<void> {
  let before: Bytes | null | undefined;
  await changeLog(self, centreText, async (draft, centre) => {
    const now = keyOf(draft.view!, which);
    if (before === undefined) before = now;
    else if (!(now && before && same(now, before))) return false;
    await addKey(self, draft, centre, which);
    return true;
  });
}

/** A new key for waiting enquiries. Those that wait under the old one stay readable for whoever holds the new. */
export const rotateInbox = (self: Self, centreText: string): Promise<void> =>
  rotate(self, centreText, CENTRE_KEY.inbox);

/** A new vault key. What the vault held before stays open to custodians, down the chain of keys. */
export const rotateVault = (self: Self, centreText: string): Promise<void> =>
  rotate(self, centreText, CENTRE_KEY.vault);

/**
 * Who could open everything once nobody else can (`VAULT_POLICY`). Under "paper only" people lose the custodian's bit in
 * the same batch; a policy that hands the key to others than before brings a new one. Policy off leaves a vault that the
 * next record of each conversation empties.
 */
export const setPolicy = (self: Self, centreText: string, policy: VaultPolicy): Promise<void> =>
  changeLog(self, centreText, async (draft, centre) => {
    const before = draft.view!;
    if (before.policy === policy) return false;
    await addPolicy(self, draft, centre, policy);
    const isNeeded = policy !== VAULT_POLICY.off;
    const isChanged = before.policy === VAULT_POLICY.off || draft.view!.isVaultStale;
    if (isNeeded && isChanged) await addKey(self, draft, centre, CENTRE_KEY.vault);
    return true;
  });

async function addPolicy(self: Self, draft: Draft, centre: Bytes, policy: VaultPolicy): Promise<void> {
  for (const { kid, account, bits } of draft.view!.staff) {
    const isPaper = (await bundleFor(self, kid)).kind === ACCOUNT_KIND.paper;
    const next = bitsUnder(policy, bits, isPaper);
    if (next !== bits) await addEntry(self, draft, centre, { type: 'staffing', kid, account, bits: next });
  }
  await addEntry(self, draft, centre, { type: 'policy', vault: policy });
}

/** The paper keeps the vault whenever there is one; under "paper only" nobody else does. */
function bitsUnder(policy: VaultPolicy, bits: number, isPaper: boolean): number {
  if (policy === VAULT_POLICY.off) return bits;
  if (isPaper) return bits | BIT.custodian;
  return policy === VAULT_POLICY.paperOnly ? bits & ~BIT.custodian : bits;
}
