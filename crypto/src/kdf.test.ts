import { cat, hex, lab } from '@beistand/wire';
import { hkdf } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { derive, NO_SALT } from './kdf.ts';

const bytes = (minLength: number) =>
  fc.uint8Array({ minLength, maxLength: 80 }).map((b) => new Uint8Array(b));

it('is HKDF-SHA-256 with the label in front of the context, as noble computes it', async () => {
  await fc.assert(
    fc.asyncProperty(
      bytes(1),
      bytes(0),
      bytes(0),
      fc.integer({ min: 1, max: 255 }),
      async (ikm, salt, context, length) => {
        const made = await derive(ikm, salt, 'slot', context, length);
        expect(hex(made)).toBe(hex(hkdf(sha256, ikm, salt, cat(lab('slot'), context), length)));
      },
    ),
  );
});

it('takes no salt for a salt of zeros', async () => {
  const ikm = new Uint8Array(32).fill(1);
  const made = await derive(ikm, NO_SALT, 'slot', ikm, 32);
  expect(hex(made)).toBe(hex(await derive(ikm, new Uint8Array(32), 'slot', ikm, 32)));
});
