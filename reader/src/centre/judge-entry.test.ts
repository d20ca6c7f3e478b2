import type { View as ProductView } from '@beistand/wire';
import { missingToOpen } from '@beistand/wire';
import { expect, test } from 'vitest';
import { bundlesOf } from '../account/bundle.ts';
import { hex } from '../bytes/compare.ts';
import { type Bytes, zeros } from '../bytes/join.ts';
import { codeOf } from '../refuse.ts';
import { type Person, personOf, staffOf } from '../testing/cast.ts';
import { type Draws, drawsFrom } from '../testing/draws.ts';
import { extendProduct, productBundles } from '../testing/product.ts';
import { type Act, makeEntry, type VaultPolicy } from './entry.ts';
import { judgeEntry } from './judge-entry.ts';
import { mayOpen } from './may-open.ts';
import type { View } from './view.ts';

const logs = 40;
const tries = 40;

/** What both say of one view, so that they can be compared. */
const shown = (view: View) => ({
  at: [hex(view.centre), view.index, hex(view.hash), view.name, view.policy],
  staff: view.staff.map(({ kid, account, bits }) => `${hex(kid)} ${hex(account)} ${bits}`).sort(),
  inbox: [view.inbox.kid && hex(view.inbox.kid), view.inbox.isStale],
  vault: [view.vault.kid && hex(view.vault.kid), view.vault.isStale],
});
const shownProduct = (view: ProductView) => ({
  at: [hex(view.centre), view.idx, hex(view.hash), view.name, view.policy],
  staff: view.staff.map(({ kid, account, bits }) => `${hex(kid)} ${hex(account)} ${bits}`).sort(),
  inbox: [view.inbox && hex(view.inbox.kid), view.isInboxStale],
  vault: [view.vault && hex(view.vault.kid), view.isVaultStale],
});

const anyBits = (draws: Draws) => draws.oneOf([0, 0, 1, 2, 3, 3, 4, 6, 7, 7, 8, 16, 31]);
const anyPolicy = (draws: Draws) => draws.oneOf<VaultPolicy>([0, 1, 2, 3]);

function anyAct(draws: Draws, people: readonly Person[], by: Person, isFirst: boolean, key: Bytes): Act {
  const one = () => {
    const staff = draws.once(10) ? staffOf(by, 1) : staffOf(draws.oneOf(people), anyBits(draws));
    return draws.once(12) ? { ...staff, account: draws.oneOf(people).bundle.account } : staff;
  };
  const type = draws.oneOf(
    isFirst !== draws.once(15) ? ['create'] : ['staffing', 'staffing', 'staffing', 'key', 'policy'],
  );
  switch (type) {
    case 'create': {
      const count = 1 + draws.upTo(4);
      const staff = Array.from({ length: count }, one).map((each) => ({ ...each, bits: each.bits || 3 }));
      return { type: 'create', name: draws.oneOf(['', 'Mitte', 'Größe 🌧️']), policy: anyPolicy(draws), staff };
    }
    case 'staffing':
      return { type: 'staffing', staff: one() };
    case 'key':
      return { type: 'key', which: draws.oneOf([2, 3]), publicKey: key };
    default:
      return { type: 'policy', policy: anyPolicy(draws) };
  }
}

test(`R3: both implementations judge ${logs * tries} random log entries alike, and fold them to the same view`, async () => {
  const draws = drawsFrom('logs');
  const people = [
    ...Array.from({ length: 5 }, () => personOf(draws, 2)),
    personOf(draws, 3),
    personOf(draws, 3),
    personOf(draws, 1),
  ];
  const [stranger, known] = [people[4]!, people.filter((_, i) => i !== 4)];
  const bundles = bundlesOf(known.map(({ bundle }) => bundle));
  const theirBundles = await productBundles(known);
  const tally: Record<string, number> = {};
  let open = 0;
  for (let log = 0; log < logs; log++) {
    let mine: View | null = null;
    let theirs: ProductView | null = null;
    const centre = draws.bytes(16);
    for (let i = 0; i < tries; i++) {
      const leads: Person[] = people.filter((one) =>
        mine?.staff.some(({ kid, bits }) => hex(kid) === hex(one.bundle.kid) && bits & 2),
      );
      const by = draws.once(6) ? draws.oneOf(people) : (leads[0] ?? draws.oneOf(people));
      const act = anyAct(draws, people, by, mine === null, stranger.bundle.sealId);
      const signer = by.bundle.kid;
      const good = {
        centre,
        index: mine === null ? 0 : mine.index + 1,
        prev: mine?.hash ?? zeros(32),
        at: i,
        signer,
      };
      const isOdd = draws.once(10);
      const place = isOdd
        ? {
            ...good,
            ...draws.oneOf([
              { index: good.index + 1 },
              { prev: draws.bytes(32) },
              { centre: draws.bytes(16) },
              { signer: people[0]!.bundle.kid },
            ]),
          }
        : good;
      const bytes = makeEntry(by.signKey, act, place);
      if (draws.once(20)) bytes[draws.upTo(bytes.length)]! ^= 1 << draws.upTo(8);
      let code = 'taken';
      let after: View | null = null;
      try {
        after = judgeEntry(mine, bytes, bundles);
      } catch (error) {
        code = codeOf(error) ?? String(error);
      }
      let theirCode = 'taken';
      let theirAfter: ProductView | null = null;
      try {
        theirAfter = await extendProduct(theirs, bytes, theirBundles);
      } catch (error) {
        theirCode = codeOf(error) ?? String(error);
      }
      expect(`${log}.${i} ${act.type} ${code}`).toBe(`${log}.${i} ${act.type} ${theirCode}`);
      tally[code] = (tally[code] ?? 0) + 1;
      if (after === null || theirAfter === null) continue;
      expect(shown(after)).toEqual(shownProduct(theirAfter));
      if (after.staff.every(({ kid }) => bundles(kid) !== null)) {
        const isReady = mayOpen(after, bundles);
        expect(isReady).toBe(missingToOpen(theirAfter, theirBundles).length === 0);
        if (isReady) open++;
      }
      [mine, theirs] = [after, theirAfter];
    }
  }
  process.stdout.write(`log entries: ${JSON.stringify({ ...tally, open })}\n`);
  const codes = [
    'taken',
    'FORMAT',
    'LOG_LINK',
    'LOG_TYPE',
    'LOG_SIGNER',
    'AKB',
    'SIGNATURE',
    'LOG_ACCOUNT',
    'LOG_LAST_LEAD',
  ];
  for (const code of codes) expect(`${code} ${(tally[code] ?? 0) >= 5}`).toBe(`${code} true`);
});
