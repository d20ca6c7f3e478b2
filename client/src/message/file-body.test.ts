import { limits } from '@beistand/contract';
import { expect, it } from 'vitest';
import { readBody } from './body.ts';

const file = {
  t: 'file',
  ts: 1,
  id: 'A'.repeat(22),
  key: 'A'.repeat(43),
  name: 'Brief vom Amt.pdf',
  mime: 'application/pdf',
  size: 7,
};

it('is a file with what opens it, and keeps what a newer version adds', () => {
  expect(readBody(file)).toEqual(file);
  expect(readBody({ ...file, seconds: 3 })).toEqual({ ...file, seconds: 3 });
});

it('is none without its id, key and size', () => {
  const odd = [null, 7, '', {}, [], 'A', `${'A'.repeat(21)}=`, 'A'.repeat(44)];
  for (const value of odd) {
    expect(readBody({ ...file, id: value })).toBeNull();
    expect(readBody({ ...file, key: value })).toBeNull();
  }
  for (const size of [-1, 0.5, '7', null, limits.file.mostBytes + 1, Number.NaN, 2 ** 60])
    expect(readBody({ ...file, size })).toBeNull();
  expect(readBody({ ...file, size: limits.file.mostBytes })).not.toBeNull();
});

it('is what was spoken, with its length, and none without a length of ten minutes at most', () => {
  const voice = { ...file, t: 'voice', name: '', mime: 'audio/webm', ms: 4_200 };
  expect(readBody(voice)).toEqual(voice);
  for (const ms of [undefined, null, '7', 0, -1, 0.5, 600_001, Number.NaN])
    expect(readBody({ ...voice, ms })).toBeNull();
  expect(readBody({ ...voice, ms: 600_000 })).not.toBeNull();
  expect(readBody({ ...voice, key: 'A' })).toBeNull();
});

it('loses a name that is no line or turns it round, and a type that is none', () => {
  for (const name of ['', 7, null, 'a\nb', 'a\u0000', '\u202efdp.exe', 'x'.repeat(256), { toString: 1 }])
    expect(readBody({ ...file, name })).toEqual({ ...file, name: '' });
  for (const mime of ['', 7, null, 'pdf', 'TEXT/HTML', 'a/b;c', 'a/b\nc'])
    expect(readBody({ ...file, mime })).toEqual({ ...file, mime: 'application/octet-stream' });
});
