import { expect, it } from 'vitest';
import { everyText } from '../text/generated/every-text.ts';
import { sayBytes, sayKind, sayStopped } from './say-file.ts';

const t = everyText.de.attachment;

it('says how large a file is', () => {
  const said = [0, 999, 1000, 41_499, 999_499, 999_500, 1_249_999, 52_428_800].map((size) =>
    sayBytes(t, size),
  );
  expect(said).toEqual([
    'unter 1 KB',
    'unter 1 KB',
    '1 KB',
    '41 KB',
    '999 KB',
    '1,0 MB',
    '1,2 MB',
    '52,4 MB',
  ]);
  expect(sayKind(t, { mime: 'application/pdf', size: 2_000_000 })).toBe('PDF · 2,0 MB');
});

it('offers to try again only where that may help', () => {
  for (const code of ['NO_FILE', 'FILES', 'NOT_FOUND', 'ORPHAN', 'FROZEN', 'SESSION'])
    expect(sayStopped(t, code).mayTryAgain, code).toBe(false);
  for (const code of ['SIZE', 'QUOTA', 'ENOUGH', 'BUSY', 'REPORT'])
    expect(sayStopped(t, code).mayTryAgain, code).toBe(true);
  expect(sayStopped(t, 'CONSTRUCTOR').words).toBe(t.stopped);
});
