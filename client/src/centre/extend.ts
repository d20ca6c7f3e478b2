import type { Call, Contract } from '@beistand/contract';
import {
  type Account,
  boxCentreKey,
  type CentreKey,
  centreKeyOf,
  linkPreviousKey,
  signLogEntry,
} from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  type AccountBundle,
  BIT,
  type Bytes,
  CENTRE_KEY,
  type CentreKeyKind,
  extendLog,
  fromBase64url,
  type LogChange,
  same,
  toBase64url,
  VAULT_POLICY,
  type View,
} from '@beistand/wire';
import { jitter } from '../conversation/rekey.ts';
import type { Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { bundleFor, bundlesOf, fetchBundles } from './bundles.ts';
import { centreKeyAt, holdCentreKey, takeCentreKeys } from './keys.ts';
import { type CentreLog, newestView, syncLog, syncMyLog } from './log.ts';

type Batch = Call<Contract['appendLog']>;
const TRIES = 20;
const HOLDS = { [CENTRE_KEY.inbox]: BIT.counsellor, [CENTRE_KEY.vault]: BIT.custodian } as const;

/** One batch under way: entries signed so far and what lies beside them. */
export type Draft = {
  log: CentreLog;
  view: View | null;
  entries: string[];
  bundles: string[];
  seeds: Batch['seeds'];
  previous: Batch['previous'];
};

export const newDraft = (log: CentreLog): Draft => ({
  log: { entries: [...log.entries], views: [...log.views] },
  view: log.views.at(-1) ?? null,
  entries: [],
  bundles: [],
  seeds: [],
  previous: [],
});

/** Signs one more change on top of the draft, judged as everyone will judge it. */
export async function addEntry(
  self: Self,
  draft: Draft,
  centre: Bytes,
  change: LogChange,
  signer: Account = self.account,
): Promise<View> {
  const previous = draft.log.entries.at(-1) ?? null;
  const entry = await signLogEntry(signer, { centre, previous, at: self.world.now() }, change);
  const view = extendLog(draft.view, entry, bundlesOf(self));
  draft.log.entries.push(entry);
  draft.log.views.push(view);
  draft.view = view;
  draft.entries.push(toBase64url(entry.bytes));
  return view;
}

/** Lays a key's seed beside the log for everyone who holds the bit. */
export async function boxForHolders(
  self: Self,
  draft: Draft,
  which: CentreKeyKind,
  key: CentreKey,
  only?: Bytes,
): Promise<void> {
  const holders = draft.view!.staff.filter(
    ({ bits, kid }) => bits & HOLDS[which] && (!only || same(kid, only)),
  );
  for (const { kid } of holders) {
    const person: AccountBundle = await bundleFor(self, kid);
    const box = await boxCentreKey({ centre: draft.view!.centre, which }, key, person, self.world.random);
    draft.seeds.push({ key: toBase64url(key.keyId), person: toBase64url(kid), box: toBase64url(box) });
  }
}

/** A new inbox or vault key: entry, boxes for every holder, and the link back to the key before. */
export async function addKey(self: Self, draft: Draft, centre: Bytes, which: CentreKeyKind): Promise<void> {
  const place = { centre, which };
  const before = which === CENTRE_KEY.inbox ? draft.view!.inbox : draft.view!.vault;
  const key = await centreKeyOf(self.world.random(32));
  await addEntry(self, draft, centre, { type: 'key', which, xwPk: key.publicKey });
  await boxForHolders(self, draft, which, key);
  const held = before && centreKeyAt(self, place, before.kid);
  if (held) {
    const box = await linkPreviousKey(place, key, held);
    draft.previous.push({ key: toBase64url(key.keyId), box: toBase64url(box) });
  }
  const isMine = draft.view!.staff.some(
    ({ kid, bits }) => same(kid, self.account.bundle.kid) && bits & HOLDS[which],
  );
  // A lead who doesn't hold it has only drawn it.
  if (isMine) holdCentreKey(self, place, key);
}

/** Posts a draft; `LOG_IDX` means somebody was faster. */
export const post = (self: Self, centre: Bytes, draft: Draft): Promise<{ idx: number } | 'LOG_IDX'> => {
  const { entries, bundles, seeds, previous } = draft;
  return orCode(
    ['LOG_IDX'],
    call(self.world, 'appendLog', { centre: toBase64url(centre), entries, bundles, seeds, previous }),
  );
};

/** Signs what is wanted into a draft on the newest log; answers false when nothing is left to do. */
export type Decide = (draft: Draft, centre: Bytes) => Promise<boolean>;

/**
 * One batch: sync, decide, sign, post; when a colleague was faster, all of it again on the newer log. Throws
 * `Stop('BUSY')` after twenty tries, the log rules' and the server's refusals otherwise.
 */
export async function changeLog(self: Self, centreText: string, decide: Decide): Promise<void> {
  const centre = fromBase64url(centreText);
  for (let tries = 0; tries < TRIES; tries++) {
    const log = await syncMyLog(self, centre);
    await takeCentreKeys(self, log);
    const draft = newDraft(log);
    await fetchBundles(
      self,
      draft.view!.staff.map(({ kid }) => kid),
    );
    if (!(await decide(draft, centre))) return;
    if ((await post(self, centre, draft)) !== 'LOG_IDX') {
      await syncLog(self, centre);
      return;
    }
    await jitter(self);
  }
  throw new Stop('BUSY');
}

/**
 * Replaces a person's bits. A newcomer gets boxes of the keys their bits open; whoever loses such a bit loses the key
 * with it: the new key stands in the same batch.
 */
export const setBits = (self: Self, centreText: string, keyText: string, bits: number): Promise<void> =>
  changeLog(self, centreText, async (draft, centre) => {
    const kid = fromBase64url(keyText);
    const before = draft.view!.staff.find((person) => same(person.kid, kid))?.bits ?? 0;
    if (before === bits) return false;
    const { account, kind } = await bundleFor(self, kid);
    if (kind === ACCOUNT_KIND.seeker) throw new Stop('NOT_WANTED');
    await addEntry(self, draft, centre, { type: 'staffing', kid, account, bits });
    for (const which of Object.values(CENTRE_KEY)) {
      if (which === CENTRE_KEY.vault && draft.view!.policy === VAULT_POLICY.off) continue;
      const bit = HOLDS[which];
      const held = heldKey(self, draft.view!, which);
      const isGained = (bits & ~before & bit) !== 0;
      if (isGained && held) await boxForHolders(self, draft, which, held, kid);
      // Whoever leads without holding the key can't hand it on: those who come get a new one, with everybody else.
      else if (isGained || before & ~bits & bit) await addKey(self, draft, centre, which);
    }
    return true;
  });

/** Out of the centre, with new keys for those who stay in the same batch: from then on nothing new opens for them. */
export const removeStaff = (self: Self, centreText: string, keyText: string): Promise<void> =>
  setBits(self, centreText, keyText, 0);

/** The current key, if it is mine to hand on. */
export function heldKey(self: Self, view: View, which: CentreKeyKind): CentreKey | undefined {
  const current = which === CENTRE_KEY.inbox ? view.inbox : view.vault;
  return current ? centreKeyAt(self, { centre: view.centre, which }, current.kid) : undefined;
}

export const newestOf = async (self: Self, centre: Bytes): Promise<View> =>
  newestView(await syncMyLog(self, centre));
