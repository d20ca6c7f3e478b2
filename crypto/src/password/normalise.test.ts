import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { normalisePassword } from './normalise.ts';

describe('normalisePassword', () => {
  it.each([
    ['Straße u\u0308ber', 'Straße \u00fcber', 'composes accents'],
    ['a\u00a0b\u2003c\u3000d', 'a b c d', 'makes every space the same'],
    ['  Rand  ', '  Rand  ', 'trims nothing'],
    ['ABC', 'ABC', 'folds no case'],
    ['\uff21', '\uff21', 'keeps wide letters: NFC, not NFKC'],
    ['a\tb', 'a\tb', 'leaves what is no space separator'],
  ])('%j becomes %j: %s', (typed, password) => {
    expect(normalisePassword(typed)).toBe(password);
  });

  it('is done after one time', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', maxLength: 60 }), (typed) => {
        expect(normalisePassword(normalisePassword(typed))).toBe(normalisePassword(typed));
      }),
    );
  });

  it('takes 1,024 bytes and no more', () => {
    expect(normalisePassword('ü'.repeat(512))).toHaveLength(512);
    expect(() => normalisePassword(`${'ü'.repeat(512)}x`)).toThrow('SIZE');
  });

  it('refuses half a character', () => {
    expect(() => normalisePassword('a\ud800')).toThrow('FORMAT');
  });
});
