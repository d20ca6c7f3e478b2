import type { Call, Contract } from '@beistand/contract';
import {
  type Account,
  finishRegistration,
  makeAccount,
  recoveryPair,
  startRegistration,
  wrapMasterKey,
} from '@beistand/crypto';
import { type AccountKind, type Bytes, toBase64url, WRAP_KIND } from '@beistand/wire';
import { call } from '../server/call.ts';
import { firstState, type State } from '../slot/state.ts';
import type { ClientWorld } from '../world.ts';
import { solveProof } from './solve-proof.ts';

export type NewAccount = NonNullable<Call<Contract['enquire']>['account']>;

/** Everything random about an account, drawn once: a repeated attempt makes the same account under the same ids. */
export type AccountSeed = {
  masterKey: Bytes;
  account: Bytes;
  /** 16 bytes; what the person prints. */
  recoveryCode: Bytes;
  createdAt: number;
};

export const drawAccount = (world: ClientWorld): AccountSeed => ({
  masterKey: world.random(32),
  account: world.random(16),
  recoveryCode: world.random(16),
  createdAt: world.now(),
});

export const accountOf = (seed: AccountSeed, kind: AccountKind): Promise<Account> =>
  makeAccount(seed.masterKey, { account: seed.account, kind, createdAt: seed.createdAt });

type Credentials = Pick<NewAccount, 'ticket' | 'registration' | 'passwordWrap'>;

/** OPAQUE registration of a phrase: the server evaluates, never sees it. Costs one Argon2id (0.25 s to seconds). */
export async function registerPhrase(
  world: ClientWorld,
  instance: string,
  phrase: string,
  seed: AccountSeed,
  proof: string | undefined,
): Promise<Credentials> {
  const started = await startRegistration(phrase);
  const { response, ticket } = await call(world, 'registerStart', {
    request: started.request,
    ...(proof && { proof }),
  });
  const { record, exportKey } = await finishRegistration(phrase, started.state, response, instance);
  const wrap = await wrapMasterKey(exportKey, WRAP_KIND.password, seed.account, seed.masterKey, world.random);
  return { ticket, registration: record, passwordWrap: toBase64url(wrap) };
}

/** A complete new account, ready for the transaction that stores it; `pins` go into its sealed state. */
export async function makeNewAccount(
  world: ClientWorld,
  given: {
    instance: string;
    kind: AccountKind;
    name: string;
    phrase: string;
    seed: AccountSeed;
    pins: { centre: Bytes; createHash: Bytes }[];
  },
): Promise<{ account: Account; newAccount: NewAccount; state: State }> {
  const { seed } = given;
  const account = await accountOf(seed, given.kind);
  const credentials = await registerPhrase(
    world,
    given.instance,
    given.phrase,
    seed,
    await solveProof(world),
  );
  const { state, bytes } = await firstState(world, account, given.pins);
  const recoveryWrap = await wrapMasterKey(
    seed.recoveryCode,
    WRAP_KIND.recoveryCode,
    seed.account,
    seed.masterKey,
    world.random,
  );
  return {
    account,
    state,
    newAccount: {
      bundle: toBase64url(account.bundle.bytes),
      name: given.name,
      ...credentials,
      recoveryWrap: toBase64url(recoveryWrap),
      recoveryKey: toBase64url((await recoveryPair(seed.recoveryCode)).publicKey),
      state: toBase64url(bytes),
    },
  };
}
