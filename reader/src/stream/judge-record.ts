import { type Bundles, bundleOf } from '../account/bundle.ts';
import { areZeros, hex, same } from '../bytes/compare.ts';
import type { Bytes } from '../bytes/join.ts';
import { bit } from '../centre/entry.ts';
import { has, kidOfStaff, type View } from '../centre/view.ts';
import { verify } from '../primitive/sign.ts';
import { insist, refuse } from '../refuse.ts';
import { mayStand } from './reasons.ts';
import { compareRows, type EpochRecord, type Role, readRecord, rowKind, streamKind } from './record.ts';
import { append, currentOf, insistOnChain, rowOf, type Stream } from './stream.ts';
import { isKept } from './tidy.ts';

const mostInAGroup = 100;

export function insistOnRows({ kind: of, rows }: EpochRecord, bundles: Bundles): void {
  insist(new Set(rows.map(({ kind, id }) => `${kind} ${hex(id)}`)).size === rows.length, 'ROWS');
  const people = rows.filter(({ kind }) => kind === rowKind.person).length;
  insist(of !== streamKind.group || people <= mostInAGroup, 'ROWS');
  for (const { kind, role, id, kid } of rows) {
    if (kind !== rowKind.person) continue;
    const bundle = bundleOf(bundles, kid);
    insist(same(bundle.account, id) && bundle.kind === (role === 1 ? 1 : 2), 'ROWS');
  }
}

function insistOnLog(record: EpochRecord, current: EpochRecord | null, view: View): void {
  const { centre, logIndex, logHash, reason } = record;
  const isThat = same(view.centre, centre) && view.index === logIndex && same(view.hash, logHash);
  insist(isThat, 'LOG');
  if (current === null) return;
  const stays = same(current.centre, centre);
  insist(stays ? logIndex >= current.logIndex : reason === 'MOVE', 'LOG');
}

type Sender = { kid: Bytes; role: Role | null };

/** E5: by which row, or as whom in the log, this sender may sign. */
function senderOf({ reason, rows, sender }: EpochRecord, current: EpochRecord | null, view: View): Sender {
  insist((reason === 'OPEN') === (current === null), 'NOT_ALLOWED');
  if (reason === 'ACCEPT' || reason === 'VAULT_USE') {
    insist(rowOf(current?.rows ?? [], sender) === null, 'NOT_ALLOWED');
    return { kid: kidOfStaff(view, sender) ?? refuse('STAFF'), role: null };
  }
  return rowOf(current?.rows ?? rows, sender) ?? refuse('NOT_ALLOWED');
}

function insistOnStaff(record: EpochRecord, { kid, role }: Sender, view: View, bundles: Bundles): void {
  if (role === 1) return;
  const bundle = bundleOf(bundles, kid);
  insist(bundle.kind === 2 && same(bundle.account, record.sender), 'STAFF');
  const mayTidy = isKept({ kind: 1, role: role ?? 0, id: record.sender, kid }, view);
  const mayAct = has(view, kid, record.reason === 'VAULT_USE' ? bit.custodian : bit.counsellor);
  insist(record.reason === 'TIDY' ? mayTidy : mayAct, 'STAFF');
}

export const insistOnTidyPeople = ({ rows }: EpochRecord, view: View): void =>
  insist(
    rows.every((row) => isKept(row, view)),
    'STAFF',
  );

export function insistOnKeys({ rows, epoch, kind, prevEpochKey }: EpochRecord, view: View): void {
  for (const row of rows) {
    if (row.kind === rowKind.person) continue;
    const key = row.kind === rowKind.inbox ? view.inbox : view.vault;
    const isThat = key.kid !== null && same(row.kid, key.kid) && same(row.id, view.centre);
    insist(isThat && !key.isStale, 'KEYS');
  }
  insist(rows.some((row) => row.kind === rowKind.vault) === (view.policy !== 0), 'VAULT');
  const isZero = epoch === 0 || kind === streamKind.group;
  insist(areZeros(prevEpochKey) === isZero, 'EK_PREV');
}

function insistOnKind({ kind, rows, reason }: EpochRecord, current: EpochRecord | null): void {
  const hasInbox = rows.some((row) => row.kind === rowKind.inbox);
  const [seeker, ...more] = rows.filter(({ role }) => role === 1);
  if (kind === streamKind.oneToOne) {
    insist(seeker !== undefined && more.length === 0, 'SEEKER');
    const isThere = current?.rows.some((row) => compareRows(row, seeker) === 0) ?? true;
    insist(isThere || reason === 'RELINK', 'SEEKER');
  } else {
    insist(!hasInbox && (kind === streamKind.group || seeker === undefined), 'KIND');
  }
}

/**
 * The stream with this record, or the first rule it breaks. `viewAt` folds the log of the record's centre up to an
 * index, null where that log doesn't reach (a client then asks for it; here it is `LOG`).
 */
export function judgeRecord(
  stream: Stream,
  bytes: Uint8Array,
  viewAt: (centre: Bytes, index: number) => View | null,
  bundles: Bundles,
): Stream {
  const record = readRecord(bytes);
  const current = currentOf(stream)?.record ?? null;
  insist(record.epoch === (current === null ? 0 : current.epoch + 1), 'STALE_EPOCH');
  insist(current === null ? areZeros(record.epochHash) : same(record.epochHash, current.m), 'STALE_EPOCH');
  insistOnChain(stream, record);
  insistOnRows(record, bundles);
  const view = viewAt(record.centre, record.logIndex) ?? refuse('LOG');
  insistOnLog(record, current, view);
  insist(current === null || record.kind === current.kind, 'KIND');
  const sender = senderOf(record, current, view);
  verify(bundleOf(bundles, sender.kid).signId, 'epoch', record.signed, record.signature);
  insistOnStaff(record, sender, view, bundles);
  insistOnTidyPeople(record, view);
  insistOnKeys(record, view);
  insistOnKind(record, current);
  insist(mayStand({ record, current, view, stream, role: sender.role }), 'NOT_ALLOWED');
  return append(stream, { kind: 'record', record });
}
