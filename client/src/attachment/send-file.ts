import { dropMessage } from '../message/outbox.ts';
import { deliver, queueMessage, type Sent } from '../message/send.ts';
import type { Self } from '../self.ts';
import { ServerRefusal } from '../server/call.ts';
import { type Attachment, attach, bodyOf, type Following, upload } from './upload.ts';

const TRIES = 3;

/** Settles like `act`, or throws the signal's reason as soon as the person has given up. */
function unlessGivenUp<T>(act: Promise<T>, signal: AbortSignal | undefined): Promise<T> {
  if (!signal) return act;
  const { promise, reject } = Promise.withResolvers<never>();
  const giveUp = () => reject(signal.reason);
  if (signal.aborted) giveUp();
  signal.addEventListener('abort', giveUp, { once: true });
  return Promise.race([act, promise]).finally(() => signal.removeEventListener('abort', giveUp));
}

/**
 * Uploads and then says so: resolves once the message that names the file is committed. From its last part on it waits in
 * the outbox like any message, until it is given up. What the server no longer has is uploaded again, as another file: the
 * attachment is then that one.
 */
export async function sendFile(self: Self, attachment: Attachment, following: Following = {}): Promise<Sent> {
  const { signal, onWaiting = () => undefined } = following;
  for (let left = TRIES - 1; ; left--) {
    await upload(self, attachment, following);
    const row = await queueMessage(self, attachment.conversation, bodyOf(self, attachment));
    try {
      return await unlessGivenUp(deliver(self, row, onWaiting), signal);
    } catch (error) {
      const isAgain = left > 0 && error instanceof ServerRefusal && error.code === 'FILES';
      if (isAgain || signal?.aborted) await dropMessage(self, row.messageId);
      if (!isAgain) throw error;
      Object.assign(attachment, attach(self, attachment.conversation, attachment.content, attachment));
    }
  }
}
