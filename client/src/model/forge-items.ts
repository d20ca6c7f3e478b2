// Long: one item for each thing the record and message rules forbid, right in everything else. What a server would need
// to serve with it (entries of a log, bundles) comes along.
import type { Account } from '@beistand/crypto';
import {
  type Bytes,
  CONVERSATION_KIND,
  closing,
  extendLog,
  hex,
  MAX_IN_GROUP,
  MAX_ROWS,
  MAX_TEAM,
  newStream,
  parseLogEntry,
  parseRecord,
  REASON,
  same,
  sortRows,
  takeRecord,
  tidy,
  toBase64url,
  zeros,
} from '@beistand/wire';
import {
  accountOf,
  type Case,
  forgeEntry,
  forgeMessage,
  forgeRecord,
  inboxRow,
  member,
  outsider,
  rowsBut,
  seat,
  seekerRow,
  type Twist,
  vaultRow,
} from './forge.ts';
import { isWaiting, staffBits } from './oracle.ts';

export type Forged = {
  kind: 'record' | 'message';
  bytes: Bytes;
  /** Who could carry it to an honest server. */
  by: Account;
  /** A conversation of its own, not the next item of a known one. */
  isNew?: boolean;
  /** Before it, and in order. */
  first?: Bytes[];
  /** What the helping server serves of the log beyond the honest one. */
  entries?: Bytes[];
  bundles?: { kid: Bytes; bytes: Bytes }[];
  /** What the helping server serves as the log of another centre instead. */
  strange?: Bytes[];
  /** The number of the first of them, where it isn't the next. */
  from?: number;
  /** Only the server can know: clients take it. */
  isServersRule?: boolean;
};
export type Forgery = {
  name: string;
  make: (c: Case, strange: (kind?: 1 | 2 | 3) => Promise<Account>) => Promise<Forged | null> | Forged | null;
};

const counsels = (bits: number) => (bits & 1) !== 0;
const onlyCounsels = (bits: number) => (bits & 5) === 1;
const keepsVault = (bits: number) => (bits & 4) !== 0;

/** In an accepted conversation: by who is responsible, with a counsellor who isn't in it yet. */
const change =
  (
    twist: (c: Case, by: Account, other: Account) => Twist | null,
    rows?: (c: Case, by: Account, other: Account) => ReturnType<typeof rowsBut>,
  ) =>
  (c: Case): Forged | null => {
    const by = member(c, 2);
    const other = outsider(c, counsels);
    const twisted = by && other && twist(c, by, other);
    if (!twisted) return null;
    const next = rows ? rows(c, by, other) : rowsBut(c, [seat(other, 3)]);
    return { kind: 'record', by, bytes: forgeRecord(c, by, REASON.change, next, twisted) };
  };

const record = (
  c: Case,
  by: Account | null,
  reason: Parameters<typeof forgeRecord>[2],
  rows: Parameters<typeof forgeRecord>[3],
  twist?: Twist,
): Forged | null => by && { kind: 'record', by, bytes: forgeRecord(c, by, reason, rows, twist) };

const message = async (
  c: Case,
  by: Account | null,
  twist: Parameters<typeof forgeMessage>[2] = {},
): Promise<Forged | null> => by && { kind: 'message', by, bytes: await forgeMessage(c, by, twist) };

/** Somebody who may write now. */
const writing = (c: Case): Account | null => member(c, 2) ?? member(c, 1);

const opening = (
  c: Case,
  by: Account | null,
  kind: 1 | 2 | 3,
  rows: Parameters<typeof forgeRecord>[3],
): Forged | null => {
  if (!by) return null;
  const conversation = c.random(16);
  const fields = {
    conversation,
    epoch: 0,
    epochHash: zeros(32),
    prevSeq: 0,
    prevT: zeros(32),
    kind,
    ekPrev: zeros(48),
  };
  return { kind: 'record', by, isNew: true, bytes: forgeRecord(c, by, REASON.open, rows, fields) };
};

type Group = { g: Case; moderator: Account; other: Account; first: Bytes[] };

