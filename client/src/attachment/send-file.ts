import { dropMessage } from '../message/outbox.ts';
import { deliver, queueMessage, type Sent } from '../message/send.ts';
import type { Self } from '../self.ts';
import { ServerRefusal } from '../server/call.ts';
import { type Attachment, attach, bodyOf, type Following, upload } from './upload.ts';

const TRIES = 3;

/**
 * Uploads and then says so: resolves once the message that names the file is committed. From its last part on it waits in
 * the outbox like any message. What the server no longer has is uploaded again, as another file.
 */
export async function sendFile(self: Self, given: Attachment, following: Following = {}): Promise<Sent> {
  let attachment = given;
  for (let left = TRIES - 1; ; left--) {
    await upload(self, attachment, following);
    const row = await queueMessage(self, attachment.conversation, bodyOf(self, attachment));
    try {
      return await deliver(self, row, following.onWaiting ?? (() => undefined));
    } catch (error) {
      if (left === 0 || !(error instanceof ServerRefusal) || error.code !== 'FILES') throw error;
      await dropMessage(self, row.messageId);
      attachment = attach(self, attachment.conversation, attachment.content, attachment);
    }
  }
}
