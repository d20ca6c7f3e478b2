// CCPE, an epoch record: who is in a conversation from here on, and which key they share. The wraps lie beside it.
import { type Bytes, cat, compare, Reader, u8, u16, u32 } from '../bytes.ts';
import { Refused } from '../refused.ts';
import { type ItemHead, itemHash, itemHeadBytes, readItemHead } from './item-head.ts';

export const CONVERSATION_KIND = { oneToOne: 1, staffThread: 2, group: 3 } as const;
export type ConversationKind = (typeof CONVERSATION_KIND)[keyof typeof CONVERSATION_KIND];

export const REASON = {
  open: 1,
  accept: 2,
  change: 3,
  tidy: 4,
  move: 5,
  return: 6,
  relink: 7,
  vaultUse: 8,
} as const;
export type Reason = (typeof REASON)[keyof typeof REASON];

/** What a record did, in the one word by which a server remembers it and a client tells it. */
export const DEED = {
  [REASON.open]: 'opened',
  [REASON.accept]: 'accepted',
  [REASON.change]: 'changed',
  [REASON.tidy]: 'tidied',
  [REASON.move]: 'moved',
  [REASON.return]: 'returned',
  [REASON.relink]: 'relinked',
  [REASON.vaultUse]: 'vault-used',
} as const satisfies Record<Reason, string>;
export type Deed = (typeof DEED)[Reason];

/** The reason behind a deed, null for none. */
export const reasonOf = (deed: string | undefined): Reason | null =>
  Object.values(REASON).find((reason) => DEED[reason] === deed) ?? null;

export const ROW_KIND = { person: 1, inbox: 2, vault: 3 } as const;
export type RowKind = (typeof ROW_KIND)[keyof typeof ROW_KIND];

/** 0 belongs to inbox and vault rows alone. */
export const ROLE = { none: 0, asks: 1, responsible: 2, counsels: 3, reads: 4 } as const;
export type Role = (typeof ROLE)[keyof typeof ROLE];

export type Row = {
  kind: RowKind;
  role: Role;
  /** account, or the centre for inbox and vault */
  id: Bytes;
  kid: Bytes;
};

export const ROW_BYTES = 50;
export const MAX_ROWS = 104;
/** One sealed epoch key: X-Wing encapsulation 1,120, key 32, tag 16. */
export const EPOCH_WRAP_BYTES = 1168;

export type RecordFields = ItemHead & {
  centre: Bytes;
  logIdx: number;
  logHash: Bytes;
  kind: ConversationKind;
  reason: Reason;
  /** 32 bytes */
  ekCommit: Bytes;
  /** 48 bytes, zeros in epoch 0 and in groups */
  ekPrev: Bytes;
  /** ascending by their bytes, see `sortRows` */
  rows: readonly Row[];
};
export type EpochRecord = RecordFields & {
  type: 'record';
  bytes: Bytes;
  signed: Bytes;
  sig: Bytes;
  m: Bytes;
};

export const rowBytes = (row: Row): Bytes => cat(u8(row.kind), u8(row.role), row.id, row.kid);

export const sortRows = (rows: readonly Row[]): Row[] =>
  rows
    .map((row) => ({ row, bytes: rowBytes(row) }))
    .sort((a, b) => compare(a.bytes, b.bytes))
    .map(({ row }) => row);

/** What is signed under `epoch`: 249 bytes and 50 a row. */
export const recordBody = (fields: RecordFields): Bytes =>
  cat(
    itemHeadBytes('CCPE', fields),
    fields.centre,
    u32(fields.logIdx),
    fields.logHash,
    u8(fields.kind),
    u8(fields.reason),
    fields.ekCommit,
    fields.ekPrev,
    u16(fields.rows.length),
    ...fields.rows.map(rowBytes),
  );

function readRow(r: Reader): Row {
  const kind = r.oneOf(ROW_KIND);
  const role = r.oneOf(ROLE);
  if ((kind === ROW_KIND.person) === (role === ROLE.none)) throw new Refused('FORMAT');
  return { kind, role, id: r.take(16), kid: r.take(32) };
}

/** Rows strictly ascending and at most 104, else `FORMAT`; the signature is the judge's. */
export async function parseRecord(bytes: Bytes): Promise<EpochRecord> {
  const r = new Reader(bytes);
  const head = readItemHead(r, 'CCPE');
  const centre = r.take(16);
  const logIdx = r.uint(4);
  const logHash = r.take(32);
  const kind = r.oneOf(CONVERSATION_KIND);
  const reason = r.oneOf(REASON);
  const ekCommit = r.take(32);
  const ekPrev = r.take(48);
  const count = r.uint(2);
  if (count > MAX_ROWS) throw new Refused('FORMAT');
  const rows: Row[] = [];
  for (let left = count; left > 0; left--) {
    const row = readRow(r);
    const before = rows.at(-1);
    if (before && compare(rowBytes(before), rowBytes(row)) >= 0) throw new Refused('FORMAT');
    rows.push(row);
  }
  const signed = bytes.slice(0, r.at);
  const sig = r.take(64);
  r.end();
  const m = await itemHash(signed, sig);
  const fields = { ...head, centre, logIdx, logHash, kind, reason, ekCommit, ekPrev, rows };
  return { type: 'record', ...fields, bytes, signed, sig, m };
}
