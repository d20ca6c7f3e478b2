import { spawnSync } from 'node:child_process';
import { join } from 'node:path';
import { expect, test } from 'vitest';

const prove = (...args: string[]) => {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    [join(import.meta.dirname, 'prove.ts'), ...args],
    {
      encoding: 'utf8',
      timeout: 60_000,
    },
  );
  return { status, stdout, stderr };
};

test('help is given at once, and what there is no such promise of is refused before anything runs', () => {
  const help = prove('--help');
  expect(help).toMatchObject({ status: 0, stderr: '' });
  for (const words of ['R7', 'P5-topic-bytes', '--full']) expect(help.stdout).toContain(words);
  expect(prove('--ful')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('--ful') });
  expect(prove('R7', 'R99')).toMatchObject({ status: 2, stdout: '', stderr: expect.stringContaining('R99') });
});
