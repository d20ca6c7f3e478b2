import type { Contract, Output } from '@beistand/contract';
import { type EpochRecord, fromBase64url, parseMessage, parseRecord } from '@beistand/wire';
import { takeCentreKeys } from '../centre/keys.ts';
import { logUpTo } from '../centre/log.ts';
import { readItems } from '../conversation/read.ts';
import type { RoomItem } from '../conversation/room.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';

/** A waiting enquiry as the list shows it; what is opened here is judged when the conversation is opened. */
export type Waiting = {
  conversation: string;
  centre: string;
  topic: string | null;
  at: number;
  answerDueAt: number;
  name: string | null;
  topicTitle: string | null;
  /** The first words, null when they don't open for me. */
  firstWords: string | null;
};

type Served = Output<Contract['listWaiting']>['waiting'][number];
const FIRST_WORDS = 240;

async function lineOf(self: Self, served: Served): Promise<Waiting> {
  const items: RoomItem[] = [];
  const records = new Map<number, EpochRecord>();
  for (const { seq, at, kind, bytes } of served.items) {
    if (kind === 'record') {
      const record = await parseRecord(fromBase64url(bytes));
      records.set(record.epoch, record);
      items.push({ seq, at, record });
    } else if (kind === 'message') items.push({ seq, at, message: await parseMessage(fromBase64url(bytes)) });
  }
  const current = [...records.values()].at(-1);
  if (current) await takeCentreKeys(self, await logUpTo(self, current.centre, current.logIdx));
  const wraps = new Map(served.wraps.map(({ epoch, kind, box }) => [`${epoch}:${kind}`, fromBase64url(box)]));
  const entries = await readItems(self, { wraps, records, epochKeys: new Map() }, items, (epoch) =>
    records.get(epoch),
  );
  const first = entries.find((entry) => entry.t === 'message');
  const { conversation, topic, at, answerDueAt } = served;
  return {
    conversation,
    centre: served.centre,
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
  const waiting: Waiting[] = [];
  // One after the other: the first of a centre fetches its keys for the rest.
  for (const served of answer.waiting) waiting.push(await lineOf(self, served));
  return { waiting, next: answer.next };
}
