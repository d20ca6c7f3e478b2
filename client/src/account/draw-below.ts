import type { Random } from '@beistand/crypto';

const RANGE = 2 ** 32;

/** A whole number from 0 to `limit` − 1, each equally likely: draws beyond the last whole multiple are thrown away. */
export function drawBelow(limit: number, random: Random): number {
  const fair = RANGE - (RANGE % limit);
  for (;;) {
    const drawn = new DataView(random(4).buffer).getUint32(0);
    if (drawn < fair) return drawn % limit;
  }
}
