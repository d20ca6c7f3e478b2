// Long: one enquiry from the first key to its arrival, every retry of it byte for byte.
import type { Call, Contract, Output, RefusalCode } from '@beistand/contract';
import { writeRecoveryCode } from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  BIT,
  CONVERSATION_KIND,
  fingerprintOf,
  fromBase64url,
  hex,
  MESSAGE_CLASS,
  ROLE,
  ROW_KIND,
  type Row,
  staffByAccount,
  toBase64url,
  type View,
} from '@beistand/wire';
import { type AccountSeed, accountOf, drawAccount, makeNewAccount } from '../account/make-account.ts';
import { solveProof } from '../account/solve-proof.ts';
import type { Bundled } from '../centre/bundles.ts';
import { type CentreLog, checkPin, newestView, syncLog } from '../centre/log.ts';
import { sealOpening } from '../conversation/opening.ts';
import { jitter, keyRow, vaultRows } from '../conversation/rekey.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { confirmMine, refuseTooLong } from '../message/send.ts';
import { newSelf, type Self } from '../self.ts';
import { backingOff, type OnWaiting } from '../server/back-off.ts';
import { bodyOf, call, orCode, ServerRefusal } from '../server/call.ts';
import { pinCentre, pinOf } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import { dropUnsent, keepAgain, keepUnsent, readUnsent, useShare } from '../unsent/keep.ts';
import type { ClientWorld } from '../world.ts';

/** What someone asks, complete: kept over reloads until the server has committed it. */
export type Enquiry = {
  text: string;
  topic: string;
  topicTitle: string;
  centre: string;
  pin: string | null;
  /** By a counsellor's own link: to them alone. `pin` is what the link says of their key, null without it. */
  to?: { account: string; pin: string | null } | undefined;
  /** Hex SHA-256 → base64url of the consent text the person agreed to. */
  consent: string;
};
type Ids = { conversation: string; message: string };

/**
 * An enquiry under way. Everything random that names something was drawn once, so every retry is the same enquiry;
 * `sent` holds the exact bytes of the last attempt until the server has answered, for a byte-identical retry.
 */
export type Pending = {
  enquiry: Enquiry;
  ids: Ids;
  /** Without an account yet: what it will be made of, and under which name and phrase. */
  newcomer: {
    masterKey: string;
    account: string;
    recoveryCode: string;
    createdAt: number;
    name: string;
    phrase: string;
    createHash: string | null;
  } | null;
  /** The name counsellors see. */
  shownName: string;
  sent: string | null;
};

export type Arrived = { conversation: string; answerDueAt: number; at: number };

const drawIds = (world: ClientWorld): Ids => ({
  conversation: toBase64url(world.random(16)),
  message: toBase64url(world.random(16)),
});

/** Begins an enquiry of someone new: draws the account; nothing has left the device. Answers the written code. */
export async function beginEnquiry(
  world: ClientWorld,
  enquiry: Enquiry,
  name: string,
  phrase: string,
): Promise<{ pending: Pending; writtenCode: string }> {
  refuseTooLong(enquiry.text);
  const seed = drawAccount(world);
  const newcomer = {
    masterKey: toBase64url(seed.masterKey),
    account: toBase64url(seed.account),
    recoveryCode: toBase64url(seed.recoveryCode),
    createdAt: seed.createdAt,
    name,
    phrase,
    createHash: null,
  };
  const pending = { enquiry, ids: drawIds(world), newcomer, shownName: name, sent: null };
  await keepPending(world, pending);
  return { pending, writtenCode: await writeRecoveryCode(seed.recoveryCode) };
}

export const keepPending = (world: ClientWorld, pending: Pending): Promise<boolean> =>
  keepUnsent(world, 'pending', pending);
export const readPending = (world: ClientWorld): Promise<Pending | null> =>
  readUnsent(world, 'pending') as Promise<Pending | null>;

const seedOf = (newcomer: NonNullable<Pending['newcomer']>): AccountSeed => ({
  masterKey: fromBase64url(newcomer.masterKey),
  account: fromBase64url(newcomer.account),
  recoveryCode: fromBase64url(newcomer.recoveryCode),
  createdAt: newcomer.createdAt,
});

