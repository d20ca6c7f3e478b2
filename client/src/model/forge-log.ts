// One entry, or a few, for each thing the log rules forbid.
import type { Account } from '@beistand/crypto';
import { BIT, type Bytes, CENTRE_KEY, cat, hash, keyId, type LogChange, same, zeros } from '@beistand/wire';
import { accountOf, type Case, type EntryTwist, forgeEntry, placeOf } from './forge.ts';
import { leadOf } from './forge-items.ts';

export type ForgedLog = {
  /** Behind the honest log's last entry; a log of its own begins with them. */
  entries: Bytes[];
  by: Account;
  isNew?: boolean;
  bundles?: { kid: Bytes; bytes: Bytes }[];
  /** What lies beside them, as the server wants it. */
  seeds?: { key: Bytes; person: Bytes }[];
  /** Only the server asks for it: clients take such a log. */
  isServersRule?: boolean;
};
export type LogForgery = {
  name: string;
  make: (c: Case, strange: () => Promise<Account>) => Promise<ForgedLog | null> | ForgedLog | null;
};

/** Wanda's part grows: right for every rule. */
const usual = (c: Case): LogChange => {
  const { kid, account } = accountOf(c, 'wanda').bundle;
  return { type: 'staffing', kid, account, bits: BIT.writer | BIT.reader };
};

const entry = (c: Case, by: Account | null, change: LogChange, twist: EntryTwist = {}): ForgedLog | null =>
  by && { by, entries: [forgeEntry(c.view.centre, c.log.at(-1)!, by, change, twist)] };

const servers = async (making: Promise<ForgedLog | null> | ForgedLog | null): Promise<ForgedLog | null> => {
  const made = await making;
  return made && { ...made, isServersRule: true };
};

/** A centre of the forger's own, with the key that every centre must have. */
const founding = async (
  c: Case,
  by: Account | null,
  more: { kid: Bytes; account: Bytes; bits: number }[],
  twist: EntryTwist = {},
): Promise<ForgedLog | null> => {
  if (!by) return null;
  const { kid, account } = by.bundle;
  const change: LogChange = {
    type: 'create',
    name: 'new',
    vault: 0,
    staff: [{ kid, account, bits: 3 }, ...more],
  };
  const centre = c.random(16);
  const first = forgeEntry(centre, null, by, change, twist);
  const after = { idx: 0, hash: await hash('log', first) };
  const key: LogChange = { type: 'key', which: CENTRE_KEY.inbox, xwPk: by.bundle.xwPk };
  return { by, isNew: true, entries: [first, forgeEntry(centre, after, by, key)] };
};

const person = ({ bundle }: Account, bits: number) => ({ kid: bundle.kid, account: bundle.account, bits });

