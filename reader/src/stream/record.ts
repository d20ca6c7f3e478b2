import { compare } from '../bytes/compare.ts';
import { type Bytes, join, u8, u16, u32 } from '../bytes/join.ts';
import { type Cursor, read } from '../bytes/read.ts';
import { hash } from '../primitive/hash.ts';
import { sign } from '../primitive/sign.ts';
import { insist } from '../refuse.ts';
import { type Head, readHead, writeHead } from './head.ts';

export const rowKind = { person: 1, inbox: 2, vault: 3 } as const;
export type RowKind = 1 | 2 | 3;
/** 1 asks, 2 responsible, 3 counsels, 4 reads, 0 is no person. */
export type Role = 0 | 1 | 2 | 3 | 4;
export type Row = { kind: RowKind; role: Role; id: Bytes; kid: Bytes };

export const streamKind = { oneToOne: 1, staffThread: 2, group: 3 } as const;
export type StreamKind = 1 | 2 | 3;
const reasons = ['OPEN', 'ACCEPT', 'CHANGE', 'TIDY', 'MOVE', 'RETURN', 'RELINK', 'VAULT_USE'] as const;
export type Reason = (typeof reasons)[number];

export type Terms = {
  centre: Bytes;
  logIndex: number;
  logHash: Bytes;
  kind: StreamKind;
  reason: Reason;
  commitment: Bytes;
  prevEpochKey: Bytes;
  rows: readonly Row[];
};
export type EpochRecord = Head & Terms & { m: Bytes; signed: Bytes; signature: Bytes };

const mostRows = 104;

export const writeRow = ({ kind, role, id, kid }: Row): Bytes => join(u8(kind), u8(role), id, kid);
export const compareRows = (a: Row, b: Row): number => compare(writeRow(a), writeRow(b));
export const inOrder = (rows: readonly Row[]): Row[] => rows.toSorted(compareRows);
export const areSameRows = (a: readonly Row[], b: readonly Row[]): boolean =>
  a.length === b.length && a.every((row, i) => compareRows(row, b[i]!) === 0);

export function signRecord(signKey: Uint8Array, head: Head, terms: Terms): Bytes {
  const signed = join(
    writeHead('CCPE', head),
    terms.centre,
    u32(terms.logIndex),
    terms.logHash,
    u8(terms.kind),
    u8(reasons.indexOf(terms.reason) + 1),
    terms.commitment,
    terms.prevEpochKey,
    u16(terms.rows.length),
    ...terms.rows.map(writeRow),
  );
  return join(signed, sign(signKey, 'epoch', signed));
}

function readRow(cursor: Cursor): Row {
  const kind = cursor.oneOf<RowKind>(1, 2, 3);
  const role = cursor.oneOf<Role>(0, 1, 2, 3, 4);
  insist((kind === rowKind.person) === (role !== 0), 'FORMAT');
  return { kind, role, id: cursor.take(16), kid: cursor.take(32) };
}

export function readRecord(bytes: Uint8Array): EpochRecord {
  const cursor = read(bytes);
  const head = readHead(cursor, 'CCPE');
  const centre = cursor.take(16);
  const logIndex = cursor.number(4);
  const logHash = cursor.take(32);
  const kind = cursor.oneOf<StreamKind>(1, 2, 3);
  const reason = reasons[cursor.oneOf(1, 2, 3, 4, 5, 6, 7, 8) - 1]!;
  const commitment = cursor.take(32);
  const prevEpochKey = cursor.take(48);
  const count = cursor.number(2);
  insist(count <= mostRows, 'FORMAT');
  const rows = Array.from({ length: count }, () => readRow(cursor));
  insist(
    rows.every((row, i) => i === 0 || compareRows(rows[i - 1]!, row) < 0),
    'FORMAT',
  );
  const signed = Uint8Array.from(bytes.subarray(0, cursor.at()));
  const signature = cursor.take(64);
  cursor.end();
  const terms = { centre, logIndex, logHash, kind, reason, commitment, prevEpochKey, rows };
  return { ...head, ...terms, m: hash('item', bytes), signed, signature };
}
