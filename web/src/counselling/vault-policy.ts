import type { VaultPolicy } from '@beistand/wire';
import type { Texts } from '../text/generated/texts.ts';

/** As the log writes them; wire's own table would bring its library into the page. */
export const POLICY = { off: 0, paperOnly: 1, custodians: 2, twoConfirm: 3 } as const satisfies Record<
  string,
  VaultPolicy
>;

/** Whether people hold the vault's key, at least two of them. */
export const hasCustodians = (policy: number): boolean =>
  policy === POLICY.custodians || policy === POLICY.twoConfirm;

/** What each policy is called and what it means, the usual one first. */
export const sayPolicies = (
  t: Texts['counselling'],
): readonly { policy: VaultPolicy; words: string; note: string }[] => [
  { policy: POLICY.custodians, words: t.policyCustodians, note: t.policyCustodiansNote },
  { policy: POLICY.twoConfirm, words: t.policyTwo, note: t.policyTwoNote },
  { policy: POLICY.paperOnly, words: t.policyPaper, note: t.policyPaperNote },
  { policy: POLICY.off, words: t.policyOff, note: t.policyOffNote },
];
