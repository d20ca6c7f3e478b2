import fc from 'fast-check';
import sodium from 'libsodium-wrappers';
import { expect, it } from 'vitest';
import { type Remembered, remembering } from './remember.ts';

await sodium.ready;
const real: Remembered = { ...sodium };
const ours = remembering(real);
const bytes = (length: number) => fc.uint8Array({ minLength: length, maxLength: length });
const some = fc.uint8Array({ maxLength: 300 });

it('R4: what is remembered of signatures is what libsodium says', () => {
  fc.assert(
    fc.property(bytes(32), bytes(32), some, some, (seed, otherSeed, message, more) => {
      const [mine, other] = [seed, otherSeed].map((one) => sodium.crypto_sign_seed_keypair(one));
      const sig = ours.crypto_sign_detached(message, mine!.privateKey);
      expect(sig).toEqual(real.crypto_sign_detached(message, mine!.privateKey));
      const spoilt = sig.slice();
      spoilt[0]! ^= 1;
      const asking: Parameters<Remembered['crypto_sign_verify_detached']>[] = [
        [sig, message, mine!.publicKey],
        [sig, message, other!.publicKey],
        [sig, more, mine!.publicKey],
        [spoilt, message, mine!.publicKey],
      ];
      for (const asked of asking)
        for (let again = 0; again < 2; again++)
          expect(ours.crypto_sign_verify_detached(...asked)).toBe(real.crypto_sign_verify_detached(...asked));
    }),
    { numRuns: 50 },
  );
});

it('R4: so is what is remembered of boxes and their keys', () => {
  fc.assert(
    fc.property(bytes(32), bytes(32), bytes(64), fc.nat(1119), (seed, otherSeed, randomness, at) => {
      const mine = ours.crypto_kem_xwing_seed_keypair(seed);
      expect(mine).toEqual(real.crypto_kem_xwing_seed_keypair(seed));
      const made = ours.crypto_kem_xwing_enc_deterministic(mine.publicKey, randomness);
      expect(made).toEqual(real.crypto_kem_xwing_enc_deterministic(mine.publicKey, randomness));
      const spoilt = made.ciphertext.slice();
      spoilt[at]! ^= 1;
      const asking: Parameters<Remembered['crypto_kem_xwing_dec']>[] = [
        [made.ciphertext, seed],
        [made.ciphertext, otherSeed],
        [spoilt, seed],
      ];
      for (const asked of asking)
        for (let again = 0; again < 2; again++)
          expect(ours.crypto_kem_xwing_dec(...asked)).toEqual(real.crypto_kem_xwing_dec(...asked));
      expect(() =>
        ours.crypto_kem_xwing_enc_deterministic(new Uint8Array(1216).fill(255), randomness),
      ).toThrow();
    }),
    { numRuns: 30 },
  );
});
