import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import { forgetAttempts } from './attempts.ts';
import { provesPassword } from './opaque.ts';
import { signIn, unpackState } from './sign-in.ts';
import { spend } from './spend.ts';
import { openTicket } from './tickets.ts';

export const loginFinish: Handler<Contract['loginFinish']> = async (asked) => {
  const { world, caller, input, transact } = asked;
  const opened = openTicket(world, caller.organisation, 'login', input.login) ?? refuse('LOGIN');
  // Outside the transaction: a wrong KE3 uses the state up as well.
  if (!(await spend(world.database, `login:${input.login}`, opened.until))) refuse('LOGIN');
  const { account, version, rest } = unpackState(opened.payload);
  if (!(await provesPassword(world, rest.toString(), input.ke3))) refuse('LOGIN');
  if (input.factor) refuse('FACTOR');
  const { credentialId, ...signedIn } = await transact((tenant) =>
    signIn(asked, tenant, { account, version }, 'password_wrap', input.renews),
  );
  await forgetAttempts(world, 'sign-in', credentialId);
  return signedIn;
};
