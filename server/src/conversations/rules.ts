import {
  BIT,
  type Bytes,
  type EpochRecord,
  membersOf,
  rowOf,
  type StreamState,
  type View,
} from '@beistand/wire';
import type { Announcement } from '../http/asked.ts';
import { type Absence, isAway } from './access.ts';
import type { Locked } from './store.ts';

/** A locked conversation in the form the judges read, for one item that names `prevSeq`. */
export function streamOf(place: Locked, prevSeq: number, newestDeed: StreamState['newestDeed']): StreamState {
  return {
    conversation: place.conversation,
    seq: place.seq,
    current: place.current,
    currentSeq: place.recordSeq,
    newestDeed,
    isAnswered: place.isAnswered,
    transcripts: { get: (seq) => (seq === prevSeq ? place.transcriptThere : undefined) },
    // A known id is answered before anything is judged.
    messageIds: { has: () => false },
  };
}

const accountsOf = (record: EpochRecord): Bytes[] => membersOf(record.rows).map(({ id }) => id);

/** Members who may hear of it now: a cover learns nothing before its dates and nothing after them. */
export const listenersOf = (record: EpochRecord, place: Absence, now: number): Bytes[] =>
  accountsOf(record).filter((account) => !isAway(place, account, now));

/** The accounts that may see a centre's waiting enquiries. */
const counsellorsOf = (view: View): Bytes[] =>
  view.staff.filter(({ bits }) => bits & BIT.counsellor).map(({ account }) => account);

export const waitingNotice = (view: View): Announcement => ({
  t: 'waiting',
  to: counsellorsOf(view),
  centre: view.centre,
});

/**
 * Who is told of a record: members that there is something to fetch, those no longer named that it is gone (their
 * sockets come back with what is left), and the counsellors of the centres whose waiting list changed.
 */
export function noticesOfRecord(
  before: EpochRecord,
  record: EpochRecord,
  { seq, place, now }: { seq: number; place: Absence; now: number },
  waitingLists: readonly View[],
): Announcement[] {
  const { conversation } = record;
  const removed = accountsOf(before).filter((account) => !rowOf(record.rows, account));
  const told: Announcement[] = [
    { t: 'items', to: listenersOf(record, place, now), conversation, seq },
    ...waitingLists.map(waitingNotice),
  ];
  return removed.length > 0
    ? [...told, { t: 'gone', to: removed, conversation }, { t: 'close', to: removed }]
    : told;
}