/** A group of a responsible and a counselling member, perhaps with who asks here. */
const groupOf = async (c: Case, asking: Account | null = null): Promise<Group | null> => {
  const [moderator, other] = c.view.staff
    .filter(({ bits }) => counsels(bits))
    .map(
      ({ account }) =>
        [...c.play.cast.seats.values()].find((one) => same(one.account.bundle.account, account))?.account,
    );
  if (!moderator || !other) return null;
  const opened = opening(c, moderator, CONVERSATION_KIND.group, [
    seat(moderator, 2),
    seat(other, 3),
    ...(asking ? [seat(asking, 1)] : []),
    vaultRow(c),
  ])!;
  const stream = newStream((await parseRecord(opened.bytes)).conversation);
  const g = await afterRecord({ ...c, one: { ...c.one, stream, items: [] } }, opened.bytes);
  return { g, moderator, other, first: [opened.bytes] };
};

async function afterRecord(c: Case, bytes: Bytes): Promise<Case> {
  const current = await parseRecord(bytes);
  const bundles = (kid: Bytes) => c.play.store.bundles.get(hex(kid));
  await takeRecord(c.one.stream, current, { view: c.view, bundles });
  return { ...c, current };
}

/** A record in a group by the one who counsels or is responsible there. */
const inGroup = async (
  c: Case,
  who: 'moderator' | 'other',
  then: (g: Case, by: Account) => Bytes,
): Promise<Forged | null> => {
  const group = await groupOf(c);
  if (!group) return null;
  const { g, first, [who]: by } = group;
  return { kind: 'record', by, isNew: true, first, bytes: then(g, by) };
};

/** Something after a group with who asks here has been closed. */
const inClosedGroup = async (
  c: Case,
  kind: Forged['kind'],
  then: (g: Case, asking: Account) => Promise<{ by: Account; bytes: Bytes } | null>,
): Promise<Forged | null> => {
  const asking = member(c, 1);
  const group = asking && (await groupOf(c, asking));
  if (!group) return null;
  const { g, moderator, first } = group;
  const closed = forgeRecord(g, moderator, REASON.change, closing(rowsBut(g, [])), { ekPrev: zeros(48) });
  const next = await then(await afterRecord(g, closed), asking);
  return next && { kind, isNew: true, first: [...first, closed], ...next };
};

/** Next in a log that only the helping server shows: by a lead who is in it. */
async function withEntry(
  c: Case,
  change: Parameters<typeof forgeEntry>[3],
): Promise<{ c: Case; entries: Bytes[] } | null> {
  const lead = leadOf(c);
  if (!lead) return null;
  const bytes = forgeEntry(c.view.centre, c.log.at(-1)!, lead, change);
  const entry = await parseLogEntry(bytes);
  const view = extendLog(c.view, entry, (kid) => c.play.store.bundles.get(hex(kid)));
  return { c: { ...c, view, log: [...c.log, entry] }, entries: [bytes] };
}
export const leadOf = (c: Case): Account | null => {
  const row = c.view.staff.find(
    ({ bits, account }) =>
      bits & 2 && [...c.play.cast.seats.values()].some((one) => same(one.account.bundle.account, account)),
  );
  return row
    ? [...c.play.cast.seats.values()].find((one) => same(one.account.bundle.account, row.account))!.account
    : null;
};

