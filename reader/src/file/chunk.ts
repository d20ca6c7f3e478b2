import { type Bytes, join, u8, u64, utf8, zeros } from '../bytes/join.ts';
import { open, seal } from '../primitive/gcm.ts';
import { insist } from '../refuse.ts';

const chunkLength = 262_144;
const tagLength = 16;

/** Padmé: the length whose lowest bits are zero, so that few lengths exist. */
export function padme(length: number): number {
  if (length < 2) return length;
  const exponent = Math.floor(Math.log2(length));
  const step = 2 ** (exponent - Math.floor(Math.log2(exponent)) - 1);
  return Math.ceil(length / step) * step;
}

const nonceOf = (index: number, isLast: boolean) => join(zeros(3), u64(index), u8(isLast ? 1 : 0));
const aadOf = (fileId: Uint8Array) => join(utf8('CCPF'), u8(1), fileId);

/** All chunks of a file, one after the other. */
export function sealFile(content: Uint8Array, fileKey: Uint8Array, fileId: Uint8Array): Bytes {
  const padded = join(content, zeros(padme(content.length) - content.length));
  const count = Math.max(1, Math.ceil(padded.length / chunkLength));
  return join(
    ...Array.from({ length: count }, (_, i) =>
      seal(
        fileKey,
        nonceOf(i, i === count - 1),
        padded.subarray(i * chunkLength, (i + 1) * chunkLength),
        aadOf(fileId),
      ),
    ),
  );
}

/** `size` is what the message says of the file; anything cut, moved or lengthened is `UNREADABLE`. */
export function openFile(sealed: Uint8Array, fileKey: Uint8Array, fileId: Uint8Array, size: number): Bytes {
  const step = chunkLength + tagLength;
  const count = Math.ceil(sealed.length / step);
  const plain = join(
    ...Array.from({ length: count }, (_, i) =>
      open(fileKey, nonceOf(i, i === count - 1), sealed.subarray(i * step, (i + 1) * step), aadOf(fileId)),
    ),
  );
  insist(count > 0 && plain.length === padme(size), 'UNREADABLE');
  insist(
    plain.subarray(size).every((byte) => byte === 0),
    'UNREADABLE',
  );
  return plain.slice(0, size);
}
