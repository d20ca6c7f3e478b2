import type { ChangeEntry } from '@beistand/client';
import { expect, test } from 'vitest';
import * as t from '../text/generated/thread/de.ts';
import { recordsBefore, sayChange } from './say-change.ts';

const seeker = { account: 'ada', name: null, role: 1, isMe: true };
const person = (name: string, role: number) => ({ account: name, name, role, isMe: false });
const record = (readers: ChangeEntry['readers'], given: Partial<ChangeEntry> = {}): ChangeEntry => ({
  t: 'change',
  seq: 1,
  at: 0,
  what: 'changed',
  by: 'Clara',
  byMe: false,
  byName: 'Clara',
  readers: [seeker, ...readers],
  hasInbox: false,
  hasVault: true,
  ...given,
});
const say = (
  before: ChangeEntry | null,
  now: ChangeEntry,
  covers: Parameters<typeof sayChange>[2]['covers'] = [],
) =>
  sayChange(before, now, {
    t,
    nameOf: ({ isMe, name }) => (isMe ? t.you : (name ?? '')),
    when: 'heute',
    dateOf: (at) => `Tag ${at}`,
    readers: 'alle',
    covers,
  });
const before = record([person('Clara', 2)]);

test.each([
  [
    'handed over',
    record([person('David', 2)]),
    /^Übergabe, heute. Jetzt verantwortlich: David. Vorher: Clara/,
  ],
  [
    'taken over',
    record([person('Clara', 3), person('David', 2)], { by: 'David' }),
    /^Übernahme, heute. Jetzt verantwortlich: David. Vorher: Clara/,
  ],
  ['a colleague more', record([person('Clara', 2), person('David', 3)]), /^Neu dabei, heute: David/],
  [
    'one who reads',
    record([person('Clara', 2), person('Eva', 4), person('David', 4)]),
    /^Neu zum Mitlesen dabei, heute: Eva, David/,
  ],
  ['nobody else', record([person('Clara', 2)]), /^Neue Schlüssel, heute. Lesen können weiter: alle/],
] as const)('%s is said, and who', (_, now, words) => expect(say(before, now)).toMatch(words));

test('somebody who goes is named, and otherwise when they have left the centre', () => {
  const both = record([person('Clara', 2), person('David', 3)]);
  expect(say(both, before)).toMatch(/^Nicht mehr dabei, heute: David/);
  expect(say(both, { ...before, what: 'tidied' })).toMatch(/^Nicht mehr an dieser Stelle, heute: David/);
});

test('a planned cover is said with its dates', () => {
  const cover = { account: 'David', name: 'David', from: 3, until: 9 };
  expect(say(before, record([person('Clara', 2), person('David', 3)]), [cover])).toMatch(
    /^Vertretung von Tag 3 bis Tag 9: David/,
  );
});

test('the first record of a list that begins later names only who can read', () => {
  const later = record([person('David', 2)]);
  expect(recordsBefore([before, later]).get(later)).toBe(before);
  expect(recordsBefore([before, later]).get(before)).toBeUndefined();
  expect(say(null, later)).toMatch(/Lesen können weiter: alle/);
});
