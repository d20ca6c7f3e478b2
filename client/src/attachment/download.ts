import { openMessage, openPart } from '@beistand/crypto';
import { type Bytes, cat, partCount, sealedLength, toBase64url } from '@beistand/wire';
import { epochKeyOf } from '../conversation/epoch-key.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { readBody } from '../message/body.ts';
import { type FileBody, sealIn } from '../message/file-body.ts';
import type { Self } from '../self.ts';
import { backingOff } from '../server/back-off.ts';
import { call } from '../server/call.ts';
import { Stop } from '../stop.ts';
import { type Following, waitUnless } from './upload.ts';

/** What a judged message of the conversation names. `Stop('NOT_WANTED')` when there is no such file there. */
async function fileIn(self: Self, conversation: string, messageId: string): Promise<FileBody> {
  const room = roomOf(self, conversation);
  await inTurn(room, () => sync(self, room));
  const message = room.items.find(
    (item) => item.message && toBase64url(item.message.messageId) === messageId,
  )?.message;
  const body = message && readBody(await openMessage(await epochKeyOf(self, room, message.epoch), message));
  if (!body || !('key' in body)) throw new Stop('NOT_WANTED');
  return body;
}

/**
 * Fetches the file a message names, a part at a time, and hands over its content in order as each part has been opened.
 * Throws `Unopened` for anything but exactly what was sealed: what was handed over until then is none of it to be shown.
 */
export async function download(
  self: Self,
  conversation: string,
  messageId: string,
  take: (content: Bytes) => void | Promise<void>,
  { onProgress = () => undefined, onWaiting = () => undefined, signal }: Following = {},
): Promise<FileBody> {
  const { world } = self;
  const body = await fileIn(self, conversation, messageId);
  const seal = sealIn(body);
  const count = partCount(sealedLength(body.size));
  for (let part = 0; part < count; part++) {
    onProgress(part, count);
    const sealed = await backingOff(
      { ...world, wait: waitUnless(world.wait, signal) },
      () =>
        call(world, 'readPart', { conversation, file: body.id, part: `${part}` }, signal ? { signal } : {}),
      onWaiting,
    );
    await take(await openPart(seal, part, sealed));
  }
  onProgress(count, count);
  return body;
}

/** The whole content at once, for who can hold it; throws like `download`. */
export async function contentOf(
  self: Self,
  conversation: string,
  messageId: string,
  following: Following = {},
): Promise<Bytes> {
  const pieces: Bytes[] = [];
  await download(self, conversation, messageId, (piece) => void pieces.push(piece), following);
  return cat(...pieces);
}
