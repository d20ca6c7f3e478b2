import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { toBase64url as toBase64urlByNode } from './base64url-node.ts';
import { fromHex, hex, utf8 } from './bytes.ts';
import { sha256 as byWebCrypto } from './sha256.ts';
import { sha256 as byNode } from './sha256-node.ts';

/** FIPS 180-4, the examples of its annex. */
const examples = {
  '': 'e3b0c44298fc1c149afbf4c8996fb92427ae41e4649b934ca495991b7852b855',
  abc: 'ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad',
  abcdbcdecdefdefgefghfghighijhijkijkljklmklmnlmnomnopnopq:
    '248d6a61d20638b8e5c026930c3e6039a33ce45964ff2167f6ecedd419db06c1',
};

test('both ways to SHA-256 are SHA-256, as plain bytes', async () => {
  for (const [text, digest] of Object.entries(examples))
    for (const sha256 of [byNode, byWebCrypto]) expect(await sha256(utf8(text))).toEqual(fromHex(digest));
  for (let length = 0; length < 200; length++) {
    const data = new Uint8Array(length).fill(length);
    expect(hex(byNode(data))).toBe(hex(await byWebCrypto(data)));
  }
});

test('Node takes its own, everything else what is everywhere', async () => {
  const { imports } = JSON.parse(readFileSync(new URL('../package.json', import.meta.url), 'utf8'));
  for (const name of ['#sha256', '#base64url'])
    expect(Object.keys(imports[name])).toEqual(['node', 'default']);
  expect((await import('#sha256')).sha256).toBe(byNode);
  expect((await import('#base64url')).toBase64url).toBe(toBase64urlByNode);
});
