import { createCipheriv } from 'node:crypto';
import { type Bytes, cat, fromHex, hex, lab, u8, u16, utf8, zeros } from '@beistand/wire';
import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { expand, extract } from '@noble/hashes/hkdf.js';
import { sha256 } from '@noble/hashes/sha2.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { scripted, seeded } from '../vectors/seeded.ts';
import { open, seal } from './hpke.ts';
import { decapsulate, encapsulate, kemPair } from './sodium.ts';

/** RFC 9180 §5.1 by hand over noble's HKDF: key and nonce of a base-mode context. */
function keySchedule(
  kem: number,
  aead: number,
  keyLength: number,
  sharedSecret: Uint8Array,
  info: Uint8Array,
) {
  const suiteId = cat(utf8('HPKE'), u16(kem), u16(1), u16(aead));
  const version = utf8('HPKE-v1');
  const labelled = (salt: Uint8Array, label: string, ikm: Uint8Array) =>
    extract(sha256, cat(version, suiteId, utf8(label), ikm), salt);
  const context = cat(
    u8(0),
    labelled(zeros(0), 'psk_id_hash', zeros(0)),
    labelled(zeros(0), 'info_hash', info),
  );
  const secret = labelled(sharedSecret, 'secret', zeros(0));
  const expanded = (label: string, length: number) =>
    expand(sha256, secret, cat(u16(length), version, suiteId, utf8(label), context), length);
  return { key: expanded('key', keyLength), nonce: expanded('base_nonce', 12) };
}

function gcm(key: Uint8Array, nonce: Uint8Array, plain: Uint8Array): Bytes {
  const cipher = createCipheriv('aes-256-gcm', key, nonce);
  return cat(cipher.update(plain), cipher.final(), cipher.getAuthTag());
}

const arbitraryBytes = fc.uint8Array({ maxLength: 200 }).map((bytes) => new Uint8Array(bytes));

describe('HPKE', () => {
  it('checks by a key schedule that gives RFC 9180 A.1.1', () => {
    const sharedSecret = fromHex('fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc');
    const { key, nonce } = keySchedule(0x20, 1, 16, sharedSecret, utf8('Ode on a Grecian Urn'));
    expect(hex(key)).toBe('4531685d41d65f03dc48f6b8302c05b0');
    expect(hex(nonce)).toBe('56d890e5accaaf011cff4b7d');
  });

  it('seals to the byte what that schedule, libsodium and Node’s AES give', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), arbitraryBytes, arbitraryBytes, async (seed, context, plain) => {
        const random = seeded(seed);
        const [secretKey, randomness] = [random(32), random(64)];
        const { publicKey } = await kemPair(secretKey);
        const box = await seal(publicKey, 'ek-wrap', context, plain, scripted(randomness));

        const { enc, sharedSecret } = await encapsulate(publicKey, randomness);
        const info = cat(lab('ek-wrap'), context);
        const { key, nonce } = keySchedule(0x647a, 2, 32, sharedSecret, info);
        expect(hex(box)).toBe(hex(cat(enc, gcm(key, nonce, plain))));
        expect(hex(await open(secretKey, 'ek-wrap', context, box))).toBe(hex(plain));
      }),
      { numRuns: 25 },
    );
  });

  it('opens what hpke-js seals with its own X-Wing, and the other way round', async () => {
    const theirs = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
    await fc.assert(
      fc.asyncProperty(fc.string(), arbitraryBytes, async (seed, plain) => {
        const random = seeded(seed);
        const secretKey = random(32);
        const { publicKey } = await kemPair(secretKey);
        const info = cat(lab('centre-key'), utf8(seed));
        const recipientPublicKey = await theirs.kem.deserializePublicKey(publicKey);
        const sealed = await theirs.seal({ recipientPublicKey, info }, plain);
        const box = cat(new Uint8Array(sealed.enc), new Uint8Array(sealed.ct));
        expect(hex(await open(secretKey, 'centre-key', utf8(seed), box))).toBe(hex(plain));

        const ours = await seal(publicKey, 'centre-key', utf8(seed), plain, random);
        const recipientKey = await theirs.kem.deserializePrivateKey(secretKey);
        const opened = await theirs.open({ recipientKey, info, enc: ours.slice(0, 1120) }, ours.slice(1120));
        expect(hex(new Uint8Array(opened))).toBe(hex(plain));
      }),
      { numRuns: 25 },
    );
  });

  it('stays shut for another key, label or context, a short box and a zero encapsulation', async () => {
    const random = seeded('hpke');
    const secretKey = random(32);
    const { publicKey } = await kemPair(secretKey);
    const box = await seal(publicKey, 'ek-wrap', utf8('here'), utf8('secret'), random);
    const unreadable = { code: 'UNREADABLE' };
    await expect(open(random(32), 'ek-wrap', utf8('here'), box)).rejects.toMatchObject(unreadable);
    await expect(open(secretKey, 'centre-key', utf8('here'), box)).rejects.toMatchObject(unreadable);
    await expect(open(secretKey, 'ek-wrap', utf8('there'), box)).rejects.toMatchObject(unreadable);
    await expect(open(secretKey, 'ek-wrap', utf8('here'), box.slice(0, 1135))).rejects.toMatchObject(
      unreadable,
    );
    await expect(open(secretKey, 'ek-wrap', utf8('here'), zeros(1200))).rejects.toMatchObject(unreadable);
    await expect(decapsulate(secretKey, zeros(1120))).rejects.toThrow();
  });

  it.each([
    ['coefficients out of range', (key: Bytes) => key.fill(255, 0, 2)],
    ['an all-zero X25519 key', (key: Bytes) => key.fill(0, 1184)],
    ['a key too short', (key: Bytes) => key.slice(1)],
  ])('refuses to seal to %s', async (_, broken) => {
    const { publicKey } = await kemPair(seeded('broken')(32));
    const sealing = seal(broken(publicKey.slice()), 'ek-wrap', zeros(0), zeros(32), seeded('r'));
    await expect(sealing).rejects.toMatchObject({ code: 'BROKEN_KEY' });
  });

  it('draws fresh randomness for every box', async () => {
    const random = seeded('fresh');
    const { publicKey } = await kemPair(random(32));
    const boxes = [1, 2].map(() => seal(publicKey, 'ek-wrap', zeros(0), zeros(32), random));
    const [a, b] = await Promise.all(boxes);
    expect(hex(a!)).not.toBe(hex(b!));
  });
});
