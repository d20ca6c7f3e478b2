import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { countAttempt } from './attempts.ts';
import { startLogin } from './opaque.ts';
import { findByName, packState } from './sign-in.ts';
import { sealTicket } from './tickets.ts';

/** Known and unknown names are answered alike: same steps, same sizes, same limits. */
export const loginStart: Handler<Contract['loginStart']> = async (asked) => {
  const { world, caller, input } = asked;
  const named = await findByName(asked, input.name);
  await countAttempt(world, caller, 'sign-in', named.credentialId, world.limits.signIns);
  const { ke2, state } = await startLogin(world, named.credentialId, named.registration, input.ke1);
  const payload = packState(named, Buffer.from(state));
  return { ke2, login: sealTicket(world, caller.organisation, 'login', payload) };
};
