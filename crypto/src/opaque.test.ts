import { fromBase64url, hex } from '@beistand/wire';
import { client, ready, server } from '@serenity-kit/opaque';
import { beforeAll, describe, expect, it } from 'vitest';
import { finishLogin, finishRegistration, type Registered, startLogin, startRegistration } from './opaque.ts';

// The real other side stands here, so this test names the library beside opaque.ts.
const PASSWORD = 'apfel birne cello damm efeu fluss gabel';
const INSTANCE = 'a3f09c';
const CRED = 'ffeeddccbbaa99887766554433221100';
const identifiers = { server: `ccp1:${INSTANCE}` };
const bytesOf = (value: string) => fromBase64url(value).length;

let setup: string;
let registered: Registered;

async function register(password: string, userIdentifier = CRED) {
  const { request, state } = await startRegistration(password);
  const { registrationResponse } = server.createRegistrationResponse({
    serverSetup: setup,
    userIdentifier,
    registrationRequest: request,
  });
  return finishRegistration(password, state, registrationResponse, INSTANCE);
}

type Other = Partial<{
  setup: string;
  cred: string;
  server: string;
  record: string | null;
  instance: string;
}>;

/** Runs a whole sign-in against the stored record, with one thing other than it was where `other` says so. */
async function login(password: string, other: Other = {}) {
  const { request, state } = await startLogin(password);
  const named = other.server === undefined ? identifiers : { server: other.server };
  const { loginResponse, serverLoginState } = server.startLogin({
    serverSetup: other.setup ?? setup,
    userIdentifier: other.cred ?? CRED,
    registrationRecord: other.record === undefined ? registered.record : other.record,
    startLoginRequest: request,
    identifiers: named,
  });
  const finished = await finishLogin(password, state, loginResponse, other.instance ?? INSTANCE);
  const finishLoginRequest = finished.request;
  server.finishLogin({ serverLoginState, finishLoginRequest, identifiers: named });
  return { request, loginResponse, finished };
}

beforeAll(async () => {
  await ready;
  setup = server.createSetup();
  registered = await register(PASSWORD);
});

describe('OPAQUE', () => {
  it('says the sizes of ristretto255-SHA512', async () => {
    const { request, state } = await startRegistration(PASSWORD);
    const answer = server.createRegistrationResponse({
      serverSetup: setup,
      userIdentifier: CRED,
      registrationRequest: request,
    });
    expect(bytesOf(request)).toBe(32);
    expect(bytesOf(answer.registrationResponse)).toBe(64);
    expect(state).not.toBe('');
    expect([bytesOf(registered.record), registered.exportKey.length]).toEqual([192, 64]);
    const { request: ke1, loginResponse: ke2, finished } = await login(PASSWORD);
    expect([bytesOf(ke1), bytesOf(ke2), bytesOf(finished.request)]).toEqual([96, 320, 64]);
  });

  it('gives the export key of the registration at every sign-in, and fresh bytes on the wire', async () => {
    const [first, second] = [await login(PASSWORD), await login(PASSWORD)];
    expect(hex(first.finished.exportKey)).toBe(hex(registered.exportKey));
    expect(hex(second.finished.exportKey)).toBe(hex(registered.exportKey));
    expect(first.request).not.toBe(second.request);
    expect(first.loginResponse).not.toBe(second.loginResponse);
  });

  it('gives another export key to every registration, even with the same password and identifier', async () => {
    const again = await register(PASSWORD);
    expect(hex(again.exportKey)).not.toBe(hex(registered.exportKey));
    expect(again.record).not.toBe(registered.record);
  });

  it('takes the same phrase from another keyboard', async () => {
    const { finished } = await login(PASSWORD.replaceAll(' ', '\u00a0'));
    expect(hex(finished.exportKey)).toBe(hex(registered.exportKey));
  });

  it.each<[string, string, () => Other]>([
    ['a wrong password', 'apfel birne cello damm efeu fluss gabe1', () => ({})],
    ['another identifier', PASSWORD, () => ({ cred: '00'.repeat(16) })],
    ['a name without an account', PASSWORD, () => ({ record: null })],
    ['another server id on the server', PASSWORD, () => ({ server: 'ccp1:other' })],
    ['another server id on the client', PASSWORD, () => ({ instance: 'other' })],
    ['another server setup', PASSWORD, () => ({ setup: server.createSetup() })],
  ])('refuses %s', async (_, password, other) => {
    await expect(login(password, other())).rejects.toMatchObject({ code: 'LOGIN' });
  });

  it('refuses an answer that is none', async () => {
    const registration = await startRegistration(PASSWORD);
    const answer = finishRegistration(PASSWORD, registration.state, 'AAAA', INSTANCE);
    await expect(answer).rejects.toMatchObject({ code: 'FORMAT' });
    const signIn = await startLogin(PASSWORD);
    const broken = finishLogin(PASSWORD, signIn.state, '!', INSTANCE);
    await expect(broken).rejects.toMatchObject({ code: 'FORMAT' });
  });

  it('stretches with exactly the Argon2id of the suite', () => {
    const { clientLoginState, startLoginRequest } = client.startLogin({ password: PASSWORD });
    const { loginResponse } = server.startLogin({
      serverSetup: setup,
      userIdentifier: CRED,
      registrationRecord: registered.record,
      startLoginRequest,
      identifiers,
    });
    const stretched = (memory: number) =>
      client.finishLogin({
        clientLoginState,
        loginResponse,
        password: PASSWORD,
        identifiers,
        keyStretching: { 'argon2id-custom': { iterations: 3, memory, parallelism: 4 } },
      });
    expect(stretched(65_536)?.exportKey).toBeDefined();
    expect(stretched(65_528)).toBeUndefined();
  });
});
