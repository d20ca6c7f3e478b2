// The only file that imports the OPAQUE library: the person's half of signing in. The server learns
// neither the password nor anything a dump could be tested with; its setup lies outside the database.
//
// Runs inside the crypto worker: every finish costs one Argon2id of 64 MiB (0.25 s on a laptop, seconds
// on an old phone). Its randomness is the library's own, the one exception to passing it in.
//
// Sources: RFC 9807 (OPAQUE-3DH, ristretto255-SHA512), RFC 9106 (Argon2id); protocol "Password, sign-in, recovery". The
// library's unpadded base64url strings go over the wire as they are.
import { type Bytes, fromBase64url, Refused } from '@beistand/wire';
import { client, ready } from '@serenity-kit/opaque';
import { normalisePassword } from './password/normalise.ts';
import { Unopened } from './unopened.ts';

/** Argon2id with 65,536 KiB, t 3, p 4: a constant of the suite, never negotiated. */
const keyStretching = 'memory-constrained';

/** The server's name inside the handshake: the same database under another instance's name fails. */
const identifiers = (instanceId: string) => ({ server: `ccp1:${instanceId}` });

/** A first step: `request` goes to the server, `state` stays in memory until the finish. */
export type Started = { request: string; state: string };

/** `record` is what the server stores; `exportKey` (64 bytes) wraps the account's master key. */
export type Registered = { record: string; exportKey: Bytes };

/** `request` proves the password to the server; `exportKey` is the one registration gave. */
export type LoggedIn = { request: string; exportKey: Bytes };

/** Begins a registration or a change of password. Refuses as `normalisePassword` does. */
export async function startRegistration(password: string): Promise<Started> {
  await ready;
  const started = client.startRegistration({ password: normalisePassword(password) });
  return { request: started.registrationRequest, state: started.clientRegistrationState };
}

/** Ends it with the server's answer. Refuses with FORMAT when that answer is none. */
export async function finishRegistration(
  password: string,
  state: string,
  registrationResponse: string,
  instanceId: string,
): Promise<Registered> {
  await ready;
  const finished = wellFormed(() =>
    client.finishRegistration({
      password: normalisePassword(password),
      clientRegistrationState: state,
      registrationResponse,
      identifiers: identifiers(instanceId),
      keyStretching,
    }),
  );
  return { record: finished.registrationRecord, exportKey: fromBase64url(finished.exportKey) };
}

/** Begins signing in (KE1). */
export async function startLogin(password: string): Promise<Started> {
  await ready;
  const started = client.startLogin({ password: normalisePassword(password) });
  return { request: started.startLoginRequest, state: started.clientLoginState };
}

/**
 * Ends signing in: KE2 in, KE3 out. Refuses with LOGIN when the password, the name's record, the server's
 * setup or its instance id are not those of the registration (which one, nobody can tell: that is the
 * point), and with FORMAT when the answer is none.
 */
export async function finishLogin(
  password: string,
  state: string,
  loginResponse: string,
  instanceId: string,
): Promise<LoggedIn> {
  await ready;
  const finished = wellFormed(() =>
    client.finishLogin({
      password: normalisePassword(password),
      clientLoginState: state,
      loginResponse,
      identifiers: identifiers(instanceId),
      keyStretching,
    }),
  );
  if (!finished) throw new Unopened('LOGIN');
  return { request: finished.finishLoginRequest, exportKey: fromBase64url(finished.exportKey) };
}

/** The library throws plain errors, its text in the message, only for bytes it can't parse. */
function wellFormed<T>(step: () => T): T {
  try {
    return step();
  } catch (error) {
    if (error instanceof Refused) throw error;
    throw new Refused('FORMAT');
  }
}
