import type { Contract } from '@beistand/contract';
import { forget } from './accounts/forget.ts';
import { loginFinish } from './accounts/login-finish.ts';
import { loginStart } from './accounts/login-start.ts';
import { logout } from './accounts/logout.ts';
import { me } from './accounts/me.ts';
import { passwordFinish } from './accounts/password-finish.ts';
import { proofChallenge } from './accounts/proof-challenge.ts';
import { recoverFinish } from './accounts/recover-finish.ts';
import { recoverStart } from './accounts/recover-start.ts';
import { registerStart } from './accounts/register-start.ts';
import { readSlots } from './accounts/slots-read.ts';
import { writeSlot } from './accounts/slots-write.ts';
import { tab } from './accounts/tab.ts';
import type { Handlers } from './http/handler.ts';
import { keyBundle } from './keys/key-bundle.ts';

/** Every endpoint's verb; the compiler lists what is missing. */
export const handlers: Handlers<Contract> = {
  forget,
  keyBundle,
  loginFinish,
  loginStart,
  logout,
  me,
  passwordFinish,
  proofChallenge,
  readSlots,
  recoverFinish,
  recoverStart,
  registerStart,
  tab,
  writeSlot,
};
