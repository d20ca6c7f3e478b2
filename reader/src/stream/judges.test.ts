// Long: one generator of everything that may happen to a conversation, and the loop that shows it to both judges.
import {
  accessOf as accessOfProduct,
  isInPool as isInPoolOfProduct,
  isOrphaned,
  joinGroup,
  mustRekey as mustRekeyOfProduct,
  type View as ProductView,
  parseRecord,
  tidy as tidyOfProduct,
} from '@beistand/wire';
import { expect, test } from 'vitest';
import { hex, same } from '../bytes/compare.ts';
import { type Bytes, zeros } from '../bytes/join.ts';
import { bit } from '../centre/entry.ts';
import { has, type View } from '../centre/view.ts';
import { codeOf } from '../refuse.ts';
import type { Person } from '../testing/cast.ts';
import { type Draws, drawsFrom } from '../testing/draws.ts';
import {
  hearProductSignal,
  type ProductStream,
  productBundles,
  productStream,
  productViews,
  takeProductMessage,
  takeProductRecord,
} from '../testing/product.ts';
import { inboxRow, personBy, personRow, type Stage, setStage, vaultRows } from '../testing/stage.ts';
import type { Head } from './head.ts';
import { judgeAnchor } from './judge-anchor.ts';
import { judgeMessage, judgeSignal } from './judge-message.ts';
import { judgeRecord } from './judge-record.ts';
import { eraseMessage, makeMessage, readMessage } from './message.ts';
import {
  inOrder,
  type Reason,
  type Row,
  readRecord,
  rowKind,
  signRecord,
  type Terms,
  writeRow,
} from './record.ts';
import { accessOf, isInPool, isOrphan } from './state.ts';
import { currentOf, emptyStream, type Stream } from './stream.ts';
import { closing, isClosed, mustRekey, tidy } from './tidy.ts';

const conversations = 100;
const steps = 25;
const reasons: readonly Reason[] = [
  'OPEN',
  'ACCEPT',
  'CHANGE',
  'TIDY',
  'MOVE',
  'RETURN',
  'RELINK',
  'VAULT_USE',
];
const roles = [1, 2, 3, 4] as const;

type Plan = { head: Head; terms: Terms; signer: Person };

const withRole = (rows: readonly Row[], ...wanted: number[]) =>
  rows.filter(({ role }) => wanted.includes(role));
const peopleIn = (rows: readonly Row[]) => rows.filter(({ kind }) => kind === rowKind.person);

/** The rows somebody honest would write for this reason. */
function rowsFor(
  draws: Draws,
  stage: Stage,
  { reason, kind }: Terms,
  before: readonly Row[],
  view: View,
): Row[] {
  const staffed = stage.staff.filter(({ bundle }) => has(view, bundle.kid, bit.counsellor));
  const anyone = () => draws.oneOf(staffed.length > 0 ? staffed : stage.staff);
  const kept = tidy(before, view);
  const seeker = withRole(before, 1).slice(0, 1);
  const noInbox = kept.filter((row) => row.kind !== rowKind.inbox);
  switch (reason) {
    case 'OPEN': {
      if (kind !== 1) {
        const members =
          kind === 3 ? stage.seekers.filter(() => draws.once(2)).map((one) => personRow(one, 1)) : [];
        return [personRow(anyone(), 2), ...members, ...vaultRows(view)];
      }
      const whom = draws.once(4) ? personRow(anyone(), 2) : inboxRow(view);
      return [personRow(stage.seekers[0]!, 1), whom, ...vaultRows(view)];
    }
    case 'ACCEPT': {
      const [me, ...team] = [anyone(), ...(draws.once(3) ? [anyone(), anyone()] : [])];
      return [...noInbox, personRow(me!, 2), ...team.map((one) => personRow(one, 3))];
    }
    case 'CHANGE': {
      if (draws.once(8)) return closing(draws.once(4) ? kept.slice(1) : kept);
      const rest = draws.once(3)
        ? noInbox.filter((row) => row.role === 1 || row.kind !== 1 || !draws.once(2))
        : noInbox;
      return [
        ...rest,
        personRow(draws.once(4) ? draws.oneOf(stage.people) : anyone(), draws.oneOf([2, 2, 3, 4])),
      ];
    }
    case 'MOVE':
    case 'RETURN':
      return [...seeker, inboxRow(view), ...vaultRows(view)];
    case 'RELINK':
      return [...kept.filter(({ role }) => role !== 1), personRow(draws.oneOf(stage.seekers), 1)];
    case 'VAULT_USE':
      return [...noInbox, personRow(anyone(), 2)];
    default:
      return kept;
  }
}

