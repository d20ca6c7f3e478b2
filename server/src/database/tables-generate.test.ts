import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { useDatabase } from '../testing/use-database.ts';
import { generateTables, tablesFile } from './tables-generate.ts';

const { owner } = await useDatabase();

test('tables.ts is what the migrations make', async () => {
  expect(readFileSync(tablesFile, 'utf8')).toBe(await generateTables(owner));
});
