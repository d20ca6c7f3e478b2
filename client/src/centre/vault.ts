// The vault: the last way into a conversation, open for a quarter of an hour after a row that everybody in it sees.
import type { Contract, Output, VaultReason } from '@beistand/contract';
import { openEpochKey, Unopened } from '@beistand/crypto';
import {
  BIT,
  CENTRE_KEY,
  type EpochRecord,
  fromBase64url,
  hasBit,
  REASON,
  ROLE,
  ROW_KIND,
  type Row,
  same,
  staffByKid,
  tidy,
  toBase64url,
  type View,
} from '@beistand/wire';
import { rekey, unlessDone } from '../conversation/rekey.ts';
import { roomOf } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { centreKeyAt, takeCentreKeys } from './keys.ts';
import { syncLog } from './log.ts';

export type VaultUse = Output<Contract['useVault']>;
/** Drawn once, so that trying again after a lost answer opens the vault once. */
export type VaultWish = { conversation: string; use: string; reason: VaultReason };

export const drawVaultUse = (self: Self, conversation: string, reason: VaultReason): VaultWish => ({
  conversation,
  use: toBase64url(self.world.random(16)),
  reason,
});

/**
 * Opens a conversation of my centre that I am not in: everybody in it reads who, when and why. Afterwards, or once a second custodian
 * has confirmed it where the policy wants one, `openConversation` reads it until `until`. Throws the server's `FRESH`
 * (prove the phrase, then the same wish again), `NOT_FOUND` for who keeps no vault, `NOT_ALLOWED` for members.
 */
export const useVault = (self: Self, wish: VaultWish): Promise<VaultUse> =>
  call(self.world, 'useVault', wish);

/** As the second custodian. Throws the server's `FRESH`, `NOT_ALLOWED` for one's own, `NOT_FOUND` after 72 hours. */
export const confirmVault = (self: Self, conversation: string, use: string): Promise<VaultUse> =>
  call(self.world, 'confirmVaultUse', { conversation, use });

export const listVaultUses = async (
  self: Self,
  centre: string,
): Promise<Output<Contract['listVaultUses']>['uses']> =>
  (await call(self.world, 'listVaultUses', { centre })).uses;

/**
 * While the vault is open: from now on somebody answers for this conversation, me or the counsellor whose key is given.
 * Answers the record's seq. Throws `Stop('NOT_WANTED')` when it has no vault row or who is named doesn't counsel there.
 */
export function takeOverByVault(self: Self, conversation: string, by?: string): Promise<number> {
  const room = roomOf(self, conversation);
  const kid = by === undefined ? self.account.bundle.kid : fromBase64url(by);
  return inTurn(room, () =>
    unlessDone(
      room,
      (current) => isTakenOver(current, kid) && same(current.sender, self.account.bundle.account),
      () =>
        rekey(self, room, REASON.vaultUse, (current, newest) =>
          isTakenOver(current, kid) ? null : takenOver(current, newest, kid),
        ),
    ),
  );
}

const isTakenOver = ({ reason, rows }: EpochRecord, kid: Row['kid']): boolean =>
  reason === REASON.vaultUse && rows.some((row) => row.role === ROLE.responsible && same(row.kid, kid));

/** Who was in and may stay, and who answers from now on; waiting ends with it. */
function takenOver(current: EpochRecord, newest: View, kid: Row['kid']): Row[] | null {
  const person = staffByKid(newest, kid);
  const stay = tidy(current.rows, newest);
  const isVaulted = stay.some((row) => row.kind === ROW_KIND.vault);
  if (!person || !isVaulted || !hasBit(newest, kid, BIT.counsellor)) return null;
  const others = stay.filter((row) => row.kind !== ROW_KIND.inbox && !same(row.id, person.account));
  return [...others, { kind: ROW_KIND.person, role: ROLE.responsible, id: person.account, kid }];
}

/** Of how many conversations drawn by lot the vault opens the newest key, with my own seeds. `opened` < `drawn` is an alarm. */
export async function drillVault(self: Self, centreText: string): Promise<{ drawn: number; opened: number }> {
  const centre = fromBase64url(centreText);
  await takeCentreKeys(self, await syncLog(self, centre));
  const { wraps } = await call(self.world, 'drillVault', { centre: centreText });
  const opened = await Promise.all(wraps.map((wrap) => opens(self, centre, wrap)));
  return { drawn: wraps.length, opened: opened.filter(Boolean).length };
}

type Drawn = Output<Contract['drillVault']>['wraps'][number];

async function opens(self: Self, centre: Row['id'], drawn: Drawn): Promise<boolean> {
  const kid = fromBase64url(drawn.key);
  const seed = centreKeyAt(self, { centre, which: CENTRE_KEY.vault }, kid)?.seed;
  if (!seed) return false;
  const record = {
    conversation: fromBase64url(drawn.conversation),
    epoch: drawn.epoch,
    m: fromBase64url(drawn.record),
    ekCommit: fromBase64url(drawn.commitment),
  };
  const row: Row = { kind: ROW_KIND.vault, role: ROLE.none, id: centre, kid };
  try {
    await openEpochKey(record, row, seed, fromBase64url(drawn.box));
    return true;
  } catch (error) {
    if (error instanceof Unopened) return false;
    throw error;
  }
}
