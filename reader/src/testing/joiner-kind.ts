import { bundlesOf } from '../account/bundle.ts';
import { judgeLog } from '../centre/judge-entry.ts';
import type { View } from '../centre/view.ts';
import { codeOf } from '../refuse.ts';
import { noPrev } from '../stream/epoch-key.ts';
import { judgeAnchor } from '../stream/judge-anchor.ts';
import { inOrder, type Reason, type Row, readRecord, signRecord } from '../stream/record.ts';
import { nextT } from '../stream/stream.ts';
import { compare, type Kind, person, seeds } from './kind.ts';
import { type Json, raw, text } from './vector.ts';

const knownTo = ({ people }: Json) => bundlesOf(people.map(person));
const viewsOf = (given: Json): readonly View[] => judgeLog(given.log.map(raw), knownTo(given));
const reasons: Record<number, Reason> = { 3: 'CHANGE', 8: 'VAULT_USE' };

function rowsOf({ rows, vault }: Json, centre: Row['id']): Row[] {
  const people = rows.map(({ role, account, kid }: Json) => ({
    kind: 1,
    role,
    id: raw(account),
    kid: raw(kid),
  }));
  return inOrder([
    ...people,
    ...(vault === null ? [] : [{ kind: 3 as const, role: 0 as const, id: centre, kid: raw(vault) }]),
  ]);
}

/** The record that lets somebody into a group, as they judge it, and what they must not take in its place. */
export const groupJoiner: Kind = {
  make: (given) => {
    const view = viewsOf(given).at(-1)!;
    const bytes = signRecord(
      seeds(given.sender).signKey,
      {
        conversation: raw(given.conversation),
        epoch: given.epoch,
        epochHash: raw(given.epochHash),
        sender: raw(given.sender.account),
        prevSeq: given.prevSeq,
        prevT: raw(given.prevT),
      },
      {
        centre: view.centre,
        logIndex: view.index,
        logHash: view.hash,
        kind: 3,
        reason: reasons[given.reason]!,
        commitment: raw(given.ekCommit),
        prevEpochKey: noPrev,
        rows: rowsOf(given, view.centre),
      },
    );
    const transcript = nextT(raw(given.transcriptBefore), readRecord(bytes).m);
    return { bytes: text(bytes), transcript: text(transcript) };
  },
  read: (given, out) => {
    const views = viewsOf(given);
    const joining = {
      conversation: raw(given.conversation),
      account: raw(given.account),
      seq: given.seq,
      transcriptBefore: raw(given.transcriptBefore),
    };
    const join = (bytes: string) => {
      const view = views[readRecord(raw(bytes)).logIndex] ?? views.at(-1)!;
      return judgeAnchor(raw(bytes), joining, view, knownTo(given));
    };
    compare(text(join(out.bytes).transcript.at(-1)!), out.transcript);
    for (const { bytes, code } of given.refused) {
      let found: string | null = null;
      try {
        join(bytes);
      } catch (error) {
        found = codeOf(error);
      }
      compare(found, code);
    }
  },
};
