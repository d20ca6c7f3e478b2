import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';

/** Deletes a pre-account session with its share: what a tab has not sent becomes unreadable. Leaves accounts alone. */
export const forget: Handler<Contract['forget']> = async ({ caller, transact, setSession }) => {
  const { sidHash, account } = caller;
  if (!sidHash || account) return {};
  await transact((tenant) => tenant.deleteFrom('sessions').where('sid_hash', '=', sidHash).execute());
  setSession(null);
  return {};
};
