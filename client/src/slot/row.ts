import { openSlot, sealSlot, Unopened } from '@beistand/crypto';
import { fromBase64url, toBase64url } from '@beistand/wire';
import { withLines } from '../message/body.ts';
import type { Self } from '../self.ts';
import { call, ServerRefusal } from '../server/call.ts';
import { Stop } from '../stop.ts';

/**
 * A conversation's small sealed row: what a list shows without opening the conversation, and the draft.
 * On a race what was changed last wins field by field; the read mark only grows, and of two drafts both texts stay.
 */
export type ConversationRow = {
  name?: string;
  topic?: string;
  lastWords?: string;
  /** Whether I wrote them. */
  isLastMine?: boolean;
  /** Whether they are a file's name. */
  isLastFile?: boolean;
  readSeq?: number;
  draft?: { text: string; at: number } | undefined;
};
/** `tried`: a draft that was sent and not acknowledged, so it may stand there as well. */
export type RowSlot = { version: number; row: ConversationRow; tried?: string | undefined };

export async function readRow(
  self: Self,
  conversation: string,
  served: { version: number; bytes: string } | null,
): Promise<RowSlot> {
  if (!served) return { version: 0, row: {} };
  try {
    const { version, body } = await openSlot(
      self.account,
      fromBase64url(conversation),
      fromBase64url(served.bytes),
    );
    return { version, row: wellFormed(body) };
  } catch (error) {
    // Only convenience is lost: the row is written anew over what can't be read.
    if (error instanceof Unopened) return { version: served.version, row: {} };
    throw error;
  }
}

const isOfForm: Record<string, (value: unknown) => boolean> = {
  lastWords: (value) => typeof value === 'string',
  isLastMine: (value) => typeof value === 'boolean',
  isLastFile: (value) => typeof value === 'boolean',
  readSeq: (value) => Number.isSafeInteger(value) && (value as number) >= 0,
  draft: (value) =>
    typeof value === 'object' &&
    value !== null &&
    'text' in value &&
    typeof value.text === 'string' &&
    'at' in value &&
    typeof value.at === 'number',
};

/** Field by field: a page that shows a list must not fall over one that another version or device wrote amiss. */
function wellFormed(body: unknown): ConversationRow {
  if (typeof body !== 'object' || body === null || Array.isArray(body)) return {};
  const fields = Object.entries(withLines(body as Record<string, unknown>));
  return Object.fromEntries(fields.filter(([name, value]) => isOfForm[name]?.(value) ?? true));
}

/** More lost races in a row than other devices of one person can cause. */
const TRIES = 20;

type Draft = ConversationRow['draft'];

/** Who changed it wins; changed on two devices, both texts stay. */
function mergedDraft({ row, tried }: RowSlot, mine: Draft, theirs: Draft): Draft {
  if (!theirs || [row.draft?.text, tried, mine?.text].includes(theirs.text)) return mine;
  if (!mine || mine.text === row.draft?.text || theirs.text.includes(mine.text)) return theirs;
  if (mine.text.includes(theirs.text)) return mine;
  return { text: `${theirs.text}\n\n${mine.text}`, at: Math.max(mine.at, theirs.at) };
}

function mergedRow(before: RowSlot, change: ConversationRow, theirs: ConversationRow): ConversationRow {
  const merged = { ...theirs, ...change };
  if ('draft' in change) merged.draft = mergedDraft(before, change.draft, theirs.draft);
  if (change.readSeq !== undefined) merged.readSeq = Math.max(change.readSeq, theirs.readSeq ?? 0);
  return merged;
}

/** Writes changed fields by compare-and-set; a lost race reads the newer row and merges the change into it. */
export async function writeRow(
  self: Self,
  conversation: string,
  before: RowSlot,
  change: ConversationRow,
): Promise<RowSlot> {
  const slot = fromBase64url(conversation);
  let known = before;
  for (let tries = 0; tries < TRIES; tries++) {
    const row = mergedRow(before, change, known.row);
    const version = known.version + 1;
    const bytes = toBase64url(await sealSlot(self.account, slot, version, row, self.world.random));
    try {
      await call(self.world, 'writeSlot', { slot: conversation, version, bytes });
      return { version, row };
    } catch (error) {
      if (!(error instanceof ServerRefusal) || error.code !== 'AGAIN' || !error.body.current) throw error;
      known = await readRow(self, conversation, error.body.current);
    }
  }
  throw new Stop('BUSY');
}
