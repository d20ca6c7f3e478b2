import { cat, checkSignature, fromHex, hex, lab, utf8 } from '@beistand/wire';
import { XWing } from '@hpke/hybridkem-x-wing';
import { ed25519 } from '@noble/curves/ed25519.js';
import { ml_kem768_x25519 } from '@noble/post-quantum/hybrid.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../vectors/seeded.ts';
import { sign } from './sign.ts';
import { decapsulate, encapsulate, kemPair, signDetached, signingPair } from './sodium.ts';

// RFC 8032 §7.1, tests 1 to 3: secret seed, public key, message, signature.
const RFC_8032 = [
  [
    '9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60',
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '4ccd089b28ff96da9db6c346ec114e0f5b8a319f35aba624da8cf6ed4fb8a6fb',
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'c5aa8df43f9f837bedb7442f31dcb7b166d38535076f094b85ce3a2e0b4458f7',
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
] as const;

describe('Ed25519', () => {
  it.each(RFC_8032)('signs as RFC 8032 says: %s', async (seed, publicKey, message, signature) => {
    const pair = await signingPair(fromHex(seed));
    expect(hex(pair.publicKey)).toBe(publicKey);
    expect(hex(await signDetached(pair.secretKey, fromHex(message)))).toBe(signature);
  });

  it('agrees with noble on every key and message', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.uint8Array({ maxLength: 300 }), async (seed, message) => {
        const secret = seeded(seed)(32);
        const pair = await signingPair(secret);
        expect(hex(pair.publicKey)).toBe(hex(ed25519.getPublicKey(secret)));
        const signature = await sign(pair.secretKey, 'msg', new Uint8Array(message));
        expect(hex(signature)).toBe(hex(ed25519.sign(cat(lab('msg'), message), secret)));
        checkSignature(pair.publicKey, 'msg', new Uint8Array(message), signature);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses a signature under another label', async () => {
    const pair = await signingPair(seeded('label')(32));
    const signature = await sign(pair.secretKey, 'msg', utf8('x'));
    expect(() => checkSignature(pair.publicKey, 'epoch', utf8('x'), signature)).toThrow('SIGNATURE');
  });
});

describe('X-Wing', () => {
  // draft-connolly-cfrg-xwing-kem, appendix C, first vector: seed, eseed, shared secret.
  it('gives the shared secret of the draft', async () => {
    const seed = fromHex('7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26');
    const randomness = fromHex(
      '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
    );
    const pair = await kemPair(seed);
    const { enc, sharedSecret } = await encapsulate(pair.publicKey, randomness);
    expect(hex(sharedSecret)).toBe('d2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384');
    expect(hex(await decapsulate(seed, enc))).toBe(hex(sharedSecret));
  });

  it('agrees with hpke-js and noble on keys, encapsulations and secrets', async () => {
    const hpkeJs = new XWing();
    await fc.assert(
      fc.asyncProperty(fc.string(), async (seed) => {
        const random = seeded(seed);
        const [secretKey, randomness] = [random(32), random(64)];
        const pair = await kemPair(secretKey);
        const made = await encapsulate(pair.publicKey, randomness);

        const noble = ml_kem768_x25519.keygen(secretKey);
        expect(hex(pair.publicKey)).toBe(hex(noble.publicKey));
        const byNoble = ml_kem768_x25519.encapsulate(noble.publicKey, randomness);
        expect([hex(made.enc), hex(made.sharedSecret)]).toEqual([
          hex(byNoble.cipherText),
          hex(byNoble.sharedSecret),
        ]);
        expect(hex(ml_kem768_x25519.decapsulate(made.enc, noble.secretKey))).toBe(hex(made.sharedSecret));

        const recipientPublicKey = await hpkeJs.deserializePublicKey(pair.publicKey);
        const byHpke = await hpkeJs.encap({ recipientPublicKey, ekm: randomness.buffer });
        expect(hex(new Uint8Array(byHpke.enc))).toBe(hex(made.enc));
        const recipientKey = await hpkeJs.deserializePrivateKey(secretKey);
        const opened = await hpkeJs.decap({ recipientKey, enc: made.enc.buffer });
        expect(hex(new Uint8Array(opened))).toBe(hex(await decapsulate(secretKey, made.enc)));
      }),
      { numRuns: 25 },
    );
  });
});
