import type { Contract } from '@beistand/contract';
import { zeros } from '@beistand/wire';
import type { Handler } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import { endOtherSessions } from '../http/session.ts';
import { readPassword, readRecovery } from './credentials.ts';
import { refuseUnlessFresh } from './fresh.ts';
import { redeemTicket } from './redeem-ticket.ts';

/** Replaces password and, if offered, recovery code in one compare-and-set; all other sessions end. */
export const passwordFinish: Handler<Contract['passwordFinish']> = async (asked) => {
  const { caller, me, input, transact, announce } = asked;
  const password = readPassword(me, input.registration, input.passwordWrap);
  const recovery = input.recovery && readRecovery(me, input.recovery.wrap, input.recovery.key);
  refuseUnlessFresh(asked);
  const version = input.version + 1;
  await transact(async (tenant) => {
    const credentialId = await redeemTicket(asked, tenant, input.ticket, me);
    const { numUpdatedRows } = await tenant
      .updateTable('credentials')
      .set({
        registration: password.registration,
        password_wrap: password.wrap,
        cred_id: credentialId,
        version,
      })
      .$if(recovery !== undefined, (update) =>
        update.set({ recovery_wrap: recovery?.wrap ?? zeros(0), recovery_key: recovery?.key ?? zeros(0) }),
      )
      .where('account_id', '=', me)
      .where('version', '=', input.version)
      .executeTakeFirstOrThrow();
    if (numUpdatedRows === 0n) refuse('AGAIN');
    await endOtherSessions(tenant, me, caller.sidHash);
  });
  announce([{ t: 'close', to: [me] }]);
  return { version };
};
