import { expect, test } from 'vitest';
import { ada, codeOf, named, sign } from '../test/cast.ts';
import { fromHex, hex, utf8, zeros } from './bytes.ts';
import { checkSignature, hash, lab } from './labels.ts';

test('a label is its length and its name under ccp1/', () => {
  expect(hex(lab('akb'))).toBe(`0008${hex(utf8('ccp1/akb'))}`);
});

test('a hash covers label and parts: SHA-256 of "\\0\\x0accp1/chain" and its input', async () => {
  const [whole, parts] = await Promise.all([hash('chain', utf8('ab')), hash('chain', utf8('a'), utf8('b'))]);
  expect(whole).toEqual(parts);
  const { createHash } = await import('node:crypto');
  expect(hex(whole)).toBe(createHash('sha256').update('\0\nccp1/chainab').digest('hex'));
  expect(hex(await hash('item', utf8('ab')))).not.toBe(hex(whole));
});

test('a signature counts under its own label only', async () => {
  const words = await named('words');
  const sig = sign(ada, 'msg', words);
  checkSignature(ada.bundle.edPk, 'msg', words, sig);
  expect(await codeOf(() => checkSignature(ada.bundle.edPk, 'epoch', words, sig))).toBe('SIGNATURE');
});

test('small-order and non-canonical keys verify nothing', async () => {
  const identity = zeros(32);
  identity[0] = 1;
  const sig = zeros(64);
  sig[0] = 1;
  const nonCanonical = fromHex(`ee${'ff'.repeat(30)}7f`);
  for (const key of [identity, zeros(32), nonCanonical])
    expect(await codeOf(() => checkSignature(key, 'msg', utf8('x'), sig))).toBe('SIGNATURE');
});

test('what is no signature or no key by its length verifies nothing', async () => {
  const words = await named('words');
  const sig = sign(ada, 'msg', words);
  for (const wrong of [sig.slice(0, 63), zeros(0), zeros(65)])
    expect(await codeOf(() => checkSignature(ada.bundle.edPk, 'msg', words, wrong))).toBe('SIGNATURE');
  for (const key of [ada.bundle.edPk.slice(1), zeros(33)])
    expect(await codeOf(() => checkSignature(key, 'msg', words, sig))).toBe('SIGNATURE');
});
