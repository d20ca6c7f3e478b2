// A centre as its log leaves it after one entry: who is staff, which keys count. Everyone folds the same entries.
import { type Bytes, same, zeros } from '../bytes.ts';
import { ACCOUNT_KIND, type AccountBundle, type Bundles } from '../formats/account-bundle.ts';
import {
  BIT,
  CENTRE_KEY,
  type LogChange,
  type LogEntry,
  type Staffing,
  VAULT_POLICY,
  type VaultPolicy,
} from '../formats/log-entry.ts';
import { checkSignature } from '../labels.ts';
import { Refused, refuseUnless } from '../refused.ts';

export type CentreKey = { kid: Bytes; xwPk: Bytes };

/** Plain data, never changed in place. */
export type View = {
  readonly centre: Bytes;
  readonly idx: number;
  /** hash of the newest entry folded in */
  readonly hash: Bytes;
  /** hash of CREATE: what clients pin and links carry */
  readonly createHash: Bytes;
  readonly name: string;
  readonly policy: VaultPolicy;
  readonly staff: readonly Staffing[];
  readonly inbox: CentreKey | null;
  readonly vault: CentreKey | null;
  /** before the first key, and from the loss of a bit that could open it until the next key */
  readonly isInboxStale: boolean;
  readonly isVaultStale: boolean;
};

/** The bundle behind a kid, `AKB` when nobody has it. */
export function bundleOf(bundles: Bundles, kid: Bytes): AccountBundle {
  const bundle = bundles(kid);
  if (!bundle) throw new Refused('AKB');
  return bundle;
}

export const staffByKid = (view: View, kid: Bytes): Staffing | undefined =>
  view.staff.find((person) => same(person.kid, kid));

export const staffByAccount = (view: View, account: Bytes): Staffing | undefined =>
  view.staff.find((person) => same(person.account, account));

/** True when the person behind the kid has at least one of the bits. */
export const hasBit = (view: View, kid: Bytes, bits: number): boolean =>
  ((staffByKid(view, kid)?.bits ?? 0) & bits) !== 0;

function staff(view: View, next: Staffing): View {
  for (const other of view.staff)
    refuseUnless(same(other.kid, next.kid) === same(other.account, next.account), 'LOG_ACCOUNT');
  const lost = (staffByKid(view, next.kid)?.bits ?? 0) & ~next.bits;
  const others = view.staff.filter((person) => !same(person.kid, next.kid));
  const { kid, account, bits } = next;
  return {
    ...view,
    staff: bits ? [...others, { kid, account, bits }] : others,
    isInboxStale: view.isInboxStale || (lost & BIT.counsellor) !== 0,
    isVaultStale: view.isVaultStale || (lost & BIT.custodian) !== 0,
  };
}

function applied(view: View, change: LogChange, keyKid: Bytes | null): View {
  switch (change.type) {
    case 'create':
      return change.staff.reduce(staff, view);
    case 'staffing':
      return staff(view, change);
    case 'policy':
      return { ...view, policy: change.vault };
    case 'key': {
      const key = { kid: keyKid!, xwPk: change.xwPk };
      return change.which === CENTRE_KEY.inbox
        ? { ...view, inbox: key, isInboxStale: false }
        : { ...view, vault: key, isVaultStale: false };
    }
  }
}

const opened = (entry: LogEntry): View => ({
  centre: entry.centre,
  idx: 0,
  hash: entry.hash,
  createHash: entry.hash,
  name: entry.change.type === 'create' ? entry.change.name : '',
  policy: entry.change.type === 'create' ? entry.change.vault : VAULT_POLICY.off,
  staff: [],
  inbox: null,
  vault: null,
  isInboxStale: true,
  isVaultStale: true,
});

/** Under "paper only" nobody but the paper may carry the vault key, so no person can open it alone. */
const custodiansFit = (view: View, bundles: Bundles): boolean =>
  view.policy !== VAULT_POLICY.paperOnly ||
  view.staff.every(
    ({ kid, bits }) => !(bits & BIT.custodian) || bundleOf(bundles, kid).kind === ACCOUNT_KIND.paper,
  );

/**
 * One more entry on top of `view` (null for the first). Reads the bundles of the signer and, under "paper only", of
 * the custodians. Throws, in this order, `LOG_LINK`, `LOG_TYPE`, `LOG_SIGNER`, `AKB`, `SIGNATURE`, `LOG_ACCOUNT`,
 * `LOG_LAST_LEAD`.
 */
export function extendLog(view: View | null, entry: LogEntry, bundles: Bundles): View {
  const { change } = entry;
  const links = view
    ? entry.idx === view.idx + 1 && same(entry.prev, view.hash) && same(entry.centre, view.centre)
    : entry.idx === 0 && same(entry.prev, zeros(32));
  refuseUnless(links, 'LOG_LINK');
  refuseUnless((change.type === 'create') === (view === null), 'LOG_TYPE');
  const before = view?.staff ?? (change.type === 'create' ? change.staff : []);
  const signs = before.some(({ kid, bits }) => same(kid, entry.signerKid) && bits & BIT.lead);
  refuseUnless(signs, 'LOG_SIGNER');
  checkSignature(bundleOf(bundles, entry.signerKid).edPk, 'log', entry.signed, entry.sig);
  const base = view ? { ...view, idx: entry.idx, hash: entry.hash } : opened(entry);
  const next = applied(base, change, entry.keyKid);
  refuseUnless(custodiansFit(next, bundles), 'LOG_ACCOUNT');
  refuseUnless(
    next.staff.some((person) => person.bits & BIT.lead),
    'LOG_LAST_LEAD',
  );
  return next;
}
