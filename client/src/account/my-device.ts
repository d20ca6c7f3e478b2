// My device: a page that is loaded again opens without the phrase. What lies here is noise without the session's share,
// and the share goes with the session.
import { keepForReload, openSlot, sealSlot, takeAfterReload, Unopened } from '@beistand/crypto';
import { type Bytes, cat, fromBase64url, utf8 } from '@beistand/wire';
import { myId, type Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { statesSeen } from '../slot/state.ts';
import { shareOf, useShare } from '../unsent/keep.ts';
import type { ClientWorld } from '../world.ts';
import { selfOf } from './sign-in.ts';

/** The master key under the session's share; behind it, sealed like a slot of mine, by which name I signed in. */
const KEPT_KEY = 48;
const NAME_SLOT: Bytes = utf8('name-on-a-device');

/**
 * Keeps me signed in on this device until the session ends. `name` is what I signed in with. False where the browser
 * or the line didn't let it: then the phrase is asked again after a reload, as on a device that isn't mine.
 */
export async function keepDevice(self: Self, name: string): Promise<boolean> {
  const { world, account } = self;
  const share = await shareOf(world);
  if (!share) return false;
  const kept = await keepForReload(share, myId(self), account.masterKey);
  const sealedName = await sealSlot(account, NAME_SLOT, 1, { name }, world.random);
  try {
    await world.device.write(cat(kept, sealedName));
    return true;
  } catch {
    // A browser's storage may be full or shut.
    return false;
  }
}

/** Nothing of me stays here; the server needn't hear of it. */
export const forgetDevice = (world: ClientWorld): Promise<void> => world.device.remove();

/** Whether this device is somebody's: only then is it worth asking the server. */
export const isDeviceKept = async (world: ClientWorld): Promise<boolean> =>
  (await world.device.read()) !== null;

/**
 * Who was signed in here before the page was loaded again, and by which name; null when nobody is any more: what was
 * kept goes then. Throws `Unreachable` while the server can't be asked, and a hard stop like a sign-in.
 */
export async function resumeDevice(world: ClientWorld): Promise<{ self: Self; name: string } | null> {
  const kept = await world.device.read();
  if (!kept) return null;
  const [{ instance }, answer] = await Promise.all([
    call(world, 'organisation', {}),
    orCode(['SESSION'], call(world, 'resume', {})),
  ]);
  const opened = answer === 'SESSION' ? null : await openKept(answer, kept.slice(0, KEPT_KEY));
  if (answer === 'SESSION' || !opened) {
    await forgetDevice(world);
    return null;
  }
  await useShare(world, fromBase64url(answer.share));
  const self = await selfOf(world, instance, answer, opened, statesSeen(world));
  const { body } = await openSlot(self.account, NAME_SLOT, kept.slice(KEPT_KEY));
  return { self, name: (body as { name: string }).name };
}

/** Null when it was kept in a session that has ended: another one has another share. */
async function openKept(answer: { account: string; share: string }, kept: Bytes) {
  const account = fromBase64url(answer.account);
  try {
    return { account, masterKey: await takeAfterReload(fromBase64url(answer.share), account, kept) };
  } catch (error) {
    if (error instanceof Unopened) return null;
    throw error;
  }
}
