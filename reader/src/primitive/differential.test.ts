import { boxCentreKey, centreKeyOf, makeAccount, takeCentreKey } from '@beistand/crypto';
import { checkSignature, Refused, ready } from '@beistand/wire';
import { Aes256Gcm, CipherSuite, HkdfSha256 } from '@hpke/core';
import { XWing } from '@hpke/hybridkem-x-wing';
import { ed25519 } from '@noble/curves/ed25519.js';
import { sha512 } from '@noble/hashes/sha2.js';
import { expect, test } from 'vitest';
import { readBundle } from '../account/bundle.ts';
import { type Bytes, join, u8, zeros } from '../bytes/join.ts';
import { boxSeed, openBox } from '../centre/seed.ts';
import { codeOf } from '../refuse.ts';
import { drawsFrom } from '../testing/draws.ts';
import { text } from '../testing/vector.ts';
import { lab } from './hash.ts';
import { infoOf, openBase, sealBase } from './hpke.ts';
import { signingPublicKey, verifies } from './sign.ts';
import { kemPublicKey } from './xwing.ts';

const cases = 200;

test(`R3: X-Wing and HPKE: libsodium, hpke-js and noble open each other's boxes, ${cases} random ones each`, async () => {
  const draws = drawsFrom('three libraries');
  const suite = new CipherSuite({ kem: new XWing(), kdf: new HkdfSha256(), aead: new Aes256Gcm() });
  const split = (box: Bytes) => [box.slice(0, 1120).buffer, box.slice(1120).buffer] as const;
  for (let i = 0; i < cases; i++) {
    const me = await makeAccount(draws.bytes(32), { account: draws.bytes(16), kind: 2, createdAt: i });
    const key = await centreKeyOf(draws.bytes(32));
    expect(kemPublicKey(key.seed)).toEqual(key.publicKey);
    const person = readBundle(me.bundle.bytes);
    const at = { centre: draws.bytes(16), which: i % 2 === 0 ? 2 : 3 } as const;
    const place = { ...at, keyKid: key.keyId, personKid: person.kid };
    const info = infoOf('centre-key', join(at.centre, u8(at.which), key.keyId, person.kid));
    const draw = draws.bytes(64);

    const ours = boxSeed(key.seed, person.sealId, place, draw);
    expect(await boxCentreKey(at, key, me.bundle, (length) => draw.slice(0, length))).toEqual(ours);
    expect((await takeCentreKey(me, at, key.publicKey, ours)).seed).toEqual(key.seed);

    const theirs = await boxCentreKey(at, key, me.bundle, draws.bytes);
    expect(openBox(theirs, me.openKey, place)).toEqual(key.seed);

    const recipientKey = await suite.kem.deserializePrivateKey(me.openKey);
    for (const box of [ours, theirs]) {
      const [enc, sealed] = split(box);
      expect(new Uint8Array(await suite.open({ recipientKey, enc, info: info.buffer }, sealed))).toEqual(
        key.seed,
      );
    }
    const recipientPublicKey = await suite.kem.deserializePublicKey(person.sealId);
    const { enc, ct } = await suite.seal({ recipientPublicKey, info: info.buffer }, key.seed.slice().buffer);
    const foreign = join(new Uint8Array(enc), new Uint8Array(ct));
    expect(openBox(foreign, me.openKey, place)).toEqual(key.seed);
    expect((await takeCentreKey(me, at, key.publicKey, foreign)).seed).toEqual(key.seed);
  }
});

const smallOrderU = [
  '0000000000000000000000000000000000000000000000000000000000000000',
  '0100000000000000000000000000000000000000000000000000000000000000',
  'e0eb7a7c3b41b8ae1656e3faf19fc46ada098deb9c32b1fd866205165f49b800',
  '5f9c95bca3508c24b1d0b1559c83ef5b04445cc4581c8e86d8224eddd09f1157',
  'ecffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'edffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
  'eeffffffffffffffffffffffffffffffffffffffffffffffffffffffffffff7f',
];

