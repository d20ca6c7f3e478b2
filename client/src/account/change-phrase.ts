import { recoveryPair, wrapMasterKey, writeRecoveryCode } from '@beistand/crypto';
import { toBase64url, WRAP_KIND } from '@beistand/wire';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { registerPhrase } from './make-account.ts';
import { isDeviceKept, keepDevice } from './my-device.ts';
import { signIn } from './sign-in.ts';

/**
 * A new phrase and a new recovery code in one compare-and-set; afterwards the new phrase is proven by a sign-in while
 * the old session still holds the key. Answers the written code to print.
 */
export async function changePhrase(
  self: Self,
  name: string,
  phrase: string,
): Promise<{ self: Self; writtenCode: string }> {
  const { bundle, masterKey } = self.account;
  const recoveryCode = self.world.random(16);
  const seed = { masterKey, account: bundle.account, recoveryCode, createdAt: bundle.createdAt };
  const { credentialVersion } = await call(self.world, 'me', {});
  const credentials = await registerPhrase(self.world, self.instance, phrase, seed, undefined);
  const wrap = await wrapMasterKey(
    recoveryCode,
    WRAP_KIND.recoveryCode,
    bundle.account,
    masterKey,
    self.world.random,
  );
  await call(self.world, 'passwordFinish', {
    ...credentials,
    version: credentialVersion,
    recovery: { wrap: toBase64url(wrap), key: toBase64url((await recoveryPair(recoveryCode)).publicKey) },
  });
  // The new session has a new share: what my device keeps must be sealed under it.
  const isMine = await isDeviceKept(self.world);
  const next = await signIn(self.world, name, phrase);
  if (isMine) await keepDevice(next, name);
  return { self: next, writtenCode: await writeRecoveryCode(recoveryCode) };
}
