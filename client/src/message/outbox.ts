import type { RefusalCode } from '@beistand/contract';
import { toBase64url } from '@beistand/wire';
import { myId, type Self } from '../self.ts';
import { dropUnsent, keepUnsent, readUnsent } from '../unsent/keep.ts';
import type { Body } from './body.ts';

/**
 * What was written and isn't acknowledged yet. A row leaves only after the server has committed it, and keeps its
 * message id over every retry, so nothing is lost and nothing arrives twice.
 */
export type OutboxRow = {
  messageId: string;
  conversation: string;
  body: Body;
  class: 1 | 2;
  /** The hour at which the server shall send it; now when there is none. */
  at?: number;
  /** Why it isn't under way: the code that stopped it, shown in words; null while it is being tried. */
  stoppedBy: string | null;
};
export type Outbox = {
  rows: Map<string, OutboxRow>;
  /** By conversation: what was written first goes first. */
  turns: Map<string, Promise<unknown>>;
  /** By message id the bytes posted last, so that an answer that got lost can be asked for again. */
  posted: Map<string, string>;
};

export const newOutbox = (): Outbox => ({ rows: new Map(), turns: new Map(), posted: new Map() });

/** Named by their account: whoever signs in after someone else in the same tab gets nothing of theirs. */
type Kept = { account: string; rows: OutboxRow[] };

/** Writes the outbox down for this tab; true once it survives a reload. */
export const keepOutbox = (self: Self): Promise<boolean> =>
  keepUnsent(self.world, 'outbox', {
    account: toBase64url(myId(self)),
    rows: [...self.outbox.rows.values()],
  } satisfies Kept);

/** Takes over what this tab kept before a reload or an ended session. */
export async function takeOutbox(self: Self): Promise<void> {
  const kept = (await readUnsent(self.world, 'outbox')) as Kept | null;
  if (!kept) return;
  if (kept.account !== toBase64url(myId(self))) return dropUnsent(self.world, ['outbox']);
  for (const row of kept.rows) self.outbox.rows.set(row.messageId, row);
}

const UNTIL_SIGNED_IN: readonly string[] = ['SESSION', 'FRESH', 'FACTOR'] satisfies readonly RefusalCode[];

/** After signing in: the rows to `deliver`, in the order they were written. What was refused for good stays as it is. */
export function resume(self: Self): OutboxRow[] {
  for (const row of self.outbox.rows.values())
    if (row.stoppedBy && UNTIL_SIGNED_IN.includes(row.stoppedBy)) row.stoppedBy = null;
  return [...self.outbox.rows.values()].filter(({ stoppedBy }) => stoppedBy === null);
}

/** The person takes back what couldn't be sent. */
export async function dropMessage(self: Self, messageId: string): Promise<void> {
  if (self.outbox.rows.delete(messageId)) await keepOutbox(self);
}
