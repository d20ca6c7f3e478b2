import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';

/** Ends this session; without one there is nothing to end, which is what was wished. */
export const logout: Handler<Contract['logout']> = async ({ caller, transact, setSession, announce }) => {
  const { sidHash, account } = caller;
  if (sidHash)
    await transact((tenant) => tenant.deleteFrom('sessions').where('sid_hash', '=', sidHash).execute());
  if (account) announce([{ t: 'close', to: [account] }]);
  setSession(null);
  return {};
};
