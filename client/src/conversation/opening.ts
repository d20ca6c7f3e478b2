import type { Call, Contract } from '@beistand/contract';
import { makeRecord, sealMessage } from '@beistand/crypto';
import {
  type Bytes,
  type ConversationKind,
  type MessageClass,
  nextTranscript,
  REASON,
  type Row,
  toBase64url,
  type View,
  zeros,
} from '@beistand/wire';
import type { Bundled } from '../centre/bundles.ts';
import type { Body } from '../message/body.ts';
import type { Self } from '../self.ts';
import { publicKeys } from './rekey.ts';

export type Plan = {
  conversation: Bytes;
  messageId: Bytes;
  kind: ConversationKind;
  /** The newest of its centre. */
  view: View;
  rows: Row[];
  class: MessageClass;
  body: Body;
};

/** A conversation's first record and first message, which the server stores together or not at all. */
export async function sealOpening(
  self: Bundled & Pick<Self, 'account'>,
  { conversation, messageId, kind, view, rows, class: messageClass, body }: Plan,
): Promise<Pick<Call<Contract['enquire']>, 'record' | 'wraps' | 'message'>> {
  const { account, world } = self;
  const of = {
    ...{ conversation, epoch: 0, epochHash: zeros(32), prevSeq: 0, prevT: zeros(32), kind, rows },
    ...{ centre: view.centre, logIdx: view.idx, logHash: view.hash, reason: REASON.open },
  };
  const made = await makeRecord(account, of, null, await publicKeys(self, rows, view), world.random);
  const message = await sealMessage(
    account,
    made.epochKey,
    {
      conversation,
      epoch: 0,
      epochHash: made.record.m,
      prevSeq: 1,
      prevT: await nextTranscript(zeros(32), made.record.m),
      class: messageClass,
      messageId,
    },
    body,
    world.random,
  );
  return {
    record: toBase64url(made.record.bytes),
    wraps: made.wraps.map(toBase64url),
    message: toBase64url(message.bytes),
  };
}
