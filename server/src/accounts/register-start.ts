import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { countRegistration } from '../http/limits.ts';
import { startRegistration } from './opaque.ts';
import { spendProof } from './proof.ts';
import { sealTicket } from './tickets.ts';

const nobody = Buffer.alloc(16);

/**
 * Evaluates under a credential id drawn now, never under an existing one: that would test passwords. The ticket says
 * whose new password it may become, or nobody's for a new account.
 */
export const registerStart: Handler<Contract['registerStart']> = async ({ world, caller, input }) => {
  const credentialId = world.random(16);
  const response = await startRegistration(world, credentialId, input.request);
  if (!caller.account) {
    await spendProof(world, world.database, input.proof);
    countRegistration(world, caller);
  }
  const payload = Buffer.concat([credentialId, caller.account ?? nobody]);
  return { response, ticket: sealTicket(world, caller.organisation, 'register', payload) };
};
