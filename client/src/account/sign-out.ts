import type { Self } from '../self.ts';
import { call, Unreachable } from '../server/call.ts';
import { forgetStates } from '../slot/state.ts';
import { forgetUnsent, shutUnsent } from '../unsent/keep.ts';
import { forgetDevice } from './my-device.ts';

/** Forgets every key in memory. What is unsent stays sealed in the tab, for whoever signs in again. */
export function lock(self: Self): void {
  self.rooms.clear();
  self.centreKeys.clear();
  self.logs.clear();
  self.outbox.rows.clear();
  self.outbox.posted.clear();
  self.account.masterKey.fill(0);
  self.account.signKey.fill(0);
  self.account.openKey.fill(0);
  shutUnsent(self.world);
}

/** Forgets here first, so that it works offline; the server forgets the session when it hears of it. */
export async function signOut(self: Self): Promise<void> {
  lock(self);
  forgetStates(self.world);
  await forgetDevice(self.world);
  await forgetUnsent(self.world);
  try {
    await self.world.alone(() => call(self.world, 'logout', {}));
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
}
