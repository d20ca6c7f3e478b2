import type { Bytes } from '@beistand/wire';

/** Contract strings are unpadded base64url; columns are bytes; `wire` takes plain byte arrays. */
export const toBuffer = (text: string): Buffer<ArrayBuffer> => Buffer.from(text, 'base64url');
export const toText = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('base64url');
/** A copy without Buffer's pooled memory. */
export const toBytes = (bytes: Uint8Array): Bytes => Uint8Array.from(bytes);