type Ready = Bundled & Pick<Self, 'logs' | 'account'>;

/** `Stop('ORPHAN')` for who doesn't counsel there any more, `FALSE_CENTRE` for another key than the link's. */
function counsellorRow(view: View, { account, pin }: NonNullable<Enquiry['to']>): Row {
  const person = staffByAccount(view, fromBase64url(account));
  if (!person || !(person.bits & BIT.counsellor)) throw new Stop('ORPHAN');
  if (pin && pin !== fingerprintOf(person.kid)) throw new Stop('FALSE_CENTRE');
  return { kind: ROW_KIND.person, role: ROLE.responsible, id: person.account, kid: person.kid };
}

/** The opening record and the first message, sealed to the newest vault and inbox, or to one counsellor. */
async function sealEnquiry(
  self: Ready,
  log: CentreLog,
  pending: Pending,
): Promise<Pick<Call<Contract['enquire']>, 'record' | 'wraps' | 'message'>> {
  const view = newestView(log);
  const { bundle } = self.account;
  const rows = [
    { kind: ROW_KIND.person, role: ROLE.asks, id: bundle.account, kid: bundle.kid },
    pending.enquiry.to ? counsellorRow(view, pending.enquiry.to) : keyRow(ROW_KIND.inbox, view),
    ...vaultRows(view),
  ];
  return sealOpening(self, {
    conversation: fromBase64url(pending.ids.conversation),
    messageId: fromBase64url(pending.ids.message),
    kind: CONVERSATION_KIND.oneToOne,
    view,
    rows,
    class: MESSAGE_CLASS.content,
    body: {
      t: 'text',
      ts: self.world.now(),
      x: pending.enquiry.text,
      name: pending.shownName,
      topic: pending.enquiry.topicTitle,
    },
  });
}

/** Codes that mean: make the bytes anew under the same ids and try again, without a word to the person. */
const MADE_ANEW = ['POW', 'TICKET', 'STALE_LOG'] as const;
/** Said before the server looks whether it has this enquiry already: the bytes of the last try stay the ones to repeat. */
const SAID_AT_THE_DOOR: readonly RefusalCode[] = ['ORIGIN', 'SESSION', 'SIZE', 'SLOW', 'FORMAT', 'SENDER'];
const TRIES = 20;

/** The exact bytes of one attempt. Costs a proof of work and, for newcomers, an OPAQUE registration. */
async function makeBody(world: ClientWorld, pending: Pending, signedIn: Self | null): Promise<string> {
  const { enquiry, newcomer } = pending;
  const centre = fromBase64url(enquiry.centre);
  const fields = { topic: enquiry.topic, consent: enquiry.consent };
  const stranger = { world, bundles: new Map(), logs: new Map() };
  const reader: Bundled & Pick<Self, 'logs'> = newcomer ? stranger : (signedIn ?? stranger);
  const log = await syncLog(reader, centre);
  const createHash = log.entries[0]!.hash;
  checkPin(log, { written: enquiry.pin, createHash: signedIn && pinOf(signedIn.state, centre) });
  if (signedIn && !newcomer) {
    await pinCentre(signedIn, centre, createHash);
    const opening = await sealEnquiry(signedIn, log, pending);
    return bodyOf('enquire', { ...fields, proof: await solveProof(world), ...opening });
  }
  if (!newcomer) throw new Stop('SESSION');
  newcomer.createHash = toBase64url(createHash);
  const seed = seedOf(newcomer);
  const account = await accountOf(seed, ACCOUNT_KIND.seeker);
  reader.bundles.set(hex(account.bundle.kid), account.bundle);
  // Sealing comes first, the proof of work and the slow phrase after it: what was written is safe soonest.
  const opening = await sealEnquiry({ ...reader, account }, log, pending);
  const { instance } = await call(world, 'organisation', {});
  const { newAccount } = await makeNewAccount(world, {
    instance,
    kind: ACCOUNT_KIND.seeker,
    name: newcomer.name,
    phrase: newcomer.phrase,
    seed,
    pins: [{ centre, createHash }],
  });
  return bodyOf('enquire', { ...fields, account: newAccount, ...opening });
}

