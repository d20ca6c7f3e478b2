// What whoever holds a dump can do about passwords: both halves of OPAQUE in one hand, past all code of ours.
import { randomBytes } from 'node:crypto';
import { client, ready, server } from '@serenity-kit/opaque';

/** As it stands in a dump: the installation's public name, and one row of credentials. */
export type DumpedCredential = { instance: string; credentialId: Buffer; registration: Buffer };

/** The suite's constant, and one ten thousand times cheaper for many guesses at a record made with it. */
const slow = 'memory-constrained';
const quick = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } };

const identifiers = (instance: string) => ({ server: `ccp1:${instance}` });

/** Somebody else's setup: what a thief without the secrets' file has to make do with. */
export async function makeOwnSetup(): Promise<string> {
  await ready;
  return server.createSetup();
}

/**
 * The same password registered once more for the same credential under the same setup: all steps and keys as in the
 * real record but for Argon2id, which costs nothing here. What can't be guessed in it can't be guessed in the real one.
 */
export async function quickTwin(
  setup: string,
  credential: Omit<DumpedCredential, 'registration'>,
  password: string,
): Promise<DumpedCredential> {
  await ready;
  const started = client.startRegistration({ password });
  const { registrationResponse } = server.createRegistrationResponse({
    serverSetup: setup,
    userIdentifier: credential.credentialId.toString('hex'),
    registrationRequest: started.registrationRequest,
  });
  const { registrationRecord } = client.finishRegistration({
    password,
    registrationResponse,
    clientRegistrationState: started.clientRegistrationState,
    identifiers: identifiers(credential.instance),
    keyStretching: quick,
  });
  return { ...credential, registration: Buffer.from(registrationRecord, 'base64url') };
}

/** One guess, offline: the export key (64 bytes) when record, setup and password belong together, else null. */
export async function guess(
  setup: string,
  { instance, credentialId, registration }: DumpedCredential,
  password: string,
  isQuick: boolean,
): Promise<Buffer | null> {
  await ready;
  const started = client.startLogin({ password });
  const { loginResponse } = server.startLogin({
    serverSetup: setup,
    userIdentifier: credentialId.toString('hex'),
    registrationRecord: registration.toString('base64url'),
    startLoginRequest: started.startLoginRequest,
    identifiers: identifiers(instance),
  });
  const finished = client.finishLogin({
    clientLoginState: started.clientLoginState,
    loginResponse,
    password,
    identifiers: identifiers(instance),
    keyStretching: isQuick ? quick : slow,
  });
  return finished ? Buffer.from(finished.exportKey, 'base64url') : null;
}

/** Guesses that look like offered phrases, `right` somewhere among them. */
export function guessesAround(right: string, count: number): string[] {
  const words = right.split(' ');
  const guesses = Array.from({ length: count - 1 }, () => {
    const at = randomBytes(1)[0]! % words.length;
    return words.map((word, i) => (i === at ? randomBytes(4).toString('hex') : word)).join(' ');
  });
  guesses.splice(randomBytes(4).readUInt32BE() % count, 0, right);
  return guesses;
}
