import { type Account, type CentreKey, takeCentreKey, takePreviousKey, Unopened } from '@beistand/crypto';
import {
  type Bytes,
  CENTRE_KEY,
  type CentreKeyKind,
  fromBase64url,
  fromHex,
  hex,
  type LogEntry,
  toBase64url,
} from '@beistand/wire';
import type { Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { type CentreLog, syncLog } from './log.ts';

type KeyEntry = { kid: Bytes; xwPk: Bytes; which: CentreKeyKind };

const keyEntries = (log: CentreLog): KeyEntry[] =>
  log.entries.flatMap(({ change, keyKid }: LogEntry) =>
    change.type === 'key' ? [{ kid: keyKid!, xwPk: change.xwPk, which: change.which }] : [],
  );

/**
 * `Stop('FALSE_CENTRE')` where a key here stands in the log of another of my centres as well. Whoever holds that one would
 * hand it on as this one's: a lead can name any public key, and a server need not refuse it.
 */
export async function refuseForeignKeys(self: Self, log: CentreLog): Promise<void> {
  const named = new Set(keyEntries(log).map(({ kid }) => hex(kid)));
  const others = Object.keys(self.state.body.pins).filter((one) => one !== hex(log.entries[0]!.centre));
  for (const one of others) {
    // Pinned by an attempt to found it that never arrived.
    const other = await orCode(['NOT_FOUND'], syncLog(self, fromHex(one)));
    const isNamed = other !== 'NOT_FOUND' && keyEntries(other).some(({ kid }) => named.has(hex(kid)));
    if (isNamed) throw new Stop('FALSE_CENTRE');
  }
}

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
  const missing = keyEntries(log).filter(({ kid }) => !self.centreKeys.has(hex(kid)));
  if (missing.length === 0) return;
  const centre = toBase64url(log.entries[0]!.centre);
  const answer = await orCode(['NOT_FOUND'], call(self.world, 'readSeeds', { centre, ...whose }));
  // A centre the conversation came from, and not mine.
  if (answer === 'NOT_FOUND') return;
  const { seeds, previous } = answer;
  for (const { kid, xwPk } of missing) {
    const seed = seeds.find(({ key }) => key === toBase64url(kid));
    if (seed) await keep(self, takeCentreKey(opener, xwPk, fromBase64url(seed.box)));
  }
  for (const which of Object.values(CENTRE_KEY)) {
    const chain = keyEntries(log).filter((entry) => entry.which === which);
    for (let i = chain.length - 1; i > 0; i--) {
      const key = self.centreKeys.get(hex(chain[i]!.kid));
      const link = previous.find((box) => box.key === toBase64url(chain[i]!.kid));
      const before = chain[i - 1]!;
      if (key && link && !self.centreKeys.has(hex(before.kid)))
        await keep(self, takePreviousKey(key, fromBase64url(link.box), before.xwPk));
    }
  }
}

async function keep(self: Self, taking: Promise<CentreKey>): Promise<void> {
  try {
    const key = await taking;
    self.centreKeys.set(hex(key.keyId), key);
  } catch (error) {
    // A box made for another key is a colleague's or the server's fault; the next way in may still open.
    if (!(error instanceof Unopened)) throw error;
  }
}
