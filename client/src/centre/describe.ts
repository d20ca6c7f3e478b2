import {
  ACCOUNT_KIND,
  BIT,
  type Bytes,
  type CentreKeyKind,
  fingerprintOf,
  fromBase64url,
  fromHex,
  type LogEntry,
  safetyNumber,
  same,
  toBase64url,
} from '@beistand/wire';
import type { Self } from '../self.ts';
import { changeState } from '../slot/state.ts';
import { bundleFor, fetchBundles } from './bundles.ts';
import { newestView, syncLog, syncMyLog } from './log.ts';

/** Who is in a centre by its signed log. Names are the server's word and come from elsewhere. */
export type CentrePerson = {
  account: string;
  key: string;
  bits: number;
  /** When they came in, and when they became custodian; ms. */
  since: number;
  custodianSince: number | null;
  isPaper: boolean;
  isMe: boolean;
  /** Thirty digits to compare with me; null for myself and the paper. */
  digits: string | null;
  /** How I know that the key is theirs. */
  checked: { by: 'link' | 'digits'; at: number } | null;
};
export type CentreChange = { idx: number; at: number; by: string } & (
  | { what: 'founded' }
  | { what: 'person'; person: string; isPaper: boolean; before: number; bits: number }
  | { what: 'key'; which: CentreKeyKind }
  | { what: 'policy'; policy: number }
);
export type CentreDescription = {
  centre: string;
  name: string;
  /** 26 letters: what links carry and flyers print. */
  fingerprint: string;
  foundedAt: number;
  policy: number;
  people: CentrePerson[];
  changes: CentreChange[];
};

/** A centre as its verified log says it is; `Stop('FALSE_CENTRE')` when it isn't the one I know. */
export async function describeCentre(self: Self, centreText: string): Promise<CentreDescription> {
  const centre = fromBase64url(centreText);
  const log = await syncMyLog(self, centre);
  const view = newestView(log);
  const { bits, changes } = readChanges(log.entries, await papersIn(self, log.entries));
  const people = await Promise.all(
    view.staff.map(async (person): Promise<CentrePerson> => {
      const key = toBase64url(person.kid);
      const isPaper = (await bundleFor(self, person.kid)).kind === ACCOUNT_KIND.paper;
      const isMe = same(person.kid, self.account.bundle.kid);
      const history = bits.get(key)!;
      return {
        account: toBase64url(person.account),
        key,
        bits: person.bits,
        since: sinceOf(history, 31)!,
        custodianSince: sinceOf(history, BIT.custodian),
        isPaper,
        isMe,
        digits: isPaper || isMe ? null : await digitsWith(self, person.kid),
        checked: self.state.body.checked?.[key] ?? null,
      };
    }),
  );
  const { at } = log.entries[0]!;
  const fingerprint = fingerprintOf(view.createHash);
  return {
    centre: centreText,
    name: view.name,
    fingerprint,
    foundedAt: at,
    policy: view.policy,
    people,
    changes,
  };
}

const digitsWith = (self: Self, kid: Bytes): Promise<string> => safetyNumber(self.account.bundle.kid, kid);

type Held = { at: number; bits: number }[];

/** The begin of the last unbroken time in which one of the bits was held. */
function sinceOf(history: Held, mask: number): number | null {
  let since: number | null = null;
  for (const { at, bits } of history) since = bits & mask ? (since ?? at) : null;
  return since;
}

/** Keys of all sheets a log has ever named, also of those that are void. */
async function papersIn(self: Self, entries: readonly LogEntry[]): Promise<Set<string>> {
  const kids = entries.flatMap(({ change }) => (change.type === 'staffing' ? [change.kid] : []));
  await fetchBundles(self, kids);
  const papers = new Set<string>();
  for (const kid of kids)
    if ((await bundleFor(self, kid)).kind === ACCOUNT_KIND.paper) papers.add(toBase64url(kid));
  return papers;
}

function readChanges(
  entries: readonly LogEntry[],
  papers: ReadonlySet<string>,
): { bits: Map<string, Held>; changes: CentreChange[] } {
  const bits = new Map<string, Held>();
  const hold = (kid: Bytes, held: Held[number]): number => {
    const history = bits.get(toBase64url(kid)) ?? [];
    bits.set(toBase64url(kid), [...history, held]);
    return history.at(-1)?.bits ?? 0;
  };
  return { bits, changes: entries.map((entry) => changeOf(entry, papers, hold)) };
}

function changeOf(
  { idx, at, signerKid, change }: LogEntry,
  papers: ReadonlySet<string>,
  hold: (kid: Bytes, held: Held[number]) => number,
): CentreChange {
  const common = { idx, at, by: toBase64url(signerKid) };
  switch (change.type) {
    case 'create':
      for (const person of change.staff) hold(person.kid, { at, bits: person.bits });
      return { ...common, what: 'founded' };
    case 'staffing': {
      const before = hold(change.kid, { at, bits: change.bits });
      const person = toBase64url(change.kid);
      return { ...common, what: 'person', person, isPaper: papers.has(person), before, bits: change.bits };
    }
    case 'key':
      return { ...common, what: 'key', which: change.which };
    case 'policy':
      return { ...common, what: 'policy', policy: change.vault };
  }
}

/** Remembers that we compared the digits and they were the same. */
export const noteCompared = (self: Self, key: string): Promise<void> =>
  changeState(self, (body) => ({
    ...body,
    checked: { ...body.checked, [key]: { by: 'digits', at: self.world.now() } },
  }));

/** A centre whose link I followed and whose lead hasn't let me in yet, with the digits to read out, one row a lead. */
export type AwaitedCentre = { centre: string; name: string; isIn: boolean; digits: string[] };

/** Every centre my account knows by its pin: the ones I am in and the ones that still have to let me in. */
export async function listAwaited(self: Self): Promise<AwaitedCentre[]> {
  const pinned = Object.keys(self.state.body.pins).map(fromHex);
  return Promise.all(
    pinned.map(async (centre) => {
      const view = newestView(await syncLog(self, centre));
      const leads: Bytes[] = [];
      for (const { kid, bits } of view.staff)
        if (bits & BIT.lead && (await bundleFor(self, kid)).kind !== ACCOUNT_KIND.paper) leads.push(kid);
      return {
        centre: toBase64url(centre),
        name: view.name,
        isIn: view.staff.some(({ kid }) => same(kid, self.account.bundle.kid)),
        digits: await Promise.all(leads.map((kid) => digitsWith(self, kid))),
      };
    }),
  );
}