function senderFor(
  draws: Draws,
  stage: Stage,
  { reason, kind }: Terms,
  rows: readonly Row[],
  before: readonly Row[],
  view: View,
) {
  const custodians = stage.staff.filter(({ bundle }) => has(view, bundle.kid, bit.custodian));
  const among = (list: readonly Row[]) => list.flatMap(({ id }) => personBy(stage.people, id) ?? []);
  const fitting: Readonly<Record<Reason, readonly Person[]>> = {
    OPEN: among(withRole(rows, kind === 1 ? 1 : 2)),
    ACCEPT: among(withRole(rows, 2)),
    CHANGE: among(kind === 3 ? withRole(before, 2) : withRole(before, 2, 3)),
    TIDY: among(kind === 3 ? withRole(before, 2) : withRole(before, 1, 2, 3)),
    MOVE: among(withRole(before, 1)),
    RETURN: among(withRole(before, 2)),
    RELINK: among(withRole(before, 2)),
    VAULT_USE: custodians,
  };
  const list = fitting[reason];
  return list.length === 0 || draws.once(12) ? draws.oneOf(stage.people) : draws.oneOf(list);
}

/** Each row once, as a record must have them. */
function distinct(rows: readonly Row[]): Row[] {
  const byId = new Map(rows.map((row) => [`${row.kind} ${hex(row.id)}`, row]));
  return inOrder([...byId.values()]);
}

function likelyReason(draws: Draws, before: readonly Row[]): Reason {
  const waits = before.some(({ kind }) => kind === rowKind.inbox);
  if (draws.once(5)) return draws.oneOf(reasons);
  return waits
    ? draws.oneOf(['ACCEPT', 'ACCEPT', 'TIDY', 'MOVE'])
    : draws.oneOf(['CHANGE', 'CHANGE', 'TIDY', 'MOVE', 'RETURN', 'RETURN', 'RELINK', 'VAULT_USE']);
}

function planRecord(draws: Draws, stage: Stage, stream: Stream): Plan {
  const current = currentOf(stream)?.record ?? null;
  const before = current?.rows ?? [];
  const reason = current === null && !draws.once(20) ? 'OPEN' : likelyReason(draws, before);
  const isAway = reason === 'MOVE' && draws.once(2);
  const home =
    stage.logs.find(({ centre }) => current !== null && same(centre.id, current.centre)) ?? stage.logs[0]!;
  const log = isAway ? draws.oneOf(stage.logs) : home;
  const least = current !== null && same(log.centre.id, current.centre) ? current.logIndex : 0;
  const index = draws.once(3) ? log.views.length - 1 : least + draws.upTo(log.views.length - least);
  const view = log.views[Math.max(index, Math.min(2, log.views.length - 1))]!;
  const kind = current?.kind ?? draws.oneOf([1, 1, 2, 3] as const);
  const hasNoPrev = current === null || kind === 3;
  const bare: Terms = {
    centre: view.centre,
    logIndex: view.index,
    logHash: view.hash,
    kind,
    reason,
    commitment: draws.bytes(32),
    prevEpochKey: hasNoPrev ? zeros(48) : draws.bytes(48),
    rows: [],
  };
  const rows = distinct(rowsFor(draws, stage, bare, before, view));
  const signer = senderFor(draws, stage, bare, rows, before, view);
  return {
    head: {
      conversation: stream.conversation,
      epoch: current === null ? 0 : current.epoch + 1,
      epochHash: current?.m ?? zeros(32),
      sender: signer.bundle.account,
      ...place(draws, stream),
    },
    terms: { ...bare, rows },
    signer,
  };
}

function place(draws: Draws, stream: Stream) {
  const least = currentOf(stream)?.seq ?? 0;
  const prevSeq = least + draws.upTo(stream.items.length - least + 1);
  return { prevSeq, prevT: stream.transcript[prevSeq]! };
}

