import { type Bytes, join, u8, u32, utf8 } from '../bytes/join.ts';
import { isPaddedLength, pad, paddedLength, unpadJson } from '../bytes/pad.ts';
import { read } from '../bytes/read.ts';
import { open, seal } from '../primitive/gcm.ts';
import { derive, hash } from '../primitive/hash.ts';
import { sign } from '../primitive/sign.ts';
import { insist, refuse } from '../refuse.ts';
import { type Head, readHead, writeHead } from './head.ts';

/** 1 content, 2 silent, 3 signal. */
export type MessageClass = 1 | 2 | 3;
export type Message = Head & {
  class: MessageClass;
  messageId: Bytes;
  salt: Bytes;
  /** Null in the erased form. */
  sealed: Bytes | null;
  header: Bytes;
  signed: Bytes;
  signature: Bytes;
  m: Bytes;
};

const headerLength = 162;
const erasedLength = headerLength + 32 + 64;

function keysOf(epochKey: Uint8Array, salt: Uint8Array, header: Uint8Array) {
  const keys = derive(epochKey, salt, 'msg', header, 44);
  return [keys.slice(0, 32), keys.slice(32)] as const;
}

export type Draft = { class: MessageClass; messageId: Uint8Array; salt: Uint8Array; json: string };

export function makeMessage(
  secrets: { signKey: Uint8Array; epochKey: Uint8Array },
  head: Head,
  draft: Draft,
): Bytes {
  const header = join(writeHead('CCPM', head), u8(draft.class), draft.messageId, draft.salt);
  const sealed = seal(...keysOf(secrets.epochKey, draft.salt, header), pad(utf8(draft.json)), header);
  const signature = sign(secrets.signKey, 'msg', join(header, hash('ct', sealed)));
  return join(header, u32(sealed.length), sealed, signature);
}

/** An item's message as sent, or as erasure left it; the erased form is the only one of its length. */
export function readMessage(bytes: Uint8Array): Message {
  const cursor = read(bytes);
  const head = readHead(cursor, 'CCPM');
  const messageClass = cursor.oneOf<MessageClass>(1, 2, 3);
  const [messageId, salt] = [cursor.take(16), cursor.take(32)];
  const header = Uint8Array.from(bytes.subarray(0, headerLength));
  const isErased = bytes.length === erasedLength;
  insist(!isErased || messageClass !== 3, 'FORMAT');
  const sealed = isErased ? null : cursor.take(cursor.number(4));
  insist(sealed === null || isPaddedLength(sealed.length - 16), 'FORMAT');
  const signed = join(header, sealed === null ? cursor.take(32) : hash('ct', sealed));
  const signature = cursor.take(64);
  cursor.end();
  const m = hash('item', signed, signature);
  return { ...head, class: messageClass, messageId, salt, sealed, header, signed, signature, m };
}

/** What remains when the words are gone. */
export const eraseMessage = ({ signed, signature }: Message): Bytes => join(signed, signature);

/** The JSON text, or `UNREADABLE`. */
export function openMessage(message: Message, epochKey: Uint8Array): string {
  const { sealed, salt, header } = message;
  if (sealed === null) return refuse('UNREADABLE');
  return unpadJson(open(...keysOf(epochKey, salt, header), sealed, header), paddedLength);
}
