import { createHash } from 'node:crypto';
import type { Bytes } from '@beistand/wire';
import { sql } from 'kysely';
import type { OrganisationTransaction } from './with-organisation.ts';

/** From here until the transaction ends nobody else of the organisation is at `what`: what was counted stays counted. */
export async function takeTurns(
  transaction: OrganisationTransaction,
  organisation: Bytes,
  what: string,
): Promise<void> {
  const key = createHash('sha256').update(`${what}:`).update(organisation).digest();
  await sql`select pg_advisory_xact_lock(${key.readInt32BE(0)}, ${key.readInt32BE(4)})`.execute(transaction);
}