function spoilHead(draws: Draws, head: Head): Head {
  const to = draws.oneOf<Partial<Head>>([
    { epoch: head.epoch + 1 },
    { epochHash: draws.bytes(32) },
    { prevSeq: head.prevSeq + 1 },
    { prevSeq: Math.max(0, head.prevSeq - 1) },
    { prevT: draws.bytes(32) },
    { conversation: draws.bytes(16) },
    { sender: draws.bytes(16) },
  ]);
  return { ...head, ...to };
}

function spoilRows(draws: Draws, stage: Stage, rows: readonly Row[]): Row[] {
  const i = draws.upTo(Math.max(1, rows.length));
  const one = rows[i] ?? personRow(draws.oneOf(stage.people), 2);
  const others = rows.filter((_, at) => at !== i);
  const someone = draws.oneOf(stage.people);
  const isPerson = one.kind === rowKind.person;
  return inOrder(
    draws.oneOf<() => Row[]>([
      () => others,
      () => [...others, { ...one, kid: draws.bytes(32) }],
      () => [...others, { ...one, id: draws.bytes(16) }],
      () => [...others, { ...one, role: isPerson ? draws.oneOf(roles) : 0 }],
      () => [...rows, personRow(someone, draws.oneOf(roles))],
      () => [...rows, { ...one, kid: someone.bundle.kid }],
      () => [...rows, inboxRow(draws.oneOf(draws.oneOf(stage.logs).views))],
      () => [...others, ...vaultRows(draws.oneOf(stage.logs[0]!.views))],
    ])(),
  );
}

function spoilTerms(draws: Draws, stage: Stage, terms: Terms): Terms {
  const view = draws.oneOf(draws.oneOf(stage.logs).views);
  const to = draws.oneOf<() => Partial<Terms>>([
    () => ({ centre: view.centre, logIndex: view.index, logHash: view.hash }),
    () => ({ logHash: draws.bytes(32) }),
    () => ({ kind: draws.oneOf([1, 2, 3]) }),
    () => ({ reason: draws.oneOf(reasons) }),
    () => ({ prevEpochKey: terms.prevEpochKey.every((byte) => byte === 0) ? draws.bytes(48) : zeros(48) }),
    () => ({ rows: terms.rows.filter(({ kind }) => kind !== rowKind.vault) }),
    () => ({ rows: terms.rows.filter(({ role }) => role !== 1) }),
    () => ({ rows: spoilRows(draws, stage, terms.rows) }),
    () => ({ rows: spoilRows(draws, stage, terms.rows) }),
  ]);
  return { ...terms, ...to() };
}

/** Mostly what somebody honest would sign, now and then with one thing about it wrong. */
function anyRecord(draws: Draws, stage: Stage, stream: Stream): Bytes {
  const plan = planRecord(draws, stage, stream);
  const head = draws.once(10) ? spoilHead(draws, plan.head) : plan.head;
  const terms = draws.once(3) ? spoilTerms(draws, stage, plan.terms) : plan.terms;
  const { signKey } = draws.once(20) ? draws.oneOf(stage.people) : plan.signer;
  const bytes = signRecord(signKey, head, terms);
  if (draws.once(20)) bytes[draws.upTo(bytes.length)]! ^= 1 << draws.upTo(8);
  return bytes;
}

function anyMessage(draws: Draws, stage: Stage, stream: Stream, isSignal = false): Bytes {
  const current = currentOf(stream)?.record ?? null;
  const members = peopleIn(current?.rows ?? []).flatMap(({ id }) => personBy(stage.people, id) ?? []);
  const author = members.length === 0 || draws.once(8) ? draws.oneOf(stage.people) : draws.oneOf(members);
  const honest: Head = {
    conversation: stream.conversation,
    epoch: current?.epoch ?? 0,
    epochHash: current?.m ?? zeros(32),
    sender: author.bundle.account,
    ...(isSignal ? { prevSeq: 0, prevT: zeros(32) } : place(draws, stream)),
  };
  const head = draws.once(6) ? spoilHead(draws, honest) : honest;
  const earlier = stream.items.flatMap((item) => (item.kind === 'message' ? [item.message.messageId] : []));
  const isRepeated = earlier.length > 0 && draws.once(10);
  const bytes = makeMessage(
    { signKey: (draws.once(20) ? draws.oneOf(stage.people) : author).signKey, epochKey: draws.bytes(32) },
    head,
    {
      class: draws.oneOf(isSignal ? ([3, 3, 3, 3, 1] as const) : ([1, 1, 1, 2, 2, 2, 3] as const)),
      messageId: isRepeated ? draws.oneOf(earlier) : draws.bytes(16),
      salt: draws.bytes(32),
      json: '{"t":"text"}',
    },
  );
  if (draws.once(20)) bytes[draws.upTo(bytes.length)]! ^= 1 << draws.upTo(8);
  return draws.once(6) && bytes[113] !== 3 ? erasedOr(bytes) : bytes;
}

