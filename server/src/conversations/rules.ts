import {
  accessOf,
  BIT,
  type Bytes,
  type EpochRecord,
  membersOf,
  rowOf,
  type StreamState,
  type View,
} from '@beistand/wire';
import type { Announcement } from '../http/asked.ts';
import { type Absence, isAway, rightTo } from './access.ts';
import type { Locked, Place } from './store.ts';

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

/** Members who may hear of it now: former staff learn nothing, nor does a cover before its dates or after them. */
export const listenersOf = (
  record: EpochRecord,
  place: Absence & Pick<Locked, 'newest'>,
  now: number,
): Bytes[] =>
  accountsOf(record).filter(
    (account) => accessOf(record, place.newest, account) && !isAway(place, account, now),
  );

/** The accounts that may see a centre's waiting enquiries. */
const counsellorsOf = (view: View): Bytes[] =>
  view.staff.filter(({ bits }) => bits & BIT.counsellor).map(({ account }) => account);

export const waitingNotice = (view: View): Announcement => ({
  t: 'waiting',
  to: counsellorsOf(view),
  centre: view.centre,
});

/**
 * Who is told of a record: members that there is something to fetch, those who could read until now that it is gone (their
 * sockets come back with what is left), and the counsellors of the centres whose waiting list changed. Whoever was out
 * already isn't told when the record follows.
 */
export function noticesOfRecord(
  before: Place,
  record: EpochRecord,
  { seq, after, now }: { seq: number; after: Parameters<typeof listenersOf>[1]; now: number },
  waitingLists: readonly View[],
): Announcement[] {
  const { conversation } = record;
  const removed = accountsOf(before.current).filter(
    (account) => !rowOf(record.rows, account) && rightTo(before, account, now),
  );
  const told: Announcement[] = [
    { t: 'items', to: listenersOf(record, after, now), conversation, seq },
    ...waitingLists.map(waitingNotice),
  ];
  return removed.length > 0
    ? [...told, { t: 'gone', to: removed, conversation }, { t: 'close', to: removed }]
    : told;
}
