import { expect, it } from 'vitest';
import { readBody } from './body.ts';

const text = { t: 'text', ts: 1, x: 'Hallo' };

it('keeps a name and a topic that are lines, and drops what is none', () => {
  expect(readBody({ ...text, name: 'Nora', topic: 'Schulden' })).toEqual({
    ...text,
    name: 'Nora',
    topic: 'Schulden',
  });
  const odd = [{ a: 1 }, 7, ['x'], null, true, '', 'a\u0000b', '\u202egnp.exe', 'x\ny', 'x'.repeat(300)];
  for (const value of odd) {
    expect(readBody({ ...text, name: value, topic: 'Schulden' })).toEqual({ ...text, topic: 'Schulden' });
    expect(readBody({ ...text, name: 'Nora', topic: value })).toEqual({ ...text, name: 'Nora' });
  }
});

it('keeps what a newer version adds, and knows no body in anything else', () => {
  expect(readBody({ ...text, later: 1 })).toEqual({ ...text, later: 1 });
  for (const value of [
    null,
    7,
    'text',
    [],
    {},
    { ...text, x: 1 },
    { ...text, ts: '1' },
    { ...text, t: 'sing' },
  ])
    expect(readBody(value)).toBeNull();
});

it('takes ids and keys in their one spelling alone: another would fail whoever decodes it', () => {
  const [id, key] = ['A'.repeat(22), 'A'.repeat(43)];
  const file = { t: 'file', ts: 1, id, key, name: 'a', mime: 'text/plain', size: 1 };
  for (const body of [
    file,
    { t: 'handover', ts: 1, centre: id, create: key },
    { t: 'about', ts: 1, conv: id },
  ]) {
    expect(readBody(body)).toEqual(body);
    for (const [name, value] of Object.entries(body))
      if (value === id || value === key)
        expect(readBody({ ...body, [name]: `${value.slice(1)}B` }), name).toBeNull();
  }
  const deletion = { t: 'del', ts: 1, ref: id, edits: [id] };
  expect(readBody(deletion)).toEqual(deletion);
  expect(readBody({ ...deletion, edits: [`${id.slice(1)}B`] })).toBeNull();
});
