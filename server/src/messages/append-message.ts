import type { Contract } from '@beistand/contract';
import { parseMessage } from '@beistand/wire';
import { bindFiles } from '../attachments/bind.ts';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { countOrRefuse } from '../http/limits.ts';
import { append, judgeNext } from './append.ts';
import { messageIn } from './read-input.ts';

/** Appends one sealed message, in the order of protocol "Server". A retry gets what the first try stored. */
export const appendMessage: Handler<Contract['appendMessage']> = async (asked) => {
  const { world, caller, me, input } = asked;
  const message = await messageIn(asked, parseMessage);
  const files = input.files.map((file) => toBytes(toBuffer(file)));
  const at = new Date(world.clock());

  const { stored, notices } = await asked.transact(async (tenant) => {
    const { stored, next } = await judgeNext(tenant, message, at);
    if (!next) return { stored, notices: [] };
    await bindFiles(tenant, message.conversation, me, next.place.seq + 1, files);
    countOrRefuse(world, `messages:${toText(me)}`, world.limits.messages[caller.kind ?? 'seeker']);
    asked.created();
    return append(tenant, message, next, at);
  });
  asked.announce(notices);
  return { seq: stored.seq, transcript: toText(stored.transcript), at: stored.at.getTime() };
};