export const recordForgeries: Forgery[] = [
  {
    name: 'one person twice',
    make: change(
      () => ({}),
      (c, by) => rowsBut(c, [seat(by, 3)]),
    ),
  },
  {
    name: 'a row with another’s key',
    make: change(
      () => ({}),
      (c, _by, other) => rowsBut(c, [{ ...seat(other, 3), id: c.random(16) }]),
    ),
  },
  {
    name: 'staff as who asks',
    make: (c) => {
      const other = outsider(c, counsels);
      const rest = tidy(c.current.rows, c.view).filter(({ role }) => role !== 1);
      return other && record(c, member(c, 2), REASON.relink, [...rest, seat(other, 1)]);
    },
  },
  { name: 'an epoch skipped', make: change(({ current }) => ({ epoch: current.epoch + 2 })) },
  { name: 'after another record', make: change(({ random }) => ({ epochHash: random(32) })) },
  { name: 'in another chain', make: change(({ random }) => ({ prevT: random(32) })) },
  {
    name: 'ahead of the chain',
    make: change(({ one, random }) => ({ prevSeq: one.stream.seq + 1, prevT: random(32) })),
  },
  {
    name: 'behind the record',
    make: change(({ one: { stream } }) => ({
      prevSeq: stream.currentSeq - 1,
      prevT: stream.transcripts.get(stream.currentSeq - 1)!,
    })),
  },
  { name: 'of another conversation', make: change(({ random }) => ({ conversation: random(16) })) },
  { name: 'on another log', make: change(({ random }) => ({ logHash: random(32) })) },
  {
    name: 'on an older log',
    make: (c) => {
      const views = c.play.store.centres.get(toBase64url(c.view.centre))!.views;
      const older = views[c.current.logIdx - 1];
      const by = member(c, 2);
      if (!older || !by || !older.staff.some(({ kid }) => same(kid, by.bundle.kid))) return null;
      return record({ ...c, view: older }, by, REASON.change, tidy(c.current.rows, older));
    },
  },
  {
    name: 'on a log that has moved on',
    make: (c) => {
      const views = c.play.store.centres.get(toBase64url(c.view.centre))!.views;
      const older = c.view.idx > c.current.logIdx ? views[c.view.idx - 1] : undefined;
      const made =
        older && record({ ...c, view: older }, member(c, 2), REASON.change, tidy(c.current.rows, older));
      return made ? { ...made, isServersRule: true } : null;
    },
  },
  {
    name: 'at a centre nobody knows',
    make: (c) => {
      const centre = c.random(16);
      const rows = [seekerRow(c), ...[inboxRow(c), vaultRow(c)].map((row) => ({ ...row, id: centre }))];
      return record(c, member(c, 1), REASON.move, rows, { centre });
    },
  },
  {
    name: 'elsewhere without a move',
    make: (c) => {
      const by = member(c, 2, 1);
      const elsewhere = [...c.play.store.centres.values()]
        .map(({ views }) => views.at(-1)!)
        .find(
          (view) =>
            !same(view.centre, c.view.centre) &&
            view.staff.some(({ kid, bits }) => by && same(kid, by.bundle.kid) && bits & 1),
        );
      if (!by || !elsewhere) return null;
      const there = { ...c, view: elsewhere };
      return record(there, by, REASON.change, [seekerRow(c), seat(by, 2), vaultRow(there)]);
    },
  },
  { name: 'of another kind', make: change(() => ({ kind: CONVERSATION_KIND.group, ekPrev: zeros(48) })) },
  {
    name: 'a member uses the vault',
    make: (c) => record(c, member(c, 2, 4), REASON.vaultUse, rowsBut(c, [])),
  },
  {
    name: 'opened again',
    make: (c) => record(c, member(c, 1), REASON.open, [seekerRow(c), inboxRow(c), vaultRow(c)]),
  },
  {
    name: 'who isn’t in lets themselves in',
    make: (c) => {
      const other = outsider(c, counsels);
      return isWaiting(c.one) || !other
        ? null
        : record(c, other, REASON.change, rowsBut(c, [seat(other, 3)]));
    },
  },
  { name: 'signed by another', make: change((_c, _by, other) => ({ signedBy: other })) },
  {
    name: 'the paper uses the vault',
    make: (c) => {
      const paper = Object.values(c.play.cast.papers).find(({ bundle }) =>
        c.view.staff.some(({ kid }) => same(kid, bundle.kid)),
      );
      const other = outsider(c, counsels);
      return paper && other
        ? record(c, paper, REASON.vaultUse, [seekerRow(c), seat(other, 2), vaultRow(c)])
        : null;
    },
  },
  {
    name: 'under a name that isn’t the key’s',
    make: async (c, strange) => {
      const by = await strange();
      const [account, other] = [c.random(16), outsider(c, counsels)];
      const evil = other && (await withEntry(c, { type: 'staffing', kid: by.bundle.kid, account, bits: 5 }));
      if (!evil) return null;
      const forged = record(evil.c, by, REASON.vaultUse, [seekerRow(c), seat(other, 2), vaultRow(c)], {
        sender: account,
      });
      return { ...forged!, entries: evil.entries, bundles: [by.bundle] };
    },
  },
  {
    name: 'a counsellor uses the vault',
    make: (c) => {
      const by = outsider(c, onlyCounsels);
      return by && record(c, by, REASON.vaultUse, [seekerRow(c), seat(by, 2), vaultRow(c)]);
    },
  },
  {
    name: 'a writer changes members',
    make: (c) => {
      const [by, other] = [member(c, 3, 16), outsider(c, counsels)];
      return by && other && record(c, by, REASON.change, rowsBut(c, [seat(other, 3)]));
    },
  },
  {
    name: 'who has lost their bit tidies',
    make: (c) => {
      const row = c.current.rows.find(
        ({ kind, role, id }) =>
          kind === 1 && role > 1 && !c.view.staff.some(({ account, bits }) => same(account, id) && bits & 25),
      );
      const by =
        row &&
        [...c.play.cast.seats.values()].find(({ account }) => same(account.bundle.account, row.id))?.account;
      return by ? record(c, by, REASON.tidy, tidy(c.current.rows, c.view)) : null;
    },
  },
  ...(
    [
      ['responsible without the bit', 2, (bits: number) => !counsels(bits) && (bits & 16) !== 0],
      ['counsels without the bit', 3, (bits: number) => !counsels(bits) && (bits & 8) !== 0],
      ['reads without the bit', 4, (bits: number) => (bits & 25) === 0],
    ] as const
  ).map(
    ([name, role, fits]): Forgery => ({
      name,
      make: (c) => {
        const [by, whom] = [member(c, 2), outsider(c, fits)];
        return by && whom && record(c, by, REASON.change, rowsBut(c, [seat(whom, role)]));
      },
    }),
  ),
  {
    name: 'another centre’s vault',
    make: change(
      () => ({}),
      (c, _by, other) => [
        ...rowsBut(c, [seat(other, 3)]).filter(({ kind }) => kind !== 3),
        { ...vaultRow(c), id: c.random(16) },
      ],
    ),
  },
  {
    name: 'a vault of their own',
    make: change(
      () => ({}),
      (c, _by, other) => [
        ...rowsBut(c, [seat(other, 3)]).filter(({ kind }) => kind !== 3),
        { ...vaultRow(c), kid: c.random(32) },
      ],
    ),
  },
  {
    name: 'a stale inbox',
    make: async (c) => {
      const gone = c.view.staff.find(
        ({ bits, kid }) => bits === 1 && !c.current.rows.some((row) => same(row.kid, kid)),
      );
      const evil = gone && (await withEntry(c, { type: 'staffing', ...gone, bits: 0 }));
      const by = member(c, 1);
      if (!evil || !by) return null;
      return {
        ...record(evil.c, by, REASON.move, [seekerRow(c), inboxRow(c), vaultRow(c)])!,
        entries: evil.entries,
      };
    },
  },
  {
    name: 'without the vault',
    make: change(
      () => ({}),
      (c, _by, other) => rowsBut(c, [seat(other, 3)]).filter(({ kind }) => kind !== 3),
    ),
  },
  { name: 'with its history cut off', make: change(() => ({ ekPrev: zeros(48) })) },
  {
    name: 'passed to two',
    make: (c) => {
      const others = ['ada', 'ben', 'cora']
        .map((name) => accountOf(c, name))
        .filter(({ bundle }) => !same(bundle.account, seekerRow(c).id));
      const rest = tidy(c.current.rows, c.view).filter(({ role }) => role !== 1);
      return record(c, member(c, 2), REASON.relink, [...others.map((one) => seat(one, 1)), ...rest]);
    },
  },
  {
    name: 'another who asks',
    make: change(
      () => ({}),
      (c) => {
        const other = ['ada', 'ben', 'cora']
          .map((name) => accountOf(c, name))
          .find(({ bundle }) => !same(bundle.account, seekerRow(c).id))!;
        return [seat(other, 1), ...tidy(c.current.rows, c.view).filter(({ role }) => role !== 1)];
      },
    ),
  },
  {
    name: 'a thread with an inbox',
    make: (c) => {
      const by = outsider(c, counsels);
      return by && opening(c, by, 2, [seat(by, 2), inboxRow(c), vaultRow(c)]);
    },
  },
  {
    name: 'a thread with who asks',
    make: (c) => {
      const by = outsider(c, counsels);
      return by && opening(c, by, 2, [seat(by, 2), seekerRow(c), vaultRow(c)]);
    },
  },
  {
    name: 'a thread opened by who isn’t responsible',
    make: (c) => {
      const [by, other] = [
        outsider(c, onlyCounsels),
        outsider(c, (bits) => counsels(bits) && keepsVault(bits)),
      ];
      return by && other && opening(c, by, 2, [seat(by, 3), seat(other, 2), vaultRow(c)]);
    },
  },
  {
    name: 'opened in who asks’s name',
    make: (c) => {
      const by = outsider(c, counsels);
      return by && opening(c, by, 1, [seekerRow(c), seat(by, 2), vaultRow(c)]);
    },
  },
  {
    name: 'opened to more than one',
    make: (c) => {
      const [one, two] = [
        outsider(c, onlyCounsels),
        outsider(c, (bits) => counsels(bits) && keepsVault(bits)),
      ];
      return (
        one && two && opening(c, member(c, 1), 1, [seekerRow(c), seat(one, 2), seat(two, 3), vaultRow(c)])
      );
    },
  },
  {
    name: 'opened to a reader',
    make: (c) => {
      const other = outsider(c, (bits) => bits === 8);
      return other && opening(c, member(c, 1), 1, [seekerRow(c), seat(other, 4), vaultRow(c)]);
    },
  },
  {
    name: 'accepts what doesn’t wait',
    make: (c) => {
      const by = outsider(c, counsels);
      return isWaiting(c.one) || !by
        ? null
        : record(c, by, REASON.accept, [seekerRow(c), seat(by, 2), vaultRow(c)]);
    },
  },
  {
    name: 'accepts and lets it wait',
    make: (c) => {
      const by = outsider(c, counsels);
      return isWaiting(c.one) && by
        ? record(c, by, REASON.accept, [seekerRow(c), seat(by, 2), inboxRow(c), vaultRow(c)])
        : null;
    },
  },
  {
    name: 'accepts for another',
    make: (c) => {
      const [by, other] = [
        outsider(c, onlyCounsels),
        outsider(c, (bits) => counsels(bits) && keepsVault(bits)),
      ];
      return isWaiting(c.one) && by && other
        ? record(c, by, REASON.accept, [seekerRow(c), seat(other, 2), vaultRow(c)])
        : null;
    },
  },
  {
    name: 'accepts with a reader',
    make: (c) => {
      const [by, other] = [outsider(c, counsels), outsider(c, (bits) => bits === 8)];
      return isWaiting(c.one) && by && other
        ? record(c, by, REASON.accept, [seekerRow(c), seat(by, 2), seat(other, 4), vaultRow(c)])
        : null;
    },
  },
  {
    name: 'who asks changes members',
    make: (c) => {
      const other = outsider(c, counsels);
      return isWaiting(c.one) || !other
        ? null
        : record(c, member(c, 1), REASON.change, [seekerRow(c), seat(other, 2), vaultRow(c)]);
    },
  },
  {
    name: 'nobody responsible',
    make: change(
      () => ({}),
      (c, by) => [...rowsBut(c, []).filter(({ role }) => role !== 2), seat(by, 3)],
    ),
  },
  {
    name: 'changed into waiting',
    make: change(
      () => ({}),
      (c) => rowsBut(c, [inboxRow(c)]),
    ),
  },
  {
    name: 'who counsels changes a group',
    make: (c) =>
      inGroup(c, 'other', (g, by) =>
        forgeRecord(g, by, REASON.change, rowsBut(g, []), { ekPrev: zeros(48) }),
      ),
  },
  {
    name: 'who counsels tidies a group',
    make: (c) =>
      inGroup(c, 'other', (g, by) => forgeRecord(g, by, REASON.tidy, rowsBut(g, []), { ekPrev: zeros(48) })),
  },
  {
    name: 'a group’s history',
    make: (c) =>
      inGroup(c, 'other', (g, by) =>
        forgeRecord(g, accountOf(g, nameBeside(g, by)), REASON.change, rowsBut(g, [])),
      ),
  },
  {
    name: 'a group closed to somebody',
    make: (c) =>
      inGroup(c, 'moderator', (g, by) => {
        const rows = closing(rowsBut(g, [])).filter(
          ({ role, id }) => role !== 4 || same(id, by.bundle.account),
        );
        return forgeRecord(g, by, REASON.change, rows, { ekPrev: zeros(48) });
      }),
  },
  {
    name: 'a conversation closed',
    make: change(
      () => ({}),
      (c) => closing(rowsBut(c, [])),
    ),
  },
  {
    name: 'the vault opens a closed group',
    make: (c) =>
      inClosedGroup(c, 'record', async (g) => {
        const by = outsider(g, keepsVault);
        const again = g.current.rows.map((row) => (row.role === 4 ? { ...row, role: 2 as const } : row));
        return by && { by, bytes: forgeRecord(g, by, REASON.vaultUse, again, { ekPrev: zeros(48) }) };
      }),
  },
  {
    name: 'a reader tidies',
    make: (c) => record(c, member(c, 4), REASON.tidy, tidy(c.current.rows, c.view)),
  },
  {
    name: 'tidies a member away',
    make: (c) => {
      const [by, other] = [member(c, 2), member(c, 3)];
      return by && other && record(c, by, REASON.tidy, rowsBut(c, [], [other]));
    },
  },
  {
    name: 'staff moves it',
    make: (c) => record(c, member(c, 2), REASON.move, [seekerRow(c), inboxRow(c), vaultRow(c)]),
  },
  {
    name: 'moved to one',
    make: (c) => {
      const other = outsider(c, counsels);
      return other && record(c, member(c, 1), REASON.move, [seekerRow(c), seat(other, 2), vaultRow(c)]);
    },
  },
  { name: 'given back by who isn’t responsible', make: (c) => giveBack(c, member(c, 3, 1)) },
  {
    name: 'given back to one',
    make: (c) => {
      const other = outsider(c, counsels);
      return other && record(c, member(c, 2), REASON.return, [seekerRow(c), seat(other, 2), vaultRow(c)]);
    },
  },
  {
    name: 'given back after a change',
    make: (c) => (c.one.stream.newestDeed === REASON.change ? giveBack(c, member(c, 2)) : null),
  },
  {
    name: 'given back after an answer',
    make: (c) =>
      c.one.stream.newestDeed === REASON.accept && c.one.stream.isAnswered ? giveBack(c, member(c, 2)) : null,
  },
  { name: 'passed on by who isn’t responsible', make: (c) => passOn(c, member(c, 3, 1), []) },
  {
    name: 'passed to the same',
    make: (c) => record(c, member(c, 2), REASON.relink, tidy(c.current.rows, c.view)),
  },
  {
    name: 'passed on with company',
    make: (c) => {
      const other = outsider(c, counsels);
      return other && passOn(c, member(c, 2), [seat(other, 3)]);
    },
  },
  {
    name: 'the vault for nobody',
    make: (c) => {
      const by = outsider(c, (bits) => keepsVault(bits) && counsels(bits));
      return by && record(c, by, REASON.vaultUse, [seekerRow(c), seat(by, 3), vaultRow(c)]);
    },
  },
  {
    name: 'the vault into waiting',
    make: (c) => {
      const by = outsider(c, (bits) => keepsVault(bits) && counsels(bits));
      return by && record(c, by, REASON.vaultUse, [seekerRow(c), seat(by, 2), inboxRow(c), vaultRow(c)]);
    },
  },
  {
    name: 'rows out of order',
    make: change(
      () => ({ isUnsorted: true }),
      (c, _by, other) => sortRows(rowsBut(c, [seat(other, 3)])).reverse(),
    ),
  },
  {
    name: 'a role for the vault',
    make: change(
      () => ({}),
      (c, by) => [
        ...rowsBut(c, [seat(by, 3)], [by]).filter(({ kind }) => kind !== 3),
        { ...vaultRow(c), role: 2 },
      ],
    ),
  },
  { name: 'a byte too many', make: change(() => ({ trailing: 1 })) },
  { name: 'of another suite', make: change(() => ({ spoil: (bytes) => bytes.fill(2, 4, 5) })) },
  { name: 'with another magic', make: change(() => ({ spoil: (bytes) => bytes.fill(0x58, 0, 1) })) },
];

