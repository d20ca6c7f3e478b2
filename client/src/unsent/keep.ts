import { openUnsent, sealUnsent, Unopened } from '@beistand/crypto';
import { type Bytes, fromBase64url } from '@beistand/wire';
import { call, orCode, Unreachable } from '../server/call.ts';
import type { ClientWorld } from '../world.ts';

/** Shares by world: fetched once a page life, so that text typed offline can still be sealed. */
const shares = new WeakMap<ClientWorld['tab'], Bytes>();

/**
 * The server's half of this tab's key. Null before it could be fetched once: then text lives in memory only, and the
 * interface says so.
 */
export async function tabShare(world: ClientWorld): Promise<Bytes | null> {
  const known = shares.get(world.tab);
  if (known) return known;
  try {
    const answer = await orCode(['SLOW', 'UNAVAILABLE', 'FAULT'], call(world, 'tab', {}));
    if (typeof answer === 'string') return null;
    const share = fromBase64url(answer.share);
    shares.set(world.tab, share);
    return share;
  } catch (error) {
    if (error instanceof Unreachable) return null;
    throw error;
  }
}

/** A new session has a new share; what was kept is sealed again under it by its owner. */
export const useShare = (world: ClientWorld, share: Bytes): void => {
  shares.set(world.tab, share);
};
export const dropShare = (world: ClientWorld): void => {
  shares.delete(world.tab);
};

/** True once it survives a reload of this tab. */
export async function keepUnsent(world: ClientWorld, name: string, value: unknown): Promise<boolean> {
  const [secret, share] = [await world.tab.secret(), await tabShare(world)];
  if (!secret || !share) return false;
  await world.tab.write(name, await sealUnsent(secret, share, value, world.random));
  return true;
}

/** Null when nothing was kept, or when another tab or an ended session kept it. */
export async function readUnsent(world: ClientWorld, name: string): Promise<unknown> {
  const sealed = await world.tab.read(name);
  const secret = await world.tab.secret();
  const share = sealed && secret ? await tabShare(world) : null;
  if (!sealed || !secret || !share) return null;
  try {
    return await openUnsent(secret, share, sealed);
  } catch (error) {
    if (!(error instanceof Unopened)) throw error;
    await world.tab.remove(name);
    return null;
  }
}
