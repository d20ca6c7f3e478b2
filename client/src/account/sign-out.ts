import type { Self } from '../self.ts';
import { call, Unreachable } from '../server/call.ts';
import { dropShare } from '../unsent/keep.ts';

/** Forgets here first, so that it works offline; the server forgets the session when it hears of it. */
export async function signOut(self: Self): Promise<void> {
  self.rooms.clear();
  self.centreKeys.clear();
  self.logs.clear();
  self.outbox.rows.clear();
  self.account.masterKey.fill(0);
  self.account.signKey.fill(0);
  self.account.openKey.fill(0);
  dropShare(self.world);
  await self.world.tab.remove('outbox');
  try {
    await call(self.world, 'logout', {});
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
}