/** At a thread, or notes, as `c.one`. */
export const threadForgeries: Forgery[] = [
  {
    name: 'who asks comes into a thread',
    make: (c) => {
      const { role, id, kid, kind } = c.play.store.conversations
        .get(c.one.beside!.about)!
        .stream.current!.rows.find((row) => row.role === 1)!;
      return record(c, member(c, 2), REASON.change, rowsBut(c, [{ kind, role, id, kid }]));
    },
  },
  {
    name: 'a thread that waits',
    make: (c) => record(c, member(c, 2), REASON.change, rowsBut(c, [inboxRow(c)])),
  },
  {
    name: 'who isn’t in lets themselves into a thread',
    make: (c) => {
      const other = outsider(c, counsels);
      return other && record(c, other, REASON.change, rowsBut(c, [seat(other, 3)]));
    },
  },
  {
    name: 'a thread goes elsewhere',
    make: (c) => record(c, member(c, 2), REASON.return, rowsBut(c, [])),
  },
];

const giveBack = (c: Case, by: Account | null) =>
  record(c, by, REASON.return, [seekerRow(c), inboxRow(c), vaultRow(c)]);
const passOn = (c: Case, by: Account | null, more: ReturnType<typeof seat>[]) => {
  const fresh = ['ada', 'ben', 'cora']
    .map((name) => accountOf(c, name))
    .find(({ bundle }) => !same(bundle.account, seekerRow(c).id))!;
  return record(c, by, REASON.relink, [
    seat(fresh, 1),
    ...tidy(c.current.rows, c.view).filter(({ role }) => role !== 1),
    ...more,
  ]);
};
const nameBeside = (g: Case, by: Account): string =>
  [...g.play.cast.seats.values()].find(({ account }) =>
    g.current.rows.some(
      ({ role, id }) => role === 2 && same(id, account.bundle.account) && !same(id, by.bundle.account),
    ),
  )!.name;