test('R3: the same X-Wing keys are broken, and a box with a broken X25519 part stays shut', async () => {
  const draws = drawsFrom('broken keys');
  const seed = draws.bytes(32);
  const key = await centreKeyOf(seed);
  const me = await makeAccount(draws.bytes(32), { account: draws.bytes(16), kind: 2, createdAt: 0 });
  const at = { centre: draws.bytes(16), which: 2 } as const;
  const info = infoOf('centre-key', join(at.centre, u8(at.which), key.keyId, me.bundle.kid));
  const kem = me.bundle.xwPk;
  const withCoefficient = (value: number) => {
    const changed = kem.slice();
    changed[0] = value & 0xff;
    changed[1] = (changed[1]! & 0xf0) | (value >> 8);
    return changed;
  };
  const highBit = kem.slice();
  highBit[1215] = highBit[1215]! ^ 0x80;
  const keys: [string, Bytes][] = [
    ['a good one', kem],
    ['the unused bit of X25519', highBit],
    ['zeros', zeros(1216)],
    ['coefficient 3328', withCoefficient(3328)],
    ['coefficient 3329', withCoefficient(3329)],
    ['coefficient 4095', withCoefficient(4095)],
    ...smallOrderU.map((u): [string, Bytes] => [u, join(kem.slice(0, 1184), Buffer.from(u, 'hex'))]),
  ];
  const verdicts = { open: 0, broken: 0 };
  for (const [name, xwPk] of keys) {
    const draw = draws.bytes(64);
    const mine = attempt(() => sealBase(xwPk, info, seed, draw));
    const theirs = await boxCentreKey(at, key, { ...me.bundle, xwPk }, () => draw.slice()).catch(codeOf);
    expect(`${name}: ${show(mine)}`).toBe(`${name}: ${show(theirs)}`);
    verdicts[typeof mine === 'string' ? 'broken' : 'open']++;
  }
  expect(verdicts).toEqual({ open: 3, broken: 10 });

  const box = await boxCentreKey(at, key, me.bundle, draws.bytes);
  for (const u of smallOrderU) {
    const bad = join(box.slice(0, 1088), Buffer.from(u, 'hex'), box.slice(1120));
    expect(attempt(() => openBase(me.openKey, info, bad))).toBe('UNREADABLE');
    await expect(takeCentreKey(me, at, key.publicKey, bad)).rejects.toThrow('UNREADABLE');
  }
});

function attempt(act: () => Bytes): Bytes | string | null {
  try {
    return act();
  } catch (error) {
    return codeOf(error);
  }
}
const show = (result: Uint8Array | string | null) => (result instanceof Uint8Array ? text(result) : result);

// The points Ed25519 libraries disagree about: of small order, written in more than one way, or with a torsion part.
test('R3: the same Ed25519 signatures are taken, by noble under the rule of the page and by libsodium', async () => {
  await ready;
  const draws = drawsFrom('signatures');
  const { Point } = ed25519;
  const order = Point.Fn.ORDER;
  const torsion = Point.fromHex('c7176a703d4dd84fba3c0b760d10670f2a2053fa2c39ccc64ec7fd7792ac03fa');
  const small = Array.from({ length: 8 }, (_, i) =>
    i === 0 ? Point.ZERO : torsion.multiplyUnsafe(BigInt(i)),
  );
  const little = (value: bigint) =>
    Uint8Array.from(Buffer.from(value.toString(16).padStart(64, '0'), 'hex').reverse());
  const number = (bytes: Uint8Array) => BigInt(`0x${Buffer.from(bytes).reverse().toString('hex')}`);
  const p = 2n ** 255n - 19n;
  const rewrites = (point: InstanceType<typeof Point>): Bytes[] => {
    const bytes = Uint8Array.from(point.toBytes());
    const y = number(bytes) & (2n ** 255n - 1n);
    const flipped = bytes.slice();
    flipped[31] = flipped[31]! ^ 0x80;
    const high = y + p < 2n ** 255n ? [little((y + p) | (BigInt(bytes[31]! >> 7) << 255n))] : [];
    return [bytes, flipped, ...high];
  };
  const tally = { taken: 0, refused: 0 };
  const compare = (key: Bytes, message: Bytes, signature: Bytes) => {
    const mine = verifies(key, join(lab('msg'), message), signature);
    let theirs = true;
    try {
      checkSignature(key, 'msg', message, signature);
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      theirs = false;
    }
    expect(`${text(key)} ${text(signature)} ${mine}`).toBe(`${text(key)} ${text(signature)} ${theirs}`);
    tally[mine ? 'taken' : 'refused']++;
  };

  for (let i = 0; i < 12; i++) {
    const secret = number(draws.bytes(32)) % order;
    const nonce = number(draws.bytes(32)) % order;
    const message = draws.bytes(i);
    const signed = (key: Bytes, commitment: Bytes, r: bigint, x: bigint) => {
      const k = number(sha512(join(commitment, key, lab('msg'), message))) % order;
      return (r + k * x) % order;
    };
    for (const inKey of small) {
      for (const inNonce of [small[0]!, small[i % 8]!]) {
        const key = Uint8Array.from(Point.BASE.multiply(secret).add(inKey).toBytes());
        const commitment = Uint8Array.from(Point.BASE.multiply(nonce).add(inNonce).toBytes());
        const s = signed(key, commitment, nonce, secret);
        compare(key, message, join(commitment, little(s)));
        compare(key, message, join(commitment, little(s + order)));
      }
    }
    const honest = signingPublicKey(draws.bytes(32));
    for (const point of small) {
      for (const bytes of rewrites(point)) {
        compare(bytes, message, join(bytes, zeros(32)));
        const commitment = Uint8Array.from(Point.BASE.multiply(nonce).toBytes());
        compare(bytes, message, join(commitment, little(nonce)));
        const key = Uint8Array.from(Point.BASE.multiply(secret).toBytes());
        compare(key, message, join(bytes, little(signed(key, bytes, 0n, secret))));
        compare(honest, message, join(bytes, little(nonce)));
      }
    }
  }
  expect(tally.taken).toBeGreaterThan(20);
  expect(tally.refused).toBeGreaterThan(1_000);
});
