import fc from 'fast-check';
import { expect, it } from 'vitest';
import { sameThreadSubtle as ours } from './subtle.ts';

const theirs = crypto.subtle;
const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((all) => new Uint8Array(all));
const some = fc.uint8Array({ maxLength: 300 }).map((all) => new Uint8Array(all));
const hexOf = (buffer: ArrayBuffer) => Buffer.from(buffer).toString('hex');

it('R4: both doors to the primitives lead to the same', async () => {
  await fc.assert(
    fc.asyncProperty(bytes(32), bytes(12), some, some, async (key, iv, data, more) => {
      const gcm = { name: 'AES-GCM', iv, additionalData: more };
      const sealed = await theirs.encrypt(
        gcm,
        await theirs.importKey('raw', key, 'AES-GCM', false, ['encrypt']),
        data,
      );
      const mine = await ours.importKey('raw', key);
      expect(hexOf(await ours.encrypt(gcm, mine, data))).toBe(hexOf(sealed));
      expect(hexOf(await ours.decrypt(gcm, mine, sealed))).toBe(hexOf(data.buffer));
      const spoilt = new Uint8Array(sealed);
      spoilt[0]! ^= 1;
      await expect(ours.decrypt(gcm, mine, spoilt)).rejects.toThrow();

      const hkdf = { name: 'HKDF', hash: 'SHA-256', salt: more, info: data };
      const base = await theirs.importKey('raw', key, 'HKDF', false, ['deriveBits']);
      expect(hexOf(await ours.deriveBits(hkdf, mine, 352))).toBe(
        hexOf(await theirs.deriveBits(hkdf, base, 352)),
      );

      const hmac = await theirs.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
      expect(hexOf(await ours.sign('HMAC', mine, data))).toBe(hexOf(await theirs.sign('HMAC', hmac, data)));
      expect(hexOf(await ours.digest('SHA-256', data))).toBe(hexOf(await theirs.digest('SHA-256', data)));
    }),
    { numRuns: 50 },
  );
});
