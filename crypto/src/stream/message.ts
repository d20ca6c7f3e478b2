// Sits above gcm.ts: a signed header over sealed text. Header, ciphertext hash and signature stand without
// the text, so a message can be erased and its place and author still verify.
//
// K ‖ N = KDF(EK, salt, "msg", header, 44): a fresh salt makes every message its own key, and the header
// in context and AAD ties the text to its conversation, epoch, place, author and id. GCM alone doesn't
// commit to a key; the signature over H("ct", ct) beside the header does. Source: protocol "Messages".
import {
  type Bytes,
  MESSAGE_CLASS,
  type Message,
  type MessageFields,
  messageBody,
  messageBytes,
  messageHeader,
  parseMessage,
  parseSignal,
} from '@beistand/wire';
import type { Account } from '../account/make.ts';
import { lock, unlock } from '../gcm.ts';
import { derive } from '../kdf.ts';
import { type Json, pad, unpad } from '../padded.ts';
import type { Random } from '../random.ts';
import { sign } from '../sign.ts';
import { Unopened } from '../unopened.ts';

/** Where and as what a message goes; sender and salt are added here. */
export type MessagePlan = Omit<MessageFields, 'sender' | 'salt'>;

async function messageKey(epochKey: Bytes, salt: Bytes, header: Bytes) {
  const both = await derive(epochKey, salt, 'msg', header, 44);
  return { key: both.slice(0, 32), nonce: both.slice(32) };
}

/**
 * Seals and signs a body for the epoch of `plan`. Same id and body on a retry, but always a new salt.
 * Class 3 makes a signal, which stands outside the stream (prevSeq 0, prevT zeros). Refuses with SIZE
 * beyond 64 KiB.
 */
export async function sealMessage(
  by: Account,
  epochKey: Bytes,
  plan: MessagePlan,
  body: Json,
  random: Random,
): Promise<Message> {
  const salt = random(32);
  const header = messageHeader({ ...plan, sender: by.bundle.account, salt });
  const { key, nonce } = await messageKey(epochKey, salt, header);
  const ct = await lock(key, nonce, pad(body), header);
  const sig = await sign(by.signKey, 'msg', await messageBody(header, ct));
  const bytes = messageBytes(header, ct, sig);
  return plan.class === MESSAGE_CLASS.signal ? parseSignal(bytes) : parseMessage(bytes);
}

/**
 * The body of a message that wire has judged. Throws UNREADABLE, which then blames the sender and never
 * the server: the signature was good, so these are the bytes the sender made. Also when it was erased.
 */
export async function openMessage(epochKey: Bytes, message: Message): Promise<Json> {
  if (!message.ct) throw new Unopened('UNREADABLE');
  const { key, nonce } = await messageKey(epochKey, message.salt, message.header);
  return unpad(await unlock(key, nonce, message.ct, message.header));
}
