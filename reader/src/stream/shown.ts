import { hex, same } from '../bytes/compare.ts';
import type { Bytes } from '../bytes/join.ts';
import { codeOf } from '../refuse.ts';
import { type Message, openMessage } from './message.ts';
import { type EpochRecord, streamKind } from './record.ts';
import { rowOf, type Stream } from './stream.ts';

/** One message of a judged stream as its reader sees it, edits and deletions applied. */
export type Shown = {
  seq: number;
  messageId: Bytes;
  sender: Bytes;
  state: 'said' | 'edited' | 'deleted' | 'withheld' | 'unreadable' | 'unknown';
  /** Of a text: what stands now, and before its first edit. */
  words: string | null;
  firstWords: string | null;
};

type Body = Record<string, unknown>;

/** The JSON of a message, `withheld` where the words were erased, `unreadable` where no key opens them. */
function bodyOf(message: Message, epochKey: Bytes | undefined): Body | 'withheld' | 'unreadable' {
  if (message.sealed === null) return 'withheld';
  if (epochKey === undefined) return 'unreadable';
  try {
    const body: unknown = JSON.parse(openMessage(message, epochKey));
    return typeof body === 'object' && body !== null && !Array.isArray(body) ? (body as Body) : {};
  } catch (error) {
    if (codeOf(error) === 'UNREADABLE') return 'unreadable';
    throw error;
  }
}

const isText = (body: Body) => body.t === 'text' && typeof body.x === 'string';
const isEdit = (body: Body) =>
  body.t === 'edit' && typeof body.ref === 'string' && typeof body.x === 'string';
const isDeletion = (body: Body) =>
  body.t === 'del' &&
  typeof body.ref === 'string' &&
  (body.edits === undefined ||
    (Array.isArray(body.edits) && body.edits.every((one) => typeof one === 'string')));

/** Who may delete what others said: who is responsible in a group. */
const moderates = ({ kind, rows }: EpochRecord, account: Bytes) =>
  kind === streamKind.group && rowOf(rows, account)?.role === 2;

/** What there is to read, in order. `keys` by epoch; silent messages show only where their words were taken away. */
export function shownOf({ before, items }: Stream, keys: readonly (Bytes | undefined)[]): Shown[] {
  const shown: Shown[] = [];
  const classes = new Map<string, number>();
  const find = (messageId: unknown, messageClass: 1 | 2) =>
    shown.find(
      (one) =>
        classes.get(hex(one.messageId)) === messageClass &&
        Buffer.from(one.messageId).toString('base64url') === messageId,
    );
  let record: EpochRecord | null = null;
  for (const [i, item] of items.entries()) {
    if (item.kind === 'record') {
      record = item.record;
      continue;
    }
    const { message } = item;
    const { messageId, sender } = message;
    const body = bodyOf(message, keys[message.epoch]);
    const mayDelete = (one: Shown) => same(one.sender, sender) || moderates(record!, sender);
    const isOpen = typeof body !== 'string';
    if (message.class === 2 && isOpen) {
      const ref = find(body.ref, 1);
      if (isEdit(body) && ref !== undefined && same(ref.sender, sender)) edit(ref, body.x as string);
      if (!isDeletion(body)) continue;
      if (ref !== undefined && mayDelete(ref))
        Object.assign(ref, { state: 'deleted', words: null, firstWords: null });
      for (const id of (body.edits ?? []) as string[]) {
        const taken = find(id, 2);
        if (taken !== undefined && mayDelete(taken)) shown.splice(shown.indexOf(taken), 1);
      }
      continue;
    }
    classes.set(hex(messageId), message.class);
    const words = isOpen && isText(body) ? (body.x as string) : null;
    const isKnown = isOpen && typeof body.t === 'string' && body.t !== 'edit' && body.t !== 'del';
    const state = isOpen ? (isKnown ? 'said' : 'unknown') : body;
    shown.push({ seq: before + i + 1, messageId, sender, state, words, firstWords: null });
  }
  return shown;
}

/** Only a text has another version; the first one stays. */
function edit(one: Shown, words: string): void {
  if (one.words === null) return;
  Object.assign(one, { state: 'edited', firstWords: one.firstWords ?? one.words, words });
}
