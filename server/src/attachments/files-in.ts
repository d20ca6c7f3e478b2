import { mkdir, open, readFile, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { type Bytes, hex } from '@beistand/wire';

/** Where one sealed part lies; its hash in the name keeps two that are written at once apart. */
export type Place = { conversation: Bytes; file: Bytes; part: number; sha256: Bytes };

/** Sealed bytes outside the database. A part that was written is there after any crash. */
export type Files = {
  write: (place: Place, bytes: Uint8Array) => Promise<void>;
  /** Throws when it isn't there: its row said that it was. */
  read: (place: Place) => Promise<Uint8Array>;
  /** All parts of a file and what half-written ones left; nothing when there is none. */
  erase: (file: Pick<Place, 'conversation' | 'file'>) => Promise<void>;
};

/** `folder/<2 letters>/<conversation>-<file>/<part>-<hash>`, in hexadecimal. */
export function filesIn(folder: string, random: (length: number) => Uint8Array): Files {
  const folderOf = ({ conversation, file }: Pick<Place, 'conversation' | 'file'>) =>
    join(folder, hex(file.subarray(0, 1)), `${hex(conversation)}-${hex(file)}`);
  const pathOf = (place: Place) => join(folderOf(place), `${place.part}-${hex(place.sha256)}`);
  return {
    async write(place, bytes) {
      const path = pathOf(place);
      const half = `${path}.${hex(random(8))}`;
      await mkdir(dirname(path), { recursive: true, mode: 0o700 });
      try {
        await writeThrough(half, bytes);
        await rename(half, path);
      } catch (error) {
        await rm(half, { force: true });
        throw error;
      }
      // The name is as durable as the folders that lead to it, whoever made them.
      for (let at = dirname(path); at.length >= folder.length; at = dirname(at)) await settle(at);
      await settle(dirname(folder));
    },
    async read(place) {
      return readFile(pathOf(place)).catch((cause) => {
        throw new Error('a stored part of a file is missing', { cause });
      });
    },
    erase: (file) => rm(folderOf(file), { recursive: true, force: true }),
  };
}

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'wx', 0o600);
  try {
    await file.writeFile(bytes);
    await file.sync();
  } finally {
    await file.close();
  }
}

async function settle(folder: string): Promise<void> {
  const handle = await open(folder, 'r');
  try {
    await handle.sync();
  } finally {
    await handle.close();
  }
}