/** By the model's own reckoning: somebody named isn't staff any more, or a key isn't the newest. */
const mustRekeyBy = ({ current, play, view }: Case): boolean => {
  const { people, inbox, vault } = staffBits(play.store, toBase64url(view.centre));
  const needed: Record<number, number> = { 2: 1, 3: 17, 4: 25 };
  return current.rows.some(({ kind, role, id, kid }) =>
    kind === 1
      ? role > 1 && ((people.get(hex(id)) ?? 0) & needed[role]!) === 0
      : hex(kid) !== (kind === 2 ? inbox : vault),
  );
};

/** What the usual cast has nobody for: more colleagues than a team may have, more people than a record may name, no vault. */
export const rareForgeries: Forgery[] = [
  {
    name: 'a team too large',
    make: (c) => {
      const [by, ...others] = c.view.staff
        .filter(({ bits }) => counsels(bits))
        .map(
          ({ kid }) =>
            [...c.play.cast.seats.values()].find(({ account }) => same(account.bundle.kid, kid))!.account,
        );
      if (!by || others.length < MAX_TEAM + 1) return null;
      const team = others.slice(0, MAX_TEAM + 1).map((one) => seat(one, 3));
      return record(c, by, REASON.accept, [seekerRow(c), seat(by, 2), ...team, vaultRow(c)]);
    },
  },
  {
    name: 'a group too large',
    make: (c) => {
      const by = outsider(c, counsels);
      const asking = [...c.play.cast.seats.values()]
        .filter(({ kind }) => kind === 'seeker')
        .slice(0, MAX_IN_GROUP);
      if (!by || asking.length < MAX_IN_GROUP) return null;
      return opening(c, by, CONVERSATION_KIND.group, [
        ...asking.map(({ account }) => seat(account, 1)),
        seat(by, 2),
        vaultRow(c),
      ]);
    },
  },
  {
    name: 'a record with too many rows',
    make: (c) => {
      const by = outsider(c, counsels);
      const asking = [...c.play.cast.seats.values()]
        .filter(({ kind }) => kind === 'seeker')
        .slice(0, MAX_ROWS - 1);
      if (!by || asking.length < MAX_ROWS - 1) return null;
      return opening(c, by, CONVERSATION_KIND.group, [
        ...asking.map(({ account }) => seat(account, 1)),
        seat(by, 2),
        vaultRow(c),
      ]);
    },
  },
  {
    name: 'the vault where there is none',
    make: (c) => {
      const by = outsider(c, keepsVault);
      return by && c.view.policy === 0 ? record(c, by, REASON.vaultUse, [seekerRow(c), seat(by, 2)]) : null;
    },
  },
];

