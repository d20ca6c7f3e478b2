import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { countAttempt } from './attempts.ts';
import { findByName, packState } from './sign-in.ts';
import { sealTicket } from './tickets.ts';

export const recoverStart: Handler<Contract['recoverStart']> = async (asked) => {
  const { world, caller, input } = asked;
  const named = await findByName(asked, input.name);
  await countAttempt(world, caller, 'recovery', named.credentialId, world.limits.recoveries);
  const nonce = world.random(32);
  const ticket = sealTicket(world, caller.organisation, 'recover', packState(named, nonce));
  return { nonce: toText(nonce), ticket };
};
