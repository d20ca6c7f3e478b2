import { bundlesOf } from '../account/bundle.ts';
import { judgeLog } from '../centre/judge-entry.ts';
import type { View } from '../centre/view.ts';
import { codeOf } from '../refuse.ts';
import { noPrev } from '../stream/epoch-key.ts';
import { judgeMessage } from '../stream/judge-message.ts';
import { judgeRecord } from '../stream/judge-record.ts';
import { readRecord, signRecord } from '../stream/record.ts';
import { currentOf, emptyStream, type Stream } from '../stream/stream.ts';
import { closing, tidy } from '../stream/tidy.ts';
import { compare, type Kind, person, seeds } from './kind.ts';
import { type Json, raw, text } from './vector.ts';

const knownTo = ({ people }: Json) => bundlesOf(people.map(person));

/** The next item, whichever it is, on the log up to where a record says that it stands. */
function take(stream: Stream, bytes: string, given: Json, views: readonly View[]): Stream {
  const isRecord = bytes.startsWith(text(new TextEncoder().encode('CCPE')));
  if (!isRecord) return judgeMessage(stream, raw(bytes), knownTo(given));
  return judgeRecord(stream, raw(bytes), (_, index) => views[index] ?? null, knownTo(given));
}

function openedOf(given: Json): { stream: Stream; views: readonly View[] } {
  const views = judgeLog(given.log.map(raw), knownTo(given));
  const { conversation } = readRecord(raw(given.opened));
  return { stream: take(emptyStream(conversation), given.opened, given, views), views };
}

/** The record that closes a group, what mustn't stand in its place, and what mustn't follow. */
export const groupClosing: Kind = {
  make: (given) => {
    const { stream, views } = openedOf(given);
    const view = views.at(-1)!;
    const { record } = currentOf(stream)!;
    const bytes = signRecord(
      seeds(given.sender).signKey,
      {
        conversation: record.conversation,
        epoch: record.epoch + 1,
        epochHash: record.m,
        sender: raw(given.sender.account),
        prevSeq: 1,
        prevT: stream.transcript.at(-1)!,
      },
      {
        centre: view.centre,
        logIndex: view.index,
        logHash: view.hash,
        kind: 3,
        reason: 'CHANGE',
        commitment: raw(given.ekCommit),
        prevEpochKey: noPrev,
        rows: closing(tidy(record.rows, view)),
      },
    );
    const closed = take(stream, text(bytes), given, views);
    return { bytes: text(bytes), transcript: text(closed.transcript.at(-1)!) };
  },
  read: (given, out) => {
    const { stream, views } = openedOf(given);
    const mustRefuse = (on: Stream, { bytes, code }: { bytes: string; code: string }) => {
      let found: string | null = null;
      try {
        take(on, bytes, given, views);
      } catch (error) {
        found = codeOf(error);
      }
      compare(found, code);
    };
    for (const one of given.refused) mustRefuse(stream, one);
    const closed = take(stream, out.bytes, given, views);
    compare(text(closed.transcript.at(-1)!), out.transcript);
    for (const one of given.after) mustRefuse(closed, one);
  },
};
