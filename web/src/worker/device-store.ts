import type { DeviceStore } from '@beistand/client';
import { openDB } from 'idb';

type Bytes = Uint8Array<ArrayBuffer>;
type Row = { key: CryptoKey; nonce: Bytes; sealed: Bytes };

/** Neutral like the other one, and apart from it: leaving quickly deletes the whole of it. */
const DEVICE_DATABASE = 'kept';
const ROWS = 'rows';
const ONLY = 'only';

/** Opened for each act alone: an open connection would keep whoever leaves from deleting it. */
async function within<T>(act: (database: Awaited<ReturnType<typeof openDB>>) => Promise<T>): Promise<T> {
  const database = await openDB(DEVICE_DATABASE, 1, { upgrade: (db) => void db.createObjectStore(ROWS) });
  try {
    return await act(database);
  } finally {
    database.close();
  }
}

/** One record under a key of this browser's that no script can read, drawn anew with every write. */
export const indexedDevice: DeviceStore = {
  read: async () => {
    const row: Row | undefined = await within((database) => database.get(ROWS, ONLY));
    if (!row) return null;
    const algorithm = { name: 'AES-GCM', iv: row.nonce };
    // A key that a browser has lost opens nothing; then nothing is kept.
    return crypto.subtle.decrypt(algorithm, row.key, row.sealed).then(
      (bytes) => new Uint8Array(bytes),
      () => null,
    );
  },
  write: async (bytes) => {
    const key = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, [
      'encrypt',
      'decrypt',
    ]);
    const nonce = crypto.getRandomValues(new Uint8Array(12));
    const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv: nonce }, key, bytes));
    await within((database) => database.put(ROWS, { key, nonce, sealed } satisfies Row, ONLY));
  },
  remove: () => within((database) => database.delete(ROWS, ONLY)),
};
