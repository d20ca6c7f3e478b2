// Who takes part: two centres with their staff, and people who ask. Accounts are made from their keys as the client makes
// them; how a phrase opens one is tested elsewhere and would cost more than a whole history.
import { type Account, makeAccount, makePaperAccount, readRecoveryCode } from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  type AccountKind,
  BIT,
  fromBase64url,
  hex,
  toBase64url,
  VAULT_POLICY,
  type VaultPolicy,
} from '@beistand/wire';
import { bundleFor } from '../centre/bundles.ts';
import { setBits } from '../centre/extend.ts';
import { foundCentre } from '../centre/found.ts';
import { takeCentreKeys } from '../centre/keys.ts';
import { syncLog } from '../centre/log.ts';
import { myId } from '../self.ts';
import { firstState, pinCentre } from '../slot/state.ts';
import { actorOf, type Cast, castOf, newPlay, noNotes, type Play } from './play.ts';
import { newStore } from './server.ts';
import { randomOf, seeded } from './world.ts';

const { counsellor, lead, custodian, reader, writer } = BIT;

export type Plan = {
  centres: Record<string, { founder: string; policy?: VaultPolicy; staff: Record<string, number> }>;
  seekers: string[];
};

/** David counsels in both places; Nora keeps the vault and nothing else. In the south two must agree to open it. */
export const usual: Plan = {
  centres: {
    north: {
      founder: 'eva',
      staff: {
        clara: counsellor | custodian,
        david: counsellor,
        ruth: reader,
        wanda: writer,
        otto: lead | counsellor,
        nora: custodian,
      },
    },
    south: {
      founder: 'thomas',
      policy: VAULT_POLICY.twoConfirm,
      staff: { miriam: counsellor | custodian, david: counsellor },
    },
  },
  seekers: ['ada', 'ben', 'cora'],
};

const namesIn = ({ centres }: Plan): string[] => [
  ...new Set(Object.values(centres).flatMap(({ founder, staff }) => [founder, ...Object.keys(staff)])),
];

async function seat(play: Play, name: string, kind: AccountKind): Promise<void> {
  const random = randomOf(play.next);
  const account = await makeAccount(random(32), { account: random(16), kind, createdAt: play.clock.now });
  const world = { random } as Parameters<typeof firstState>[0];
  const { state, bytes } = await firstState(world, account, []);
  const { bundle } = account;
  play.store.bundles.set(hex(bundle.kid), bundle);
  play.store.slots.set(`${hex(bundle.account)}:${toBase64url(new Uint8Array(16))}`, {
    version: state.version,
    bytes: toBase64url(bytes),
  });
  const empty = { bundles: new Map(), logs: new Map(), centreKeys: new Map(), rooms: new Map() };
  play.cast.seats.set(name, {
    name,
    account,
    kind: kind === ACCOUNT_KIND.seeker ? 'seeker' : 'staff',
    state,
    ...empty,
  });
}

/** Founds the centres by the verbs themselves, so that every key lies where people would have put it. */
export async function raiseCast(plan: Plan, seed: number): Promise<Cast> {
  const empty: Cast = {
    store: newStore(),
    seats: new Map(),
    centres: {},
    papers: {},
    now: 1_800_000_000_000,
    notes: noNotes(),
  };
  const play = newPlay(empty, seed, false);
  const random = randomOf(seeded(seed + 1));
  for (const name of namesIn(plan)) await seat(play, name, ACCOUNT_KIND.staff);
  for (const name of plan.seekers) await seat(play, name, ACCOUNT_KIND.seeker);
  for (const [name, { founder, policy = VAULT_POLICY.custodians, staff }] of Object.entries(plan.centres)) {
    const centre = toBase64url(random(16));
    empty.centres[name] = centre;
    const { self, account } = actorOf(play, founder);
    play.store.centres.set(centre, {
      id: centre,
      founder: account.bundle.account,
      entries: [],
      views: [],
      seeds: [],
      previous: [],
    });
    const sheet = await foundCentre(self, centre, name, { policy });
    for (const [person, bits] of Object.entries(staff))
      await setBits(self, centre, toBase64url(actorOf(play, person).account.bundle.kid), bits);
    empty.papers[name] = await paperOf(play, founder, centre, sheet.writtenCode);
    // Whoever asks last in the plan knows no centre yet.
    for (const person of [founder, ...Object.keys(staff), ...plan.seekers.slice(0, -1)]) {
      const one = actorOf(play, person).self;
      const log = await syncLog(one, fromBase64url(centre));
      if (one.kind === 'seeker') continue;
      await pinCentre(one, fromBase64url(centre), log.entries[0]!.hash);
      await takeCentreKeys(one, log);
    }
  }
  return castOf(play);
}

async function paperOf(play: Play, founder: string, centre: string, writtenCode: string): Promise<Account> {
  const code = await readRecoveryCode(writtenCode);
  const { self } = actorOf(play, founder);
  for (const { kid } of play.store.centres.get(centre)!.views.at(-1)!.staff) {
    const { kind, account, createdAt } = await bundleFor(self, kid);
    if (kind === ACCOUNT_KIND.paper && hex(account) !== hex(myId(self)))
      return makePaperAccount(code, fromBase64url(centre), account, createdAt);
  }
  throw new Error('a centre without its paper');
}
