// What a person sees first. Judging a conversation takes from its beginning; its newest page is worth showing sooner,
// and only if not a word of it can be the server's own: its items pass the same rules from the page's start on, and a
// record in it, which by hash holds those before and by keys those after, is signed by me or by staff of a pinned centre.
import {
  BIT,
  type Bytes,
  checkSignature,
  type EpochRecord,
  fromBase64url,
  hasBit,
  newStream,
  nextTranscript,
  REASON,
  Refused,
  refuseUnless,
  type Stream,
  same,
  staffByAccount,
  takeMessage,
  takeRecord,
  type View,
} from '@beistand/wire';
import { bundleFor, bundlesOf } from '../centre/bundles.ts';
import { checkPin } from '../centre/log.ts';
import { myId, type Self } from '../self.ts';
import { pinOf } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import type { Room, RoomItem } from './room.ts';
import { type ItemsAnswer, parseItem, viewOf } from './sync.ts';

export type NewestPage = {
  items: RoomItem[];
  /** By epoch, from the one in force where the page begins. */
  records: Map<number, EpochRecord>;
  current: EpochRecord;
};

/** What has passed through a centre that I never went to is left to the judgement. */
const pinnedView = (self: Self, record: EpochRecord): Promise<View> =>
  viewOf(self, record, (log) => {
    const createHash = pinOf(self.state, record.centre);
    if (!createHash) throw new Stop('FALSE_CENTRE');
    checkPin(log, { createHash });
  });

/** Those whose records may change a conversation: E5 in protocol "Records". */
const SENDS = BIT.counsellor | BIT.custodian | BIT.writer;

/** Signed by me or by staff of the pinned log. Whoever asks is in no log: a record of theirs says nothing to staff. */
async function isVouchedFor(self: Self, record: EpochRecord, view: View): Promise<boolean> {
  const isMine = same(record.sender, myId(self));
  const kid = isMine ? self.account.bundle.kid : staffByAccount(view, record.sender)?.kid;
  if (!kid || !(isMine || hasBit(view, kid, SENDS))) return false;
  checkSignature((await bundleFor(self, kid)).edPk, 'epoch', record.signed, record.sig);
  return true;
}

/** The record in force where the page begins; the page's own first item, if that is one. */
async function recordBefore(answer: ItemsAnswer, first: RoomItem): Promise<RoomItem> {
  const before = first.record ? first : answer.records[0] && (await parseItem(answer.records[0]));
  if (!before) throw new Refused('CHAIN');
  return before;
}

/** The stream from `record` on, its transcript before the page being the server's word. */
async function streamFrom(
  conversation: Bytes,
  record: EpochRecord,
  seq: number,
  first: RoomItem,
  transcriptBefore: Bytes,
): Promise<Stream> {
  refuseUnless(same(record.conversation, conversation) && seq <= first.seq, 'CHAIN');
  const stream = newStream(conversation);
  stream.transcripts = new Map([[first.seq - 1, transcriptBefore]]);
  if (first.record) stream.transcripts.set(first.seq, await nextTranscript(transcriptBefore, record.m));
  return Object.assign(stream, {
    seq: first.record ? first.seq : first.seq - 1,
    current: record,
    currentSeq: seq,
    newestDeed: record.reason === REASON.tidy ? null : record.reason,
  });
}

/**
 * The page, its signatures verified, or null where nobody known vouches for it (an enquiry that waits is signed by a
 * stranger alone). Throws `Refused` or `Stop` when it doesn't hold; also for an honest page whose first items reach
 * back before it. Then it is left to the judgement.
 */
export async function judgePage(self: Self, room: Room, answer: ItemsAnswer): Promise<NewestPage | null> {
  const items = await Promise.all(answer.items.map(parseItem));
  const first = items[0];
  if (!first) return null;
  const records = new Map<number, EpochRecord>();
  let stream = newStream(room.conversation);
  let isVouched = false;
  let following = items;
  if (first.seq > 1) {
    const { record, seq } = await recordBefore(answer, first);
    const view = await pinnedView(self, record!);
    refuseUnless(same(view.hash, record!.logHash), 'LOG');
    stream = await streamFrom(room.conversation, record!, seq, first, fromBase64url(answer.transcriptBefore));
    records.set(record!.epoch, record!);
    isVouched = await isVouchedFor(self, record!, view);
    following = first.record ? items.slice(1) : items;
  }
  for (const { seq, record, message } of following) {
    refuseUnless(seq === stream.seq + 1, 'CHAIN');
    if (message) await takeMessage(stream, message, { bundles: bundlesOf(self) });
    if (!record) continue;
    const view = await pinnedView(self, record);
    await takeRecord(stream, record, { view, bundles: bundlesOf(self) });
    records.set(record.epoch, record);
    isVouched ||= await isVouchedFor(self, record, view);
  }
  return isVouched ? { items, records, current: stream.current! } : null;
}
