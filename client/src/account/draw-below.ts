import type { Random } from '@beistand/crypto';

const RANGE = 2 ** 32;

/** A whole number from 0 to `limit` − 1, each equally likely: draws beyond the last whole multiple are thrown away. */
export function drawBelow(limit: number, random: Random): number {
  const fair = RANGE - (RANGE % limit);
  for (;;) {
    const { buffer, byteOffset } = random(4);
    const drawn = new DataView(buffer, byteOffset).getUint32(0);
    if (drawn < fair) return drawn % limit;
  }
}
