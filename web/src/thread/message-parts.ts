import type { MessageEntry, OutboxRow } from '@beistand/client';
import type { Texts } from '../text/generated/texts.ts';
import type { Delivery } from '../ui/bubble.tsx';
import type { UnderWay } from './use-outbox.ts';

/** What its author may still do with a message. */
export type MessageAct = 'edit' | 'delete';

/** What stands where nothing of a text is there, by the reason. */
export type Stubs = Record<Exclude<MessageEntry['state'], 'ok' | 'edited'>, string>;

/** What is shown of a message beside who wrote it and when. */
export type MessageParts = {
  text: string;
  /** What it names instead of saying something. */
  file?: { name: string; mime: string; size: number } | undefined;
  /** The centre it suggests to go to instead. */
  handover?: MessageEntry['handover'];
  /** Nothing of the text is there: `text` says why. */
  isStub?: boolean;
  /** What stood there first, of an edited message. */
  firstText?: string | null;
  acts?: readonly MessageAct[];
  delivery?: Delivery;
  /** An edit or a deletion under way: its outbox row, how far it is, and what giving it up is called. */
  change?: { row: string; words: string; discard: string } | undefined;
};

export const deliveryOf = (
  { messageId, stoppedBy }: OutboxRow,
  { waiting }: UnderWay,
): 'sending' | 'waiting' | 'failed' =>
  stoppedBy ? 'failed' : waiting.has(messageId) ? 'waiting' : 'sending';

/** What is under way to a message that stands there already, and is no message of its own. */
export const isChange = ({ body }: OutboxRow): boolean => body.t === 'edit' || body.t === 'del';

/** A message as it will be once what is under way to it has arrived. */
export function partsOf(
  entry: MessageEntry,
  underWay: UnderWay,
  stubs: Stubs,
  t: Texts['thread'],
): MessageParts {
  const { state, isMine, text, firstText, file, handover } = entry;
  if (state === 'unreadable' && isMine) return { text: t.unreadableOwn, isStub: true };
  if (state !== 'ok' && state !== 'edited') return { text: stubs[state], isStub: true };
  const standing: MessageParts = { text: text ?? (handover ? t.suggested : ''), firstText, file, handover };
  if (!isMine) return standing;
  const row = underWay.rows.findLast(({ body }) => 'ref' in body && body.ref === entry.id);
  if (!row)
    return { ...standing, delivery: 'arrived', acts: text === null ? ['delete'] : ['edit', 'delete'] };
  const isEdit = row.body.t === 'edit';
  const delivery = deliveryOf(row, underWay);
  const words = isEdit
    ? { sending: t.sending, waiting: t.waitingForNet, failed: t.notEdited }
    : { sending: t.deleting, waiting: t.deletingLater, failed: t.notDeleted };
  return {
    ...standing,
    ...(row.body.t === 'edit' && { text: row.body.x, firstText: firstText ?? text }),
    delivery,
    change: {
      row: row.messageId,
      words: words[delivery],
      discard: isEdit ? t.discardEdit : t.discardDeletion,
    },
  };
}
