// CCPM, a message: a signed header over sealed text, and what stays of it after erasure.
import { type Bytes, cat, isZero, Reader, u8, u32 } from '../bytes.ts';
import { hash } from '../labels.ts';
import { Refused } from '../refused.ts';
import { type ItemHead, itemHash, itemHeadBytes, readItemHead } from './item-head.ts';
import { isPaddedCiphertext } from './padding.ts';

/** `signal` (calls, typing) is relayed and never an item of the stream. */
export const MESSAGE_CLASS = { content: 1, silent: 2, signal: 3 } as const;
export type MessageClass = (typeof MESSAGE_CLASS)[keyof typeof MESSAGE_CLASS];

export type MessageFields = ItemHead & { class: MessageClass; messageId: Bytes; salt: Bytes };
export type Message = MessageFields & {
  type: 'message';
  bytes: Bytes;
  /** 162 bytes, the additional data of the seal */
  header: Bytes;
  /** null once erased: header, hash and signature stay, so chain and author still verify */
  ct: Bytes | null;
  ctHash: Bytes;
  signed: Bytes;
  sig: Bytes;
  m: Bytes;
};

export const MESSAGE_HEADER_BYTES = 162;
export const ERASED_MESSAGE_BYTES = 258;

export const messageHeader = (fields: MessageFields): Bytes =>
  cat(itemHeadBytes('CCPM', fields), u8(fields.class), fields.messageId, fields.salt);

/** What is signed under `msg`, 194 bytes. */
export const messageBody = async (header: Bytes, ct: Bytes): Promise<Bytes> =>
  cat(header, await hash('ct', ct));

export const messageBytes = (header: Bytes, ct: Bytes, sig: Bytes): Bytes =>
  cat(header, u32(ct.length), ct, sig);

/** What the server keeps of a message when its ciphertext goes. */
export const erasedBytes = (message: Message): Bytes => cat(message.signed, message.sig);

function readHeader(r: Reader): MessageFields {
  const head = readItemHead(r, 'CCPM');
  return { ...head, class: r.oneOf(MESSAGE_CLASS), messageId: r.take(16), salt: r.take(32) };
}

async function readMessage(bytes: Bytes, isErased: boolean): Promise<Message> {
  const r = new Reader(bytes);
  const fields = readHeader(r);
  const header = bytes.slice(0, r.at);
  const ct = isErased ? null : r.take(r.uint(4));
  if (ct && !isPaddedCiphertext(ct.length)) throw new Refused('FORMAT');
  const ctHash = ct ? await hash('ct', ct) : r.take(32);
  const sig = r.take(64);
  r.end();
  const signed = cat(header, ctHash);
  const m = await itemHash(signed, sig);
  return { type: 'message', ...fields, bytes, header, ct, ctHash, signed, sig, m };
}

async function readItem(bytes: Bytes, isErased: boolean): Promise<Message> {
  const message = await readMessage(bytes, isErased);
  if (message.class === MESSAGE_CLASS.signal) throw new Refused('FORMAT');
  return message;
}

/** A stream item with its ciphertext: class 1 or 2, padded length, else `FORMAT`; the signature is the judge's. */
export const parseMessage = (bytes: Bytes): Promise<Message> => readItem(bytes, false);

/** A stream item whose ciphertext was erased, 258 bytes. */
export const parseErasedMessage = (bytes: Bytes): Promise<Message> => readItem(bytes, true);

/** Class 3: the same bytes outside the stream, so it names no place in it. */
export async function parseSignal(bytes: Bytes): Promise<Message> {
  const message = await readMessage(bytes, false);
  const isPlaceless = message.prevSeq === 0 && isZero(message.prevT);
  if (message.class !== MESSAGE_CLASS.signal || !isPlaceless) throw new Refused('FORMAT');
  return message;
}
