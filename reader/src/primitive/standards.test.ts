import { expect, test } from 'vitest';
import { utf8 } from '../bytes/join.ts';
import { raw, text } from '../testing/vector.ts';
import { open, seal } from './gcm.ts';
import { keySchedule, openBase, sealBase } from './hpke.ts';
import { signingPublicKey, verifies } from './sign.ts';
import { decapsulate, encapsulate, kemPublicKey } from './xwing.ts';

test.each([
  [
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
    '',
    'e5564300c360ac729086e2cc806e828a84877f1eb8e5d974d873e065224901555fb8821590a33bacc61e39701cf9b46bd25bf5f0595bbe24655141438e7a100b',
  ],
  [
    '3d4017c3e843895a92b70aa74d1b7ebc9c982ccf2ec4968cc0cd55f12af4660c',
    '72',
    '92a009a9f0d4cab8720e820b5f642540a2b27b5416503f8fb3762223ebdb69da085ac1e43e15996e458f3613d0f11d8c387b2eaeb4302aeeb00d291612bb0c00',
  ],
  [
    'fc51cd8e6218a1a38da47ed00230f0580816ed13ba3303ac5deb911548908025',
    'af82',
    '6291d657deec24024827e69c3abe01a30ce548a284743a445e3680d7db5ac3ac18ff9b538d16f290ae67f760984dc6594a7c15e9716ed28dc027beceea1ec40a',
  ],
])('R3: RFC 8032 §7.1, key %s', (key, message, signature) => {
  expect(verifies(raw(key), raw(message), raw(signature))).toBe(true);
  expect(verifies(raw(key), raw(`${message}00`), raw(signature))).toBe(false);
});

test('R3: RFC 8032 §7.1, a key from its seed', () => {
  const seed = raw('9d61b19deffd5a60ba844af492ec2cc44449c5697b326919703bac031cae7f60');
  expect(text(signingPublicKey(seed))).toBe(
    'd75a980182b10ab7d54bfed3c964073a0ee172f3daa62325af021a68f707511a',
  );
});

test('R3: RFC 9180 §A.1.1, the key schedule of base mode', () => {
  const suite = raw('48504b45002000010001');
  const shared = raw('fe0e18c9f024ce43799ae393c7e8fe8fce9d218875e8227b0187c04e7d2ea1fc');
  const { key, nonce } = keySchedule(shared, utf8('Ode on a Grecian Urn'), suite, 16);
  expect(text(key)).toBe('4531685d41d65f03dc48f6b8302c05b0');
  expect(text(nonce)).toBe('56d890e5accaaf011cff4b7d');
  const plain = utf8('Beauty is truth, truth beauty');
  const sealed = seal(key, nonce, plain, utf8('Count-0'));
  expect(text(sealed)).toBe(
    'f938558b5d72f1a23810b4be2ab4f84331acc02fc97babc53a52ae8218a355a96d8770ac83d07bea87e13c512a',
  );
  expect(open(key, nonce, sealed, utf8('Count-0'))).toEqual(plain);
});

// draft-connolly-cfrg-xwing-kem, appendix "Test vectors": seed, encapsulation seed, shared secret.
test.each([
  [
    '7f9c2ba4e88f827d616045507605853ed73b8093f6efbc88eb1a6eacfa66ef26',
    '3cb1eea988004b93103cfb0aeefd2a686e01fa4a58e8a3639ca8a1e3f9ae57e235b8cc873c23dc62b8d260169afa2f75ab916a58d974918835d25e6a435085b2',
    'd2df0522128f09dd8e2c92b1e905c793d8f57a54c3da25861f10bf4ca613e384',
  ],
  [
    'badfd6dfaac359a5efbb7bcc4b59d538df9a04302e10c8bc1cbf1a0b3a5120ea',
    '17cda7cfad765f5623474d368ccca8af0007cd9f5e4c849f167a580b14aabdefaee7eef47cb0fca9767be1fda69419dfb927e9df07348b196691abaeb580b32d',
    'f2e86241c64d60f6649fbc6c5b7d17180b780a3f34355e64a85749949c45f150',
  ],
  [
    'ef58538b8d23f87732ea63b02b4fa0f4873360e2841928cd60dd4cee8cc0d4c9',
    '22a96188d032675c8ac850933c7aff1533b94c834adbb69c6115bad4692d8619f90b0cdf8a7b9c264029ac185b70b83f2801f2f4b3f70c593ea3aeeb613a7f1b',
    '953f7f4e8c5b5049bdc771d1dffada0dd961477d1a2ae0988baa7ea6898d893f',
  ],
])('R3: X-Wing (0x647A), seed %s', (seed, draw, shared) => {
  const sent = encapsulate(kemPublicKey(raw(seed)), raw(draw));
  expect(text(sent.shared)).toBe(shared);
  expect(text(decapsulate(raw(seed), sent.enc))).toBe(shared);
});

test('R3: what is sealed opens with its key and info alone', () => {
  const [seed, draw] = [new Uint8Array(32).fill(7), new Uint8Array(64).fill(9)];
  const sealed = sealBase(kemPublicKey(seed), utf8('info'), utf8('text'), draw);
  expect(openBase(seed, utf8('info'), sealed)).toEqual(utf8('text'));
  expect(() => openBase(seed, utf8('other'), sealed)).toThrow('UNREADABLE');
  expect(() => openBase(draw.slice(0, 32), utf8('info'), sealed)).toThrow('UNREADABLE');
});
