import { expect, it } from 'vitest';
import { consentTexts, consentVersion } from './consent.ts';

it('has the version its bytes had when it was last changed on purpose', async () => {
  expect(await consentVersion('de')).toBe('e849d48d1b09c8b4508d8f4cfa8a27342fc33f29e5f404dc5d171307fd3ef127');
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
