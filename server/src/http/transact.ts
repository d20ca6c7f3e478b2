import type { Bytes } from '@beistand/wire';
import type { Database } from '../database/open.ts';
import { withOrganisation } from '../database/with-organisation.ts';
import type { World } from '../world.ts';
import { isTransient } from './faults.ts';

const tries = 5;

/** `World.transact` over a pool. A work that lost to another runs again from its first query, on fresh reads. */
export const transactions = (database: Database): World['transact'] =>
  async function transact<T>(
    organisation: Bytes,
    work: Parameters<typeof withOrganisation<T>>[2],
  ): Promise<T> {
    for (let left = tries - 1; ; left--) {
      try {
        return await withOrganisation(database, organisation, work);
      } catch (error) {
        if (left === 0 || !isTransient(error)) throw error;
      }
    }
  };
