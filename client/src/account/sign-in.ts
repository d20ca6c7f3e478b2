import type { Contract, Output } from '@beistand/contract';
import {
  finishLogin,
  makeAccount,
  openMasterKey,
  proveRecovery,
  readRecoveryCode,
  startLogin,
  Unopened,
} from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  type Bytes,
  fromBase64url,
  parseAccountBundle,
  same,
  toBase64url,
  WRAP_KIND,
  type WrapKind,
} from '@beistand/wire';
import { takeOutbox } from '../message/outbox.ts';
import { myId, newSelf, type Self } from '../self.ts';
import { call, ServerRefusal } from '../server/call.ts';
import { continueState, readState, type State, statesSeen } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import { holdUnsent, useShare } from '../unsent/keep.ts';
import type { ClientWorld } from '../world.ts';
import { foldPhrase } from './fold-phrase.ts';

type SignedIn = Output<Contract['loginFinish']>;

/** Opens what a sign-in brought by the wrap. What this tab kept under the session before goes along. */
async function unlock(
  world: ClientWorld,
  instance: string,
  signedIn: SignedIn,
  secretKey: Bytes,
  wrapKind: WrapKind,
  seenBefore: ReadonlyMap<string, State>,
): Promise<Self> {
  // First, so that what is unsent outlives a hard stop: nobody has the share it was kept under any more.
  await useShare(world, fromBase64url(signedIn.share));
  const opened = await openMasterKey(secretKey, wrapKind, fromBase64url(signedIn.wrap));
  return selfOf(world, instance, signedIn, opened, seenBefore);
}

/**
 * Who the master key makes of what the server says: it must make exactly the served bundle, and the sealed state (with
 * the pins) must be there and no older than what this page has seen. Otherwise a hard stop.
 */
export async function selfOf(
  world: ClientWorld,
  instance: string,
  signedIn: Pick<SignedIn, 'bundle' | 'state'>,
  opened: { account: Bytes; masterKey: Bytes },
  seenBefore: ReadonlyMap<string, State>,
): Promise<Self> {
  const served = await parseAccountBundle(fromBase64url(signedIn.bundle));
  const account = await makeAccount(opened.masterKey, {
    account: opened.account,
    kind: served.kind,
    createdAt: served.createdAt,
  });
  if (!same(account.bundle.bytes, served.bytes)) throw new Stop('STATE_MISSING');
  const state = continueState(world, account, await readState(account, signedIn.state), seenBefore);
  const kind = served.kind === ACCOUNT_KIND.seeker ? 'seeker' : 'staff';
  const self = newSelf({ world, account, kind, instance, state });
  await takeOutbox(self);
  return self;
}

/** A phrase that was drawn is tried once more as it was drawn: whoever copied it with a capital or a space too many has the right one. */
async function asDrawn<T>(typed: string, act: (phrase: string) => Promise<T>): Promise<T> {
  const drawn = foldPhrase(typed);
  try {
    return await act(typed);
  } catch (error) {
    if (drawn === null || !(error instanceof Unopened || error instanceof ServerRefusal)) throw error;
    if (error.code !== 'LOGIN') throw error;
    return act(drawn);
  }
}

/** By name and phrase. Throws the server's or OPAQUE's `LOGIN` when they don't belong together. */
export const signIn = (world: ClientWorld, name: string, typed: string): Promise<Self> =>
  asDrawn(typed, (phrase) => enter(world, name, phrase));

/** Up to the proof: what the server needs to see, and what opens the account. */
async function prove(world: ClientWorld, name: string, phrase: string) {
  const started = await startLogin(phrase);
  const [{ instance }, { ke2, login }] = await Promise.all([
    call(world, 'organisation', {}),
    call(world, 'loginStart', { name, ke1: started.request }),
  ]);
  const { request, exportKey } = await finishLogin(phrase, started.state, ke2, instance);
  return { instance, exportKey, proof: { login, ke3: request } };
}

async function enter(world: ClientWorld, name: string, phrase: string): Promise<Self> {
  const { instance, exportKey, proof } = await prove(world, name, phrase);
  await holdUnsent(world);
  const seenBefore = statesSeen(world);
  const signedIn = await world.alone(() => call(world, 'loginFinish', proof));
  return unlock(world, instance, signedIn, exportKey, WRAP_KIND.password, seenBefore);
}

/**
 * The phrase once more, after `FRESH`: the same session goes on, with its share and everything judged, and what was
 * refused may be asked again. Throws the server's or OPAQUE's `LOGIN`, and `SESSION` when another account's session is
 * in this browser now or none.
 */
export const proveAgain = (self: Self, name: string, typed: string): Promise<void> =>
  asDrawn(typed, async (phrase) => {
    const { proof } = await prove(self.world, name, phrase);
    const { account } = await call(self.world, 'loginFinish', { ...proof, renews: true });
    if (account !== toBase64url(myId(self))) throw new Stop('SESSION');
  });

/** By name and recovery code; every other session of the account ends. A new phrase should follow at once. */
export async function signInWithCode(world: ClientWorld, name: string, writtenCode: string): Promise<Self> {
  const code = await readRecoveryCode(writtenCode);
  const [{ instance }, { nonce, ticket }] = await Promise.all([
    call(world, 'organisation', {}),
    call(world, 'recoverStart', { name }),
  ]);
  const signature = await proveRecovery(code, fromBase64url(nonce), instance);
  await holdUnsent(world);
  const seenBefore = statesSeen(world);
  const proof = { ticket, signature: toBase64url(signature) };
  const signedIn = await world.alone(() => call(world, 'recoverFinish', proof));
  return unlock(world, instance, signedIn, code, WRAP_KIND.recoveryCode, seenBefore);
}