export const messageForgeries: Forgery[] = [
  { name: 'a stranger writes', make: (c) => message(c, member(c, 2), { sender: c.random(16) }) },
  { name: 'a reader writes', make: (c) => message(c, member(c, 4)) },
  {
    name: 'somebody writes in a closed group',
    make: (c) => inClosedGroup(c, 'message', async (g, by) => ({ by, bytes: await forgeMessage(g, by) })),
  },
  { name: 'a message of another epoch', make: (c) => message(c, writing(c), { epoch: c.current.epoch + 1 }) },
  {
    name: 'a message under another record',
    make: (c) => message(c, writing(c), { epochHash: c.random(32) }),
  },
  { name: 'a signal as an item', make: (c) => message(c, writing(c), { class: 3 }) },
  {
    name: 'a class nobody knows',
    make: (c) => message(c, writing(c), { spoil: (header) => header.fill(7, 113, 114) }),
  },
  { name: 'a message in another chain', make: (c) => message(c, writing(c), { prevT: c.random(32) }) },
  {
    name: 'a message behind the record',
    make: (c) => {
      const { currentSeq, transcripts } = c.one.stream;
      return message(c, writing(c), { prevSeq: currentSeq - 1, prevT: transcripts.get(currentSeq - 1)! });
    },
  },
  {
    name: 'a message of another conversation',
    make: (c) => message(c, writing(c), { conversation: c.random(16) }),
  },
  {
    name: 'an id twice',
    make: (c) => {
      const last = c.one.items.findLast(({ item }) => item.type === 'message')?.item;
      return last?.type === 'message' ? message(c, writing(c), { messageId: last.messageId }) : null;
    },
  },
  {
    name: 'a message signed by another',
    make: async (c, strange) => message(c, writing(c), { signedBy: await strange() }),
  },
  {
    name: 'a message before the new key',
    make: async (c) => {
      const made = mustRekeyBy(c) ? await message(c, writing(c)) : null;
      return made && { ...made, isServersRule: true };
    },
  },
  { name: 'words of a telling length', make: (c) => message(c, writing(c), { length: 300 }) },
  { name: 'a message and a byte', make: (c) => message(c, writing(c), { trailing: 1 }) },
];