export const logForgeries: LogForgery[] = [
  { name: 'a number left out', make: (c) => entry(c, leadOf(c), usual(c), { idx: c.view.idx + 2 }) },
  { name: 'after another entry', make: (c) => entry(c, leadOf(c), usual(c), { prev: c.random(32) }) },
  { name: 'another centre’s entry', make: (c) => entry(c, leadOf(c), usual(c), { centre: c.random(16) }) },
  {
    name: 'founded twice',
    make: (c) => {
      const by = leadOf(c);
      return by && entry(c, by, { type: 'create', name: 'again', vault: 2, staff: [person(by, 7)] });
    },
  },
  { name: 'by who isn’t lead', make: (c) => entry(c, staffOnly(c), usual(c)) },
  {
    name: 'an entry signed by another',
    make: (c) => entry(c, leadOf(c), usual(c), { signedBy: accountOf(c, 'clara') }),
  },
  {
    name: 'a second key for a person',
    make: async (c, strange) => {
      const other = await strange();
      const taken = c.view.staff.find(({ bits }) => bits & 1)!;
      const made = entry(c, leadOf(c), {
        type: 'staffing',
        kid: other.bundle.kid,
        account: taken.account,
        bits: 1,
      });
      return made && { ...made, bundles: [other.bundle] };
    },
  },
  {
    name: 'nobody leads any more',
    make: async (c) => {
      const by = leadOf(c);
      if (!by) return null;
      const leads = c.view.staff.filter(({ bits, kid }) => bits & 2 && !same(kid, by.bundle.kid));
      const entries: Bytes[] = [];
      let after: { idx: number; hash: Bytes } = c.log.at(-1)!;
      for (const one of [...leads, c.view.staff.find(({ kid }) => same(kid, by.bundle.kid))!]) {
        entries.push(
          forgeEntry(c.view.centre, after, by, {
            type: 'staffing',
            kid: one.kid,
            account: one.account,
            // What else they are they stay: no key has to be new.
            bits: one.bits & ~BIT.lead,
          }),
        );
        after = await placeOf(entries.at(-1)!);
      }
      return { by, entries };
    },
  },
  {
    name: 'bits nobody knows',
    make: (c) => entry(c, leadOf(c), { ...usual(c), bits: 32 } as LogChange),
  },
  { name: 'an entry and a byte', make: (c) => entry(c, leadOf(c), usual(c), { trailing: 1 }) },
  {
    name: 'founded with somebody who is nothing',
    make: (c) => founding(c, leadOf(c), [person(accountOf(c, 'clara'), 0)]),
  },
  {
    name: 'founded with one twice',
    make: (c) => {
      const by = leadOf(c);
      return by && founding(c, by, [person(by, 2)]);
    },
  },
  { name: 'begun in the middle', make: (c) => founding(c, leadOf(c), [], { idx: 1 }) },
  { name: 'begun on something', make: (c) => founding(c, leadOf(c), [], { prev: c.random(32) }) },
  {
    name: 'a bundle that nobody signed',
    make: async (c, strange) => {
      const { bundle } = await strange();
      const bytes = cat(bundle.bytes.slice(0, 1278), zeros(64));
      const made = entry(c, leadOf(c), {
        type: 'staffing',
        kid: bundle.kid,
        account: bundle.account,
        bits: 8,
      });
      return made && { ...made, bundles: [{ kid: bundle.kid, bytes }] };
    },
  },
  {
    name: 'a removal without a new key',
    make: (c) => {
      const gone = c.view.staff.find(({ bits }) => bits === BIT.counsellor);
      return gone ? entry(c, leadOf(c), { type: 'staffing', ...gone, bits: 0 }) : null;
    },
  },
  {
    name: 'a custodian’s removal without a new key',
    make: (c) => {
      const gone = c.view.staff.find(({ bits }) => bits === BIT.custodian);
      return gone ? entry(c, leadOf(c), { type: 'staffing', ...gone, bits: 0 }) : null;
    },
  },
  {
    name: 'a key that nothing can be sealed to',
    make: async (c) => {
      const xwPk = new Uint8Array(1216).fill(255);
      const made = await servers(entry(c, leadOf(c), { type: 'key', which: CENTRE_KEY.inbox, xwPk }));
      const key = await keyId(xwPk);
      const holders = c.view.staff.filter(({ bits }) => bits & BIT.counsellor);
      return made && { ...made, seeds: holders.map(({ kid }) => ({ key, person: kid })) };
    },
  },
  {
    name: 'a key for another name',
    make: async (c) =>
      servers(
        entry(c, leadOf(c), {
          type: 'staffing',
          kid: accountOf(c, 'miriam').bundle.kid,
          account: c.random(16),
          bits: 8,
        }),
      ),
  },
  {
    name: 'who asks as staff',
    make: (c) => servers(entry(c, leadOf(c), { type: 'staffing', ...person(accountOf(c, 'cora'), 8) })),
  },
  {
    name: 'a paper that counsels',
    make: (c) => {
      const paper = Object.values(c.play.cast.papers).find(({ bundle }) =>
        c.view.staff.some(({ kid }) => same(kid, bundle.kid)),
      );
      return servers(paper ? entry(c, leadOf(c), { type: 'staffing', ...person(paper, 2 | 4 | 8) }) : null);
    },
  },
  {
    name: 'a key by who isn’t lead',
    make: (c) =>
      entry(c, staffOnly(c), { type: 'key', which: CENTRE_KEY.inbox, xwPk: accountOf(c, 'ada').bundle.xwPk }),
  },
];

/** Where only the paper may keep the vault. */
export const rareLogForgeries: LogForgery[] = [
  {
    name: 'a custodian beside the paper',
    make: (c) => {
      const person =
        c.view.policy === 1 ? c.view.staff.find(({ bits }) => bits === BIT.counsellor) : undefined;
      return person
        ? entry(c, leadOf(c), { type: 'staffing', ...person, bits: BIT.counsellor | BIT.custodian })
        : null;
    },
  },
];

const staffOnly = (c: Case): Account | null => {
  const row = c.view.staff.find(
    ({ bits, account }) =>
      !(bits & 2) && [...c.play.cast.seats.values()].some((one) => same(one.account.bundle.account, account)),
  );
  return row
    ? [...c.play.cast.seats.values()].find((one) => same(one.account.bundle.account, row.account))!.account
    : null;
};
