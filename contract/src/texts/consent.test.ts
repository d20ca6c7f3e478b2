import { expect, it } from 'vitest';
import { consentTexts, consentVersion } from './consent.ts';

it('has the version its bytes had when it was last changed on purpose', async () => {
  expect(await consentVersion('de')).toBe('2e3ab27820e23f33b7d053890d75e6cce66ffe961404d21448393e882c82fc18');
});

it('stays short, in short sentences', () => {
  const sentences = consentTexts.de.split(/[.!?:](?:\s|$)/);
  expect(consentTexts.de.split(/\s+/).length).toBeLessThanOrEqual(350);
  expect(Math.max(...sentences.map((sentence) => sentence.trim().split(/\s+/).length))).toBeLessThanOrEqual(
    20,
  );
});

it.each([
  'alle Beraterinnen und Berater',
  'letzter Ausweg',
  '§ 203',
  'Kind',
  'Straftat',
  'Unterschrift',
  'zurücknehmen',
  '112',
])('speaks of %s', (what) => expect(consentTexts.de).toContain(what));
