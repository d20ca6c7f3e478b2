// The one file of the server that knows the OPAQUE library.

import { randomBytes } from 'node:crypto';
import type { Bytes } from '@beistand/wire';
import { client, ready, server } from '@serenity-kit/opaque';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import type { World } from '../world.ts';

/** A registration record: 192 B, the library's layout. */
export const registrationBytes = 192;

const identifiers = ({ instance }: World) => ({ server: `ccp1:${instance}` });
const userIdentifier = (credentialId: Bytes) => Buffer.from(credentialId).toString('hex');

/** The library reads what it needs and overlooks what follows. Throws `FORMAT`. */
function refuseUnlessLong(text: string, bytes: number): void {
  if (text.length !== Math.ceil((bytes * 4) / 3)) refuse('FORMAT');
}

/** The library throws on every malformed message; there is nothing else it could throw about. */
function orFormat<T>(evaluate: () => T): T {
  try {
    return evaluate();
  } catch {
    return refuse('FORMAT');
  }
}

/** Answers a registration request. Throws `FORMAT`. */
export async function startRegistration(world: World, credentialId: Bytes, request: string): Promise<string> {
  await ready;
  refuseUnlessLong(request, 32);
  return orFormat(() =>
    server.createRegistrationResponse({
      serverSetup: world.secrets.opaqueSetup,
      userIdentifier: userIdentifier(credentialId),
      registrationRequest: request,
    }),
  ).registrationResponse;
}

/** Answers KE1. Without a registration the stored fake record takes its place: a null record would be measurably faster. */
export async function startLogin(
  world: World,
  credentialId: Bytes,
  registration: Bytes | null,
  ke1: string,
): Promise<{ ke2: string; state: string }> {
  await ready;
  refuseUnlessLong(ke1, 96);
  const { loginResponse, serverLoginState } = orFormat(() =>
    server.startLogin({
      serverSetup: world.secrets.opaqueSetup,
      userIdentifier: userIdentifier(credentialId),
      registrationRecord: registration ? toText(registration) : world.secrets.opaqueFakeRecord,
      startLoginRequest: ke1,
      identifiers: identifiers(world),
    }),
  );
  return { ke2: loginResponse, state: serverLoginState };
}

/** True when KE3 proves the password. */
export async function provesPassword(world: World, state: string, ke3: string): Promise<boolean> {
  await ready;
  try {
    server.finishLogin({ serverLoginState: state, finishLoginRequest: ke3, identifiers: identifiers(world) });
    return true;
  } catch {
    return false;
  }
}

/** A new server setup, and a record like any other under a password and an identifier nobody knows. */
export async function makeSetup(): Promise<{ opaqueSetup: string; opaqueFakeRecord: string }> {
  await ready;
  const opaqueSetup = server.createSetup();
  const password = randomBytes(32).toString('base64url');
  const started = client.startRegistration({ password });
  const { registrationResponse } = server.createRegistrationResponse({
    serverSetup: opaqueSetup,
    userIdentifier: userIdentifier(randomBytes(16)),
    registrationRequest: started.registrationRequest,
  });
  const { registrationRecord } = client.finishRegistration({
    password,
    registrationResponse,
    clientRegistrationState: started.clientRegistrationState,
    // How a record was stretched leaves no trace in it, and nobody will ever type this password.
    keyStretching: { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } },
  });
  return { opaqueSetup, opaqueFakeRecord: registrationRecord };
}
