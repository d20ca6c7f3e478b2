import type { Contract, Output, VaultReason } from '@beistand/contract';
import { toBase64url } from '@beistand/wire';
import { myId, type Self } from '../self.ts';
import type { Entry } from './read.ts';

/** Somebody opened this conversation by the vault, or wants to: the server's word, unlike the record of taking over. */
export type VaultEntry = {
  t: 'vault';
  /** Of the item it stands behind. */
  seq: number;
  at: number;
  use: string;
  by: string;
  byMe: boolean;
  byName: string;
  reason: VaultReason;
  /** Where two must agree: who was the second; null while there is none. */
  second: { byName: string | null } | null;
  /** Until when it was or is open, ms; null as long as it isn't. */
  until: number | null;
};
type Use = Output<Contract['readItems']>['vaultUses'][number];

/** The timeline with every use of the vault at its hour, as far as the timeline reaches back. */
export function withVaultUses(self: Self, entries: readonly Entry[], uses: readonly Use[]): Entry[] {
  const all: Entry[] = [...entries];
  for (const use of uses) {
    const before = all.findLastIndex(({ at }) => at <= use.at);
    if (before >= 0) all.splice(before + 1, 0, entryOf(self, use, all[before]!.seq));
  }
  return all;
}

const entryOf = (self: Self, use: Use, seq: number): VaultEntry => ({
  t: 'vault',
  seq,
  at: use.at,
  use: use.use,
  by: use.by.account,
  byMe: use.by.account === toBase64url(myId(self)),
  byName: use.by.name,
  reason: use.reason,
  second: use.needsSecond ? { byName: use.confirmed?.by.name ?? null } : null,
  until: use.until,
});
