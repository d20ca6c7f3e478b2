import type { TabStore } from '@beistand/client';
import { openDB } from 'idb';

type Bytes = Uint8Array<ArrayBuffer>;

/** Neutral on purpose: browsers write database names into file names, and those outlive everything. */
const DATABASE = 'data';
const ROWS = 'rows';

/** Ciphertext of this tab in IndexedDB; rows are named by the tab, so that two tabs never see each other's. */
export function indexedTabStore(secret: Bytes | null, tabName: string): TabStore {
  const database = openDB(DATABASE, 1, { upgrade: (db) => void db.createObjectStore(ROWS) });
  const key = (name: string) => `${tabName}/${name}`;
  return {
    secret: async () => secret,
    read: async (name) => ((await (await database).get(ROWS, key(name))) as Bytes | undefined) ?? null,
    write: async (name, sealed) => void (await (await database).put(ROWS, sealed, key(name))),
    remove: async (name) => (await database).delete(ROWS, key(name)),
  };
}