function attempt<T>(act: () => T): T | null {
  try {
    return act();
  } catch {
    return null;
  }
}

const erasedOr = (bytes: Bytes): Bytes => attempt(() => eraseMessage(readMessage(bytes))) ?? bytes;

async function verdict(act: () => unknown): Promise<string> {
  try {
    await act();
    return 'taken';
  } catch (error) {
    return codeOf(error) ?? String(error);
  }
}

const viewIn = <V extends { centre: Bytes }>(
  logs: readonly (readonly V[])[],
  centre: Bytes,
  index: number,
): V => {
  const log = logs.find(([first]) => first !== undefined && same(first.centre, centre)) ?? logs[0]!;
  return log[Math.min(index, log.length - 1)]!;
};

test(`R3: both implementations judge ${conversations * steps} random items alike, and see the same states`, async () => {
  const draws = drawsFrom('streams');
  const stage = setStage(draws);
  const theirBundles = await productBundles(stage.people.slice(0, -1));
  const myLogs = stage.logs.map(({ views }) => views);
  const theirLogs: ProductView[][] = [];
  for (const { centre } of stage.logs) theirLogs.push(await productViews(centre.entries, theirBundles));
  const tally: Record<string, number> = {};
  const count = (name: string) => {
    tally[name] = (tally[name] ?? 0) + 1;
  };

  for (let i = 0; i < conversations; i++) {
    let stream: Stream = emptyStream(draws.bytes(16));
    const theirs: ProductStream = productStream(stream.conversation);
    for (let step = 0; step < steps; step++) {
      const isRecord = stream.items.length === 0 ? !draws.once(10) : !draws.once(3);
      const bytes = isRecord ? anyRecord(draws, stage, stream) : anyMessage(draws, stage, stream);
      if (!isRecord && draws.once(3)) await compareSignals(anyMessage(draws, stage, stream, true));
      let next = stream;
      const mine = await verdict(() => {
        next = isRecord
          ? judgeRecord(stream, bytes, (centre, index) => viewIn(myLogs, centre, index), stage.bundles)
          : judgeMessage(stream, bytes, stage.bundles);
      });
      const view = (centre: Bytes, index: number) => viewIn(theirLogs, centre, index);
      const others = await verdict(() =>
        isRecord
          ? takeProductRecord(theirs, bytes, view, theirBundles)
          : takeProductMessage(theirs, bytes, theirBundles),
      );
      expect(`${i}.${step} ${isRecord ? describe(bytes) : 'message'}: ${mine}`).toBe(
        `${i}.${step} ${isRecord ? describe(bytes) : 'message'}: ${others}`,
      );
      count(`${isRecord ? 'record' : 'message'} ${mine}`);
      stream = next;
      if (isRecord && bytes[165] === 3) await compareAnchor(bytes);
      const current = currentOf(stream);
      if (!isRecord || mine !== 'taken' || current === null) continue;
      count(`${current.record.reason} of kind ${current.record.kind}`);
      if (isClosed(current.record)) count('closed');
      expect(hex(stream.transcript.at(-1)!)).toBe(hex(theirs.transcripts.get(theirs.seq)!));
      await compareStates(current.record.centre, bytes);
    }

    async function compareSignals(bytes: Bytes) {
      const id = bytes.slice(114, 130);
      const isSeen = draws.once(6);
      const mine = await verdict(() => judgeSignal(stream, bytes, () => isSeen, stage.bundles));
      const seen = new Set(isSeen ? [hex(id)] : []);
      const others = await verdict(() => hearProductSignal(theirs, bytes, seen, theirBundles));
      expect(`${i} signal ${mine}`).toBe(`${i} signal ${others}`);
      count(`signal ${mine}`);
    }

    async function compareStates(centre: Bytes, bytes: Bytes) {
      const record = currentOf(stream)!.record;
      const theirRecord = await parseRecord(bytes);
      const index = draws.upTo(12);
      const newest = viewIn(myLogs, centre, index);
      const theirNewest = viewIn(theirLogs, centre, index);
      const { account } = draws.oneOf(stage.people).bundle;
      const rows = (list: readonly Row[]) => list.map((row) => hex(writeRow(row)));
      expect(rows(tidy(record.rows, newest))).toEqual(rows(tidyOfProduct(theirRecord.rows, theirNewest)));
      expect([
        mustRekey(record, newest),
        accessOf(record, newest, account),
        isInPool(record, newest, account),
        isOrphan(record, newest),
      ]).toEqual([
        mustRekeyOfProduct(theirRecord, theirNewest),
        accessOfProduct(theirRecord, theirNewest, account)?.role ?? null,
        isInPoolOfProduct(theirRecord, theirNewest, account),
        isOrphaned(theirRecord, theirNewest),
      ]);
    }

    /** Whether somebody who joins would begin at this record, which the others have judged by now. */
    async function compareAnchor(bytes: Bytes) {
      const seq = Math.max(1, stream.items.length);
      const record = attempt(() => readRecord(bytes));
      const centre = record?.centre ?? stage.logs[0]!.centre.id;
      const index = draws.once(5) ? draws.upTo(12) : (record?.logIndex ?? 0);
      const named = peopleIn(record?.rows ?? []).map(({ id }) => id);
      const account =
        named.length > 0 && !draws.once(4) ? draws.oneOf(named) : draws.oneOf(stage.people).bundle.account;
      const at = draws.once(8) ? 0 : seq;
      const joining = {
        ...{ conversation: draws.once(10) ? account : stream.conversation, account, seq: at },
        transcriptBefore: draws.bytes(32),
      };
      const mine = await verdict(() =>
        judgeAnchor(bytes, joining, viewIn(myLogs, centre, index), stage.bundles),
      );
      const context = { view: viewIn(theirLogs, centre, index), bundles: theirBundles };
      const others = await verdict(async () => joinGroup(await parseRecord(bytes), joining, context));
      expect(`${i} anchor ${mine}`).toBe(`${i} anchor ${others}`);
      count(`anchor ${mine}`);
    }
  }
  process.stdout.write(
    `items: ${JSON.stringify(Object.fromEntries(Object.entries(tally).sort()), null, 1)}\n`,
  );
  const wanted = [
    'closed',
    ...reasons.map((reason) => `${reason} of kind 1`),
    ...['OPEN', 'CHANGE', 'TIDY'].flatMap((reason) => [2, 3].map((kind) => `${reason} of kind ${kind}`)),
    ...['STALE_EPOCH', 'CHAIN', 'ROWS', 'AKB', 'LOG', 'KIND', 'NOT_ALLOWED', 'STAFF', 'SIGNATURE'].map(
      (code) => `record ${code}`,
    ),
    ...['KEYS', 'VAULT', 'EK_PREV', 'SEEKER', 'FORMAT'].map((code) => `record ${code}`),
    ...['STALE_EPOCH', 'NOT_ALLOWED', 'CHAIN', 'DUPLICATE', 'SIGNATURE', 'FORMAT', 'taken'].map(
      (code) => `message ${code}`,
    ),
    ...['taken', 'KIND', 'CHAIN', 'LOG', 'NOT_ALLOWED'].map((code) => `anchor ${code}`),
    ...['taken', 'FORMAT', 'NOT_ALLOWED', 'STALE_EPOCH', 'DUPLICATE'].map((code) => `signal ${code}`),
  ];
  for (const name of wanted) expect(`${name} ${(tally[name] ?? 0) >= 3}`).toBe(`${name} true`);
});

/** For a failing line only. */
const describe = (bytes: Bytes) =>
  bytes.length > 166 ? `reason ${bytes[166]} of kind ${bytes[165]}` : 'short';
