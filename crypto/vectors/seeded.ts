// Randomness that can be had twice: SHA-256 in counter mode over a seed's name. For vectors and tests only.
import { createHash } from 'node:crypto';
import type { Bytes } from '@beistand/wire';
import type { Random } from '../src/random.ts';

/** Block i is SHA-256("beistand vectors/" ‖ seed ‖ "/" ‖ i in decimal); a call takes whole blocks and cuts. */
export function seeded(seed: string): Random {
  let block = 0;
  return (length) => {
    const out: Bytes = new Uint8Array(length);
    for (let at = 0; at < length; at += 32) {
      const digest = createHash('sha256').update(`beistand vectors/${seed}/${block++}`).digest();
      out.set(digest.subarray(0, Math.min(32, length - at)), at);
    }
    return out;
  };
}

/** Hands out the given bytes in order; asking for other lengths, or for more, throws. */
export function scripted(...draws: Bytes[]): Random {
  const left = [...draws];
  return (length) => {
    const next = left.shift();
    if (next?.length !== length)
      throw new Error(`asked for ${length} random bytes, script has ${next?.length}`);
    return next;
  };
}
