import type { Contract, Output } from '@beistand/contract';
import {
  CONVERSATION_KIND,
  fromBase64url,
  hasRowKind,
  parseRecord,
  ROLE,
  ROW_KIND,
  rowOf,
} from '@beistand/wire';
import { inTurn } from '../in-turn.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import { type ConversationRow, readRow, writeRow } from '../slot/row.ts';
import { roomOf } from './sync.ts';

/** One line of the list of my conversations: from the small sealed row, without opening the conversation. */
export type ListedConversation = {
  conversation: string;
  centre: string;
  centreName: string;
  isGroup: boolean;
  seq: number;
  changedAt: number;
  answerDueAt: number | null;
  answeredAt: number | null;
  isWaiting: boolean;
  myRole: number;
  row: ConversationRow;
  isUnread: boolean;
  staff: string[];
};

type Listed = Output<Contract['listConversations']>['conversations'][number];

async function lineOf(self: Self, listed: Listed): Promise<ListedConversation> {
  const record = await parseRecord(fromBase64url(listed.record.bytes));
  for (const { account, name } of listed.people) self.names.set(account, name);
  const room = roomOf(self, listed.conversation);
  const served = await readRow(self, listed.conversation, listed.slot);
  // A note made while the list was under way is newer than what it brings.
  if (served.version >= room.slot.version) room.slot = served;
  const { slot } = room;
  room.listedAt = fromBase64url(listed.centre);
  const { conversation, centre, centreName, seq, changedAt, answerDueAt, answeredAt } = listed;
  return {
    conversation,
    centre,
    centreName,
    isGroup: listed.kind === CONVERSATION_KIND.group,
    seq,
    changedAt,
    answerDueAt,
    answeredAt,
    isWaiting: hasRowKind(record.rows, ROW_KIND.inbox),
    myRole: rowOf(record.rows, myId(self))?.role ?? ROLE.none,
    row: slot.row,
    isUnread: seq > (slot.row.readSeq ?? 0),
    staff: listed.people.map(({ name }) => name),
  };
}

/** A page of my conversations, latest change first. */
export async function listConversations(
  self: Self,
  after?: string,
): Promise<{
  conversations: ListedConversation[];
  /** Mine once: a counsellor has passed them to a new key of who asks. On the first page. */
  passedOn: { conversation: string; at: number }[];
  next: string | null;
}> {
  const answer = await call(self.world, 'listConversations', { ...(after && { after }) });
  return {
    conversations: await Promise.all(answer.conversations.map((listed) => lineOf(self, listed))),
    passedOn: answer.passedOn,
    next: answer.next,
  };
}

/** Changes my small row of a conversation (draft, read mark, last words) so that my other devices see it. */
export async function noteConversation(
  self: Self,
  conversation: string,
  change: ConversationRow,
): Promise<void> {
  const room = roomOf(self, conversation);
  await inTurn(room.notes, async () => {
    const before = room.slot;
    if (change.draft) room.slot = { ...before, tried: change.draft.text };
    room.slot = await writeRow(self, conversation, before, change);
  });
}

/** The server has committed this text: as a draft it goes, unless something else stands there by now. */
export async function dropSentDraft(self: Self, conversation: string, text: string): Promise<void> {
  const room = roomOf(self, conversation);
  await inTurn(room.notes, async () => {
    if (room.slot.row.draft?.text === text)
      room.slot = await writeRow(self, conversation, room.slot, { draft: undefined });
  });
}
