import { keepUnsent, readUnsent } from '../unsent/keep.ts';
import type { ClientWorld } from '../world.ts';

/** Remembers in this tab, sealed like what is unsent, by which name a member of staff signed in. Gone with signing out. */
export const keepKnownName = (world: ClientWorld, name: string): Promise<boolean> =>
  keepUnsent(world, 'name', name);

/** By which name somebody of the staff signed in here before the page was loaded again; null when nobody did. */
export const readKnownName = (world: ClientWorld): Promise<string | null> =>
  readUnsent(world, 'name') as Promise<string | null>;
