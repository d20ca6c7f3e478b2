import { type Bundles, bundleOf } from '../account/bundle.ts';
import { areZeros, same } from '../bytes/compare.ts';
import { verify } from '../primitive/sign.ts';
import { insist } from '../refuse.ts';
import { bit, type Entry, readEntry } from './entry.ts';
import { fold, has, type View } from './view.ts';

function insistOnLink(view: View | null, entry: Entry): void {
  const follows =
    view === null
      ? entry.index === 0 && areZeros(entry.prev)
      : entry.index === view.index + 1 && same(entry.prev, view.hash) && same(entry.centre, view.centre);
  insist(follows, 'LOG_LINK');
}

/** Whether each kid keeps one account and each account one kid, those that are taken out included. */
function pairsAgree({ act }: Entry, before: View | null): boolean {
  const [named, known] =
    act.type === 'create'
      ? [act.staff, act.staff]
      : [act.type === 'staffing' ? [act.staff] : [], before?.staff ?? []];
  return named.every((one) =>
    known.every(({ kid, account }) => same(kid, one.kid) === same(account, one.account)),
  );
}

/** The rules of a log in their order; the view after the entry. */
export function judgeEntry(view: View | null, bytes: Uint8Array, bundles: Bundles): View {
  const entry = readEntry(bytes);
  insistOnLink(view, entry);
  insist((entry.act.type === 'create') === (view === null), 'LOG_TYPE');
  const after = fold(view, entry);
  insist(has(view ?? after, entry.signer, bit.lead), 'LOG_SIGNER');
  verify(bundleOf(bundles, entry.signer).signId, 'log', entry.signed, entry.signature);
  insist(pairsAgree(entry, view), 'LOG_ACCOUNT');
  if (after.policy === 1) {
    for (const { kid, bits } of after.staff) {
      if ((bits & bit.custodian) !== 0) insist(bundleOf(bundles, kid).kind === 3, 'LOG_ACCOUNT');
    }
  }
  insist(
    after.staff.some(({ bits }) => (bits & bit.lead) !== 0),
    'LOG_LAST_LEAD',
  );
  return after;
}

/** Every view of a log, by index. */
export function judgeLog(entries: readonly Uint8Array[], bundles: Bundles): View[] {
  const views: View[] = [];
  for (const entry of entries) views.push(judgeEntry(views.at(-1) ?? null, entry, bundles));
  return views;
}