/** Who the newcomer is once the server has committed: the same from the first answer or from a retry after a crash. */
async function newcomerOf(world: ClientWorld, { enquiry, newcomer }: Pending): Promise<Self> {
  if (!newcomer?.createHash) throw new Stop('STATE_MISSING');
  const { instance } = await call(world, 'organisation', {});
  const pins = { [hex(fromBase64url(enquiry.centre))]: hex(fromBase64url(newcomer.createHash)) };
  const account = await accountOf(seedOf(newcomer), ACCOUNT_KIND.seeker);
  return newSelf({ world, account, kind: 'seeker', instance, state: { version: 1, body: { pins } } });
}

/**
 * Makes the bytes ahead, while the person writes down their code: sealing, proof of work and the slow phrase. The ticket
 * in them lasts ten minutes; when it has run out, `sendEnquiry` makes them anew.
 */
export async function prepareEnquiry(
  world: ClientWorld,
  pending: Pending,
  signedIn: Self | null,
): Promise<void> {
  if (pending.sent) return;
  pending.sent = await makeBody(world, pending, signedIn);
  await keepPending(world, pending);
}

/**
 * Sends account, consent, opening and message in one call, until it is committed: exactly once, however often tried.
 * Throws `HANDLE_TAKEN` (take another name: `revise`), `TEXT`, `CLOSED`, `Stop('FALSE_CENTRE')` with everything kept;
 * `SESSION` when someone signed in has to sign in again and send once more. `onWaiting` tells while there is no network.
 */
export async function sendEnquiry(
  world: ClientWorld,
  pending: Pending,
  signedIn: Self | null,
  onWaiting: OnWaiting,
): Promise<{ self: Self; arrived: Arrived }> {
  try {
    return await backingOff(world, () => attempt(world, pending, signedIn), onWaiting);
  } catch (error) {
    if (error instanceof ServerRefusal) {
      if (!SAID_AT_THE_DOOR.includes(error.code)) pending.sent = null;
      await keepPending(world, pending);
      // The session is gone and its share with it: what waits is sealed anew, or a reload would lose it.
      if (error.code === 'SESSION') await keepAgain(world);
    }
    throw error;
  }
}

async function attempt(
  world: ClientWorld,
  pending: Pending,
  signedIn: Self | null,
): Promise<{ self: Self; arrived: Arrived }> {
  if (!pending.newcomer && !signedIn) throw new Stop('SESSION');
  for (let tries = 0; tries < TRIES; tries++) {
    const answer = await orCode(MADE_ANEW, post(world, pending, signedIn));
    if (typeof answer === 'string') {
      await keepPending(world, Object.assign(pending, { sent: null }));
      await jitter({ world });
      continue;
    }
    const self = pending.newcomer ? await newcomerOf(world, pending) : signedIn!;
    await confirm(self, pending);
    await dropUnsent(world, ['draft', 'pending']);
    if (pending.newcomer) await useShare(world, fromBase64url(answer.share));
    const { answerDueAt, at } = answer;
    return { self, arrived: { conversation: pending.ids.conversation, answerDueAt, at } };
  }
  throw new Stop('BUSY');
}

async function post(
  world: ClientWorld,
  pending: Pending,
  signedIn: Self | null,
): Promise<Output<Contract['enquire']>> {
  await prepareEnquiry(world, pending, signedIn);
  const exact = pending.sent!;
  return world.alone(() => call(world, 'enquire', JSON.parse(exact), { exactBody: exact }));
}

/** Only what the server also serves has arrived; until then nothing here is thrown away. */
async function confirm(self: Self, { ids }: Pending): Promise<void> {
  const room = roomOf(self, ids.conversation);
  await inTurn(room, async () => {
    await sync(self, room);
    confirmMine(self, room, fromBase64url(ids.message), 2);
  });
}
