import {
  type Account,
  type CentreKey,
  type KeyPlace,
  takeCentreKey,
  takePreviousKey,
  Unopened,
} from '@beistand/crypto';
import {
  type Bytes,
  CENTRE_KEY,
  type CentreKeyKind,
  fromBase64url,
  hex,
  type LogEntry,
  toBase64url,
} from '@beistand/wire';
import type { Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import type { CentreLog } from './log.ts';

type KeyEntry = { kid: Bytes; xwPk: Bytes; which: CentreKeyKind };

const keyEntries = (log: CentreLog): KeyEntry[] =>
  log.entries.flatMap(({ change, keyKid }: LogEntry) =>
    change.type === 'key' ? [{ kid: keyKid!, xwPk: change.xwPk, which: change.which }] : [],
  );

const nameOf = ({ centre, which }: KeyPlace, kid: Bytes): string => `${hex(centre)}:${which}:${hex(kid)}`;

/**
 * A key that is mine to open and to hand on at that place. A log can name any public key, so one that I hold elsewhere
 * isn't mine here: handed on, it would let this centre's people into that one.
 */
export const centreKeyAt = (
  self: Pick<Self, 'centreKeys'>,
  place: KeyPlace,
  kid: Bytes,
): CentreKey | undefined => self.centreKeys.get(nameOf(place, kid));

export const holdCentreKey = (self: Pick<Self, 'centreKeys'>, place: KeyPlace, key: CentreKey): void =>
  void self.centreKeys.set(nameOf(place, key.keyId), key);

/** Logs whose boxes were asked for; a log that has grown is another object and may have brought more. */
const asked = new WeakSet<CentreLog>();

/**
 * Opens every centre key in the log that is mine: own boxes first, then older keys down the chain. A box that doesn't
 * open or holds another key is left out, so nothing is ever sealed to or read with a false key.
 */
export async function takeCentreKeys(self: Self, log: CentreLog): Promise<void> {
  if (asked.has(log)) return;
  await openCentreKeys(self, log, self.account, {});
  asked.add(log);
}

/** The same with a sheet in my hands: what it opens is mine to hand on from now on. */
export const takePaperKeys = (self: Self, log: CentreLog, paper: Account): Promise<void> =>
  openCentreKeys(self, log, paper, { paper: toBase64url(paper.bundle.kid) });

async function openCentreKeys(
  self: Self,
  log: CentreLog,
  opener: Account,
  whose: { paper?: string },
): Promise<void> {
  const { centre } = log.entries[0]!;
  const missing = keyEntries(log).filter(({ kid, which }) => !centreKeyAt(self, { centre, which }, kid));
  if (missing.length === 0) return;
  const asking = { centre: toBase64url(centre), ...whose };
  const answer = await orCode(['NOT_FOUND'], call(self.world, 'readSeeds', asking));
  // A centre the conversation came from, and not mine.
  if (answer === 'NOT_FOUND') return;
  const { seeds, previous } = answer;
  for (const { kid, xwPk, which } of missing) {
    const place = { centre, which };
    const seed = seeds.find(({ key }) => key === toBase64url(kid));
    if (seed) await keep(self, place, takeCentreKey(opener, place, xwPk, fromBase64url(seed.box)));
  }
  for (const which of Object.values(CENTRE_KEY)) {
    const place = { centre, which };
    const chain = keyEntries(log).filter((entry) => entry.which === which);
    for (let i = chain.length - 1; i > 0; i--) {
      const key = centreKeyAt(self, place, chain[i]!.kid);
      const link = previous.find((box) => box.key === toBase64url(chain[i]!.kid));
      const before = chain[i - 1]!;
      if (key && link && !centreKeyAt(self, place, before.kid))
        await keep(self, place, takePreviousKey(place, key, fromBase64url(link.box), before.xwPk));
    }
  }
}

async function keep(self: Self, place: KeyPlace, taking: Promise<CentreKey>): Promise<void> {
  try {
    holdCentreKey(self, place, await taking);
  } catch (error) {
    // A box made for another key or place is a colleague's or the server's fault; the next way in may still open.
    if (!(error instanceof Unopened)) throw error;
  }
}
