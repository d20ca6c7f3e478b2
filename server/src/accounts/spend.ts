import { createHash } from 'node:crypto';
import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';

/**
 * Marks a thing as used; false when it already was. Inside a transaction it counts only if that commits, so a refused
 * request leaves its ticket good.
 *
 * @param until ms; after that the thing has expired by itself and the mark may go
 */
export async function spend(database: Kysely<Tables>, thing: string, until: number): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await database
    .insertInto('spent')
    .values({ hash: createHash('sha256').update(thing).digest(), until: new Date(until) })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirstOrThrow();
  return numInsertedOrUpdatedRows === 1n;
}
