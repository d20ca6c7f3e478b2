import { createHmac, createPrivateKey, createPublicKey } from 'node:crypto';
import type { Contract } from '@beistand/contract';
import { cat, checkSignature, Refused, ready, u16, utf8 } from '@beistand/wire';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { endOtherSessions } from '../http/session.ts';
import type { World } from '../world.ts';
import { signIn, unpackState } from './sign-in.ts';
import { spend } from './spend.ts';
import { openTicket } from './tickets.ts';

/** PKCS #8 around a raw Ed25519 seed (RFC 8410). */
const seedHeader = Buffer.from('302e020100300506032b657004220420', 'hex');

/** A true key nobody holds: what unknown names are checked against, as slowly as known ones. */
function nobodysKey({ secrets }: World): Buffer<ArrayBuffer> {
  const seed = createHmac('sha256', secrets.pepper).update('recovery of nobody').digest();
  const key = createPrivateKey({ key: Buffer.concat([seedHeader, seed]), format: 'der', type: 'pkcs8' });
  return Buffer.from(createPublicKey(key).export({ format: 'jwk' }).x!, 'base64url');
}

/** With the recovery code instead of the password; all other sessions end. */
export const recoverFinish: Handler<Contract['recoverFinish']> = async (asked) => {
  const { world, caller, input, transact, announce } = asked;
  const opened = openTicket(world, caller.organisation, 'recover', input.ticket) ?? refuse('LOGIN');
  if (!(await spend(world.database, `recover:${input.ticket}`, opened.until))) refuse('LOGIN');
  const { account, version, rest: nonce } = unpackState(opened.payload);
  const known = await transact((tenant) =>
    tenant
      .selectFrom('credentials')
      .select('recovery_key')
      .where('account_id', '=', account)
      .executeTakeFirst(),
  );
  const nobody = nobodysKey(world);
  const instance = utf8(world.instance);
  const signed = cat(nonce, u16(instance.length), instance);
  await ready;
  try {
    checkSignature(
      toBytes(known?.recovery_key ?? nobody),
      'rc-sign',
      signed,
      toBytes(toBuffer(input.signature)),
    );
  } catch (error) {
    if (error instanceof Refused) refuse('LOGIN');
    throw error;
  }
  if (!known) refuse('LOGIN');
  if (input.factor) refuse('FACTOR');
  const { credentialId: _, ...signedIn } = await transact(async (tenant) => {
    await endOtherSessions(tenant, account, null);
    return signIn(asked, tenant, { account, version }, 'recovery_wrap');
  });
  announce([{ t: 'close', to: [account] }]);
  return signedIn;
};
