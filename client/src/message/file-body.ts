import { isLine, limits } from '@beistand/contract';
import type { FileSeal } from '@beistand/crypto';
import { fromBase64url } from '@beistand/wire';

/**
 * A file, named by what opens it: `id` 16 bytes, `key` 32, `size` bytes of content. `mime` is the sender's word. What
 * was spoken is one too; `ms` is how long, as measured while it was recorded, for the recording itself doesn't say.
 */
export type FileBody = ({ t: 'file' } | { t: 'voice'; ms: number }) & {
  ts: number;
  id: string;
  key: string;
  name: string;
  mime: string;
  size: number;
};

/** Longer than any name a system gives. */
const longestName = 255;
const anyBytes = 'application/octet-stream';

/** The last letter carries fewer bits than the others: one spelling per value, as whoever decodes it insists. */
const spelled = { 16: /^[\w-]{21}[AQgw]$/, 32: /^[\w-]{42}[AEIMQUYcgkosw048]$/ };

/** That many bytes as text. */
export const isBytes = (value: unknown, length: 16 | 32): boolean =>
  typeof value === 'string' && spelled[length].test(value);

/** A name that is no line, or a type that is none, is dropped: the file is still one. Null without what opens it. */
export function readFileBody(body: Record<string, unknown>): FileBody | null {
  const { t, id, key, name, mime, size, ms } = body;
  const opens = isBytes(id, 16) && isBytes(key, 32);
  const hasSize = Number.isSafeInteger(size) && Number(size) >= 0 && Number(size) <= limits.file.mostBytes;
  const isSpoken =
    Number.isSafeInteger(ms) && Number(ms) > 0 && Number(ms) <= limits.file.longestVoice * 1000;
  if (!opens || !hasSize || !(t === 'file' || (t === 'voice' && isSpoken))) return null;
  const isType = typeof mime === 'string' && /^[a-z]+\/[a-z0-9.+-]{1,100}$/.test(mime);
  return { ...body, name: isLine(name, longestName) ? name : '', mime: isType ? mime : anyBytes } as FileBody;
}

export const sealIn = ({ id, key, size }: FileBody): FileSeal => ({
  fileId: fromBase64url(id),
  fileKey: fromBase64url(key),
  size,
});
