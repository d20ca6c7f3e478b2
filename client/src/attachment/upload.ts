import { limits } from '@beistand/contract';
import { drawFileSeal, type FileSeal, sealPart } from '@beistand/crypto';
import { type Bytes, partCount, sealedLength, toBase64url } from '@beistand/wire';
import type { FileBody } from '../message/file-body.ts';
import type { Self } from '../self.ts';
import { backingOff, type WaitingFor } from '../server/back-off.ts';
import { call, ServerRefusal } from '../server/call.ts';
import { Stop } from '../stop.ts';

/** What is read piece by piece: a `Blob`, or a `File` as the person chose it. */
export type Content = {
  size: number;
  slice: (from: number, to: number) => { arrayBuffer: () => Promise<ArrayBuffer> };
};

/**
 * One upload of one content, in this page's memory only: after a reload it begins anew, under a key of its own. A part is
 * sealed once, for its nonces serve one content only, even should what was chosen change meanwhile.
 */
export type Attachment = FileSeal & {
  conversation: string;
  content: Content;
  name: string;
  mime: string;
  /** How long it is, for what was spoken. */
  ms?: number;
  /** The part that is on its way. */
  part: { number: number; sealed: Bytes } | null;
};

export type Following = {
  /** Parts of the sealed file that are there, and how many there will be. */
  onProgress?: (done: number, of: number) => void;
  onWaiting?: (reason: WaitingFor) => void;
  /** Given up by the person: throws the signal's reason. */
  signal?: AbortSignal | undefined;
};

/** Longer than a person waits beside an upload, in seconds. */
const SOON = 600;

/** Draws key and id for a content. `Stop('SIZE')` for more than a file may be. */
export function attach(
  { world }: Pick<Self, 'world'>,
  conversation: string,
  content: Content,
  { name, mime, ms }: { name: string; mime: string; ms?: number },
): Attachment {
  if (content.size > limits.file.mostBytes) throw new Stop('SIZE');
  const drawn = drawFileSeal(content.size, world.random);
  return { ...drawn, conversation, content, name, mime, ...(ms !== undefined && { ms }), part: null };
}

/** What a message names it by. */
export const fileIdOf = ({ fileId }: Attachment): string => toBase64url(fileId);

export const bodyOf = ({ world }: Pick<Self, 'world'>, attachment: Attachment): FileBody => ({
  ...(attachment.ms === undefined ? { t: 'file' } : { t: 'voice', ms: attachment.ms }),
  ts: world.now(),
  id: fileIdOf(attachment),
  key: toBase64url(attachment.fileKey),
  name: attachment.name,
  mime: attachment.mime,
  size: attachment.size,
});

/** Milliseconds pass, or the person has given up. */
export function waitUnless(
  wait: (ms: number) => Promise<void>,
  signal: AbortSignal | undefined,
): (ms: number) => Promise<void> {
  if (!signal) return wait;
  return (ms) =>
    new Promise((resolve, reject) => {
      const giveUp = () => reject(signal.reason);
      if (signal.aborted) return giveUp();
      signal.addEventListener('abort', giveUp, { once: true });
      wait(ms)
        .then(resolve, reject)
        .finally(() => signal.removeEventListener('abort', giveUp));
    });
}

/** A day's worth is stored: waiting here can't help. */
async function refuseFullDay<T>(attempt: Promise<T>): Promise<T> {
  try {
    return await attempt;
  } catch (error) {
    const isFull = error instanceof ServerRefusal && error.code === 'SLOW' && (error.body.after ?? 0) > SOON;
    throw isFull ? new Stop('QUOTA') : error;
  }
}

/**
 * Brings every part to the server that isn't there yet, one at a time, and backs off while there is no network. Called
 * again with the same attachment it goes on where it was. Throws what the server refuses, `Stop('QUOTA')` once a day's
 * worth is stored, `Stop('NO_FILE')` where the content can't be read any more, and the reason of `signal`.
 */
export async function upload(
  { world }: Pick<Self, 'world'>,
  attachment: Attachment,
  following: Following = {},
) {
  const { onProgress = () => undefined, onWaiting = () => undefined, signal } = following;
  const place = { conversation: attachment.conversation, file: fileIdOf(attachment) };
  const size = sealedLength(attachment.size);
  const count = partCount(size);
  const patiently = <T>(act: () => Promise<T>) =>
    backingOff({ ...world, wait: waitUnless(world.wait, signal) }, () => refuseFullDay(act()), onWaiting);
  const options = signal ? { signal } : {};
  const begin = async () => new Set((await call(world, 'beginFile', { ...place, size }, options)).parts);
  let present = await patiently(begin);
  for (let part = 0; part < count; part++) {
    onProgress(present.size, count);
    if (present.has(part)) continue;
    const octets = await sealedPart(attachment, part);
    let isFirst = true;
    await patiently(async () => {
      // The answer may be all that was lost: four megabytes are worth a question.
      if (!isFirst) {
        present = await begin();
        onProgress(present.size, count);
      }
      isFirst = false;
      if (!present.has(part)) await call(world, 'writePart', { ...place, part: `${part}`, octets }, options);
    });
    present.add(part);
  }
  attachment.part = null;
  onProgress(count, count);
}

async function sealedPart(attachment: Attachment, number: number): Promise<Bytes> {
  if (attachment.part?.number !== number) {
    const read = (from: number, to: number) => readSlice(attachment.content, from, to);
    attachment.part = { number, sealed: await sealPart(attachment, number, read) };
  }
  return attachment.part.sealed;
}

/** A file that has been changed, moved or deleted since it was chosen is refused by the browser. */
async function readSlice(content: Content, from: number, to: number): Promise<Bytes> {
  try {
    return new Uint8Array(await content.slice(from, to).arrayBuffer());
  } catch {
    throw new Stop('NO_FILE');
  }
}
