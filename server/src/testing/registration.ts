import { webcrypto } from 'node:crypto';
import type { Call, Contract } from '@beistand/contract';
import { accountWrapHead, cat, toBase64url, WRAP_KIND } from '@beistand/wire';
import { client, ready } from '@serenity-kit/opaque';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import type { Browser } from './browser.ts';
import { type Identity, random } from './identity.ts';
import { stateOf } from './sealed.ts';

export type NewAccount = NonNullable<Call<Contract['enquire']>['account']>;

/** The server can't tell how a phrase was stretched; the product's 64 MiB would make large casts slow. */
export const keyStretching = { 'argon2id-custom': { iterations: 1, memory: 8, parallelism: 1 } };
export const password = 'sieben stille wasser am frühen morgen';

export async function solveProof(browser: Browser): Promise<string> {
  const { challenge: written } = await browser.ask('proofChallenge', {});
  const challenge = JSON.parse(written);
  const solution = await solveChallenge({ challenge, deriveKey });
  return Buffer.from(JSON.stringify({ challenge, solution })).toString('base64');
}

/** What makes an account complete: a real OPAQUE registration, wraps of the right form around nothing. */
export async function newAccount(browser: Browser, identity: Identity, name: string): Promise<NewAccount> {
  await ready;
  const started = client.startRegistration({ password });
  const { response, ticket } = await browser.ask('registerStart', {
    request: started.registrationRequest,
    proof: await solveProof(browser),
  });
  const { instance } = await browser.ask('organisation', {});
  const finished = client.finishRegistration({
    password,
    clientRegistrationState: started.clientRegistrationState,
    registrationResponse: response,
    identifiers: { server: `ccp1:${instance}` },
    keyStretching,
  });
  const wrap = (kind: 1 | 2) => toBase64url(cat(accountWrapHead(kind, identity.account), random(60)));
  return {
    bundle: toBase64url(identity.bundle.bytes),
    name,
    ticket,
    registration: finished.registrationRecord,
    passwordWrap: wrap(WRAP_KIND.password),
    recoveryWrap: wrap(WRAP_KIND.recoveryCode),
    recoveryKey: toBase64url(random(32)),
    state: toBase64url(stateOf(identity.account)),
  };
}

/** A name nobody has. */
export const newName = (): string =>
  `stiller-otter-${Buffer.from(webcrypto.getRandomValues(new Uint8Array(5))).toString('hex')}`;
