import type { Notice } from '@beistand/contract';
import type { Announcement } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import type { World } from '../world.ts';
import { markLength } from './cursor.ts';

/**
 * An announcement as it travels between processes: what, who (accounts), which id, which number. Ids only, but for the
 * sealed bytes of a signal. The mark is random and names the hint in every process's memory; empty for one that this
 * process made for its own sockets, and for signals, which no memory keeps.
 */
export type Hint = [
  t: Announcement['t'],
  to: string[],
  id: string,
  number: number,
  mark: string,
  signal?: string,
];

/** PostgreSQL's payload ends at 7,999 bytes; an id has 22 letters and three of JSON round them. */
const mostPayload = 7_900;
const mostAccounts = 250;
/** Beside the 5,790 letters of the longest signal. */
const mostAccountsOfSignal = 64;

function hintsOf(notice: Announcement, random: World['random']): Hint[] {
  const to = notice.to.map(toText);
  const id = 'conversation' in notice ? notice.conversation : 'centre' in notice ? notice.centre : null;
  const number = 'seq' in notice ? notice.seq : 'idx' in notice ? notice.idx : 0;
  const most = notice.t === 'signal' ? mostAccountsOfSignal : mostAccounts;
  const parts = Array.from({ length: Math.ceil(to.length / most) }, (_, part) =>
    to.slice(part * most, (part + 1) * most),
  );
  if (notice.t === 'signal') return parts.map((part) => ['signal', part, toText(id!), 0, '', notice.message]);
  return parts.map((part) => [notice.t, part, id ? toText(id) : '', number, toText(random(markLength))]);
}

export const toHints = (notices: readonly Announcement[], random: World['random']): Hint[] =>
  notices.flatMap((notice) => hintsOf(notice, random));

/** As few payloads as hold them all, in order. */
export function toPayloads(hints: readonly Hint[]): string[] {
  const payloads: string[] = [];
  let open = '';
  for (const hint of hints) {
    const text = JSON.stringify(hint);
    if (open && open.length + text.length + 3 > mostPayload) {
      payloads.push(`[${open}]`);
      open = '';
    }
    open += open ? `,${text}` : text;
  }
  if (open) payloads.push(`[${open}]`);
  return payloads;
}

export const fromPayload = (payload: string): Hint[] => JSON.parse(payload);

/** What a browser is told; null for what only closes sockets. */
export function toNotice([t, , id, number, , signal]: Hint, cursor: string): Notice | null {
  switch (t) {
    case 'items':
      return { t, cursor, conversation: id, seq: number };
    case 'signal':
      return { t, cursor, conversation: id, message: signal! };
    case 'later':
      return { t, cursor };
    case 'gone':
      return { t, cursor, conversation: id };
    case 'waiting':
    case 'changes':
      return { t, cursor, centre: id };
    case 'log':
      return { t, cursor, centre: id, idx: number };
    case 'close':
      return null;
  }
}
