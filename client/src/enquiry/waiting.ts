import type { Contract, Output } from '@beistand/contract';
import {
  type Bytes,
  fromBase64url,
  membersOf,
  newStream,
  Refused,
  takeMessage,
  takeRecord,
} from '@beistand/wire';
import { bundlesOf, fetchBundles } from '../centre/bundles.ts';
import { takeCentreKeys } from '../centre/keys.ts';
import { checkPin, logUpTo } from '../centre/log.ts';
import { type MessageEntry, readItems } from '../conversation/read.ts';
import type { RoomItem } from '../conversation/room.ts';
import { parseItem, viewOf } from '../conversation/sync.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { pinOf } from '../slot/state.ts';
import { Stop } from '../stop.ts';

/** A waiting enquiry as the list shows it: its beginning judged; the rest is when the conversation is opened. */
export type Waiting = {
  conversation: string;
  centre: string;
  topic: string | null;
  at: number;
  answerDueAt: number;
  name: string | null;
  topicTitle: string | null;
  /** The first words, null when they don't open for me or don't hold. */
  firstWords: string | null;
};

type Served = Output<Contract['listWaiting']>['waiting'][number];
const FIRST_WORDS = 240;

/** What the server alone can be blamed for. */
const refusedAs =
  <T>(instead: T) =>
  (error: unknown): T => {
    if (error instanceof Refused || error instanceof Stop) return instead;
    throw error;
  };

type Line = { served: Served; items: RoomItem[] };

/** Bytes of no form are a line that says nothing, not a list that doesn't come. */
async function parsed(served: Served): Promise<Line> {
  const items = await Promise.all(served.items.map(parseItem)).catch(refusedAs<RoomItem[]>([]));
  return { served, items };
}
const kidsIn = ({ items }: Line): Bytes[] =>
  items.flatMap(({ record }) => (record ? membersOf(record.rows).map(({ kid }) => kid) : []));

/** What holds from the enquiry's opening on, up to the first gap: its record and first words, signed by who asks. */
async function judgeBeginning(self: Self, { served, items }: Line): Promise<RoomItem[]> {
  const stream = newStream(fromBase64url(served.conversation));
  const judged: RoomItem[] = [];
  for (const item of items) {
    const { seq, record, message } = item;
    if (seq !== stream.seq + 1) break;
    if (message) await takeMessage(stream, message, { bundles: bundlesOf(self) });
    if (record) {
      const view = await viewOf(self, record, (log) =>
        checkPin(log, { createHash: pinOf(self.state, record.centre) }),
      );
      await takeRecord(stream, record, { view, bundles: bundlesOf(self) });
    }
    judged.push(item);
  }
  return judged;
}

/** What can be read of it; nothing where it doesn't hold: then opening it tells why. */
async function firstEntry(self: Self, line: Line): Promise<MessageEntry | undefined> {
  const judged = await judgeBeginning(self, line).catch(refusedAs<RoomItem[]>([]));
  if (judged.length === 0) return undefined;
  const records = new Map(line.items.flatMap(({ record }) => (record ? [[record.epoch, record]] : [])));
  const wraps = new Map(
    line.served.wraps.map(({ epoch, kind, box }) => [`${epoch}:${kind}`, fromBase64url(box)]),
  );
  const current = [...records.values()].at(-1);
  if (current) await takeCentreKeys(self, await logUpTo(self, current.centre, current.logIdx));
  const entries = await readItems(self, { wraps, records, epochKeys: new Map() }, judged, (epoch) =>
    records.get(epoch),
  );
  return entries.find((entry) => entry.t === 'message');
}

async function lineOf(self: Self, line: Line): Promise<Waiting> {
  const first = await firstEntry(self, line);
  const { conversation, centre, topic, at, answerDueAt } = line.served;
  return {
    conversation,
    centre,
    topic,
    at,
    answerDueAt,
    name: first?.name ?? null,
    topicTitle: first?.topicTitle ?? null,
    firstWords: first?.text?.slice(0, FIRST_WORDS) ?? null,
  };
}

/** A page of what waits in my centres, the soonest promise first. */
export async function listWaiting(
  self: Self,
  after?: string,
): Promise<{ waiting: Waiting[]; next: string | null }> {
  const answer = await call(self.world, 'listWaiting', { ...(after && { after }) });
  const lines = await Promise.all(answer.waiting.map(parsed));
  // All at once, for judging takes one line after the other: the first of a centre fetches its keys for the rest.
  await Promise.all(lines.map((line) => fetchBundles(self, kidsIn(line)).catch(refusedAs(undefined))));
  const waiting: Waiting[] = [];
  for (const line of lines) waiting.push(await lineOf(self, line));
  return { waiting, next: answer.next };
}
