// Vitest's side of it; the browser tests have a runner of their own and call freshDatabase themselves.
import { afterAll, inject } from 'vitest';
import { type FreshDatabase, freshDatabase } from './fresh-database.ts';

/** At the top of a test file: `const { app, owner } = await useDatabase()`. Dropped after the file's last test. */
export async function useDatabase(template?: string): Promise<FreshDatabase> {
  const database = await freshDatabase(inject('databaseSocket'), template);
  afterAll(() => database.close());
  return database;
}
