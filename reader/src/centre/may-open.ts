import { type Bundles, bundleOf } from '../account/bundle.ts';
import { bit } from './entry.ts';
import type { View } from './view.ts';

/** Whether the centre may take enquiries; the paper is whoever among its staff has a bundle of kind 3, and an unknown one is `AKB`. */
export function mayOpen(view: View, bundles: Bundles): boolean {
  const isPaper = (kid: Uint8Array) => bundleOf(bundles, kid).kind === 3;
  const people = (wanted: number) =>
    view.staff.filter(({ kid, bits }) => (bits & wanted) !== 0 && !isPaper(kid)).length;
  const paperNeeds = bit.lead | (view.policy === 0 ? 0 : bit.custodian);
  return (
    !view.inbox.isStale &&
    (view.policy === 0 || !view.vault.isStale) &&
    people(bit.counsellor) >= 2 &&
    view.staff.some(({ kid, bits }) => isPaper(kid) && (bits & paperNeeds) === paperNeeds) &&
    (view.policy < 2 || people(bit.custodian) >= 2)
  );
}
