import type { Contract, Output } from '@beistand/contract';
import {
  invitationMac,
  isInvited,
  isPinned,
  readInvitation,
  writeInvitation,
  writeRecoveryCode,
} from '@beistand/crypto';
import { ACCOUNT_KIND, BIT, type Bytes, fromBase64url, safetyNumber, toBase64url } from '@beistand/wire';
import { type AccountSeed, drawAccount, makeNewAccount } from '../account/make-account.ts';
import { newSelf, type Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { changeState, type InvitationNote, pinCentre } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import { useShare } from '../unsent/keep.ts';
import type { ClientWorld } from '../world.ts';
import { setBits } from './extend.ts';
import { syncLog, syncMyLog } from './log.ts';

/** `/i/<id>`; behind `#` what the server never sees. First leads and administrators need the one-time id only. */
export const invitationPath = (invitation: string, fragment?: string): string =>
  fragment ? `/i/${invitation}#${fragment}` : `/i/${invitation}`;

/** A link for one colleague; its secret and my note on it stay in my sealed state until they are let in. */
export async function invite(
  self: Self,
  centreText: string,
  note?: InvitationNote,
): Promise<{ path: string; until: number }> {
  const secret = self.world.random(16);
  const handle = toBase64url(self.world.random(16));
  const log = await syncMyLog(self, fromBase64url(centreText));
  await changeState(self, (body) => ({
    ...body,
    invitations: {
      ...body.invitations,
      [handle]: { centre: centreText, secret: toBase64url(secret), ...(note && { note }) },
    },
  }));
  const { invitation, until } = await call(self.world, 'inviteColleague', { centre: centreText, handle });
  return { path: invitationPath(invitation, writeInvitation(secret, log.entries[0]!.hash)), until };
}

/** Who stands at the door. `isProven`: came by my own link; otherwise compare the thirty digits by phone first. */
export type Candidate = {
  handle: string;
  until: number;
  /** Mine alone: whom I meant and what they shall do; null for a colleague's invitation. */
  note: InvitationNote | null;
  person: { account: string; key: string; name: string; isProven: boolean; digits: string } | null;
};

export async function listCandidates(self: Self, centreText: string): Promise<Candidate[]> {
  const { invitations } = await call(self.world, 'listInvitations', { centre: centreText });
  const centre = fromBase64url(centreText);
  return Promise.all(
    invitations.map(async ({ handle, until, redeemed }) => {
      const mine = self.state.body.invitations?.[handle];
      const note = mine?.note ?? null;
      if (!redeemed) return { handle, until, note, person: null };
      const kid = fromBase64url(redeemed.key);
      const isProven =
        mine !== undefined &&
        redeemed.mac !== null &&
        (await isInvited(fromBase64url(redeemed.mac), fromBase64url(mine.secret), centre, kid));
      const digits = await safetyNumber(self.account.bundle.kid, kid);
      const { account, key, name } = redeemed;
      return { handle, until, note, person: { account, key, name, isProven, digits } };
    }),
  );
}

/** Lets a person in by a signed entry. Without proof by link `digitsCompared` must be true. */
export async function letIn(
  self: Self,
  centreText: string,
  candidate: Candidate,
  given: { bits?: number; digitsCompared: boolean },
): Promise<void> {
  const { person, handle } = candidate;
  if (!person || !(person.isProven || given.digitsCompared)) throw new Stop('NOT_WANTED');
  await setBits(self, centreText, person.key, given.bits ?? candidate.note?.bits ?? BIT.counsellor);
  await call(self.world, 'withdrawInvitation', { centre: centreText, handle });
  const by = person.isProven ? 'link' : 'digits';
  await changeState(self, (body) => {
    const { [handle]: _, ...invitations } = body.invitations ?? {};
    const checked = { ...body.checked, [person.key]: { by, at: self.world.now() } } as const;
    return { ...body, invitations, checked };
  });
}

type Pin = { centre: Bytes; createHash: Bytes };
type Invited = Output<Contract['readInvitation']>;

/**
 * What an invitation is for. A colleague's link pins the centre: `Stop('FALSE_CENTRE')` when the log begins otherwise,
 * crypto's `CODE` when what stands behind `#` is no such link (a part of it got lost on the way).
 */
export async function checkInvitation(
  self: Pick<Self, 'world' | 'logs' | 'bundles'>,
  invitation: string,
  fragment: string | null,
): Promise<Invited & { pins: Pin[]; secret: Bytes | null }> {
  const invited = await call(self.world, 'readInvitation', { invitation });
  if (invited.kind !== 'colleague' || !invited.centre) {
    // Only colleagues' links carry something behind `#`: a server that says otherwise would like to skip the check.
    if (fragment) throw new Stop('FALSE_CENTRE');
    return { ...invited, pins: [], secret: null };
  }
  const { pin, invitation: secret } = readInvitation(fragment ?? '');
  const centre = fromBase64url(invited.centre.centre);
  const { hash } = (await syncLog(self, centre)).entries[0]!;
  if (!pin || !isPinned(pin, hash)) throw new Stop('FALSE_CENTRE');
  return { ...invited, pins: [{ centre, createHash: hash }], secret };
}

/** Someone invited, between the form and the account: everything random is drawn, the bytes sent are kept for a retry. */
export type Joining = {
  invitation: string;
  fragment: string | null;
  /** Shown to colleagues and seekers. */
  name: string;
  signInName: string;
  phrase: string;
  seed: AccountSeed;
  made: (Awaited<ReturnType<typeof makeNewAccount>> & { instance: string; mac: Bytes | null }) | null;
};

/** Draws the account; answers the recovery code to print before anything is stored. */
export async function beginJoining(
  world: ClientWorld,
  given: Pick<Joining, 'invitation' | 'fragment' | 'name' | 'signInName' | 'phrase'>,
): Promise<{ joining: Joining; writtenCode: string }> {
  const seed = drawAccount(world);
  return {
    joining: { ...given, seed, made: null },
    writtenCode: await writeRecoveryCode(seed.recoveryCode),
  };
}

/** The slow part, ahead of time: while someone copies the code. */
export async function prepareJoining(world: ClientWorld, joining: Joining): Promise<void> {
  if (joining.made) return;
  const { instance } = await call(world, 'organisation', {});
  const { invitation, fragment, phrase, seed, signInName } = joining;
  const reader = { world, logs: new Map(), bundles: new Map() };
  const { pins, secret } = await checkInvitation(reader, invitation, fragment);
  const kind = ACCOUNT_KIND.staff;
  const made = await makeNewAccount(world, { instance, kind, name: signInName, phrase, seed, pins });
  const mac = secret && pins[0] ? await invitationMac(secret, pins[0].centre, made.account.bundle.kid) : null;
  joining.made = { ...made, instance, mac };
}

/** Another sign-in name, after `HANDLE_TAKEN`; nothing else changes. */
export function renameJoining(joining: Joining, signInName: string): void {
  joining.signInName = signInName;
  if (joining.made) joining.made.newAccount.name = signInName;
}

/**
 * Makes the account and uses the invitation up. Tried again it sends the same bytes, so an answer that got lost makes
 * nothing twice; a ticket that has run out is drawn anew once.
 */
export async function finishJoining(world: ClientWorld, joining: Joining): Promise<Self> {
  for (let isRetry = false; ; isRetry = true) {
    await prepareJoining(world, joining);
    const { account, newAccount, state, instance, mac } = joining.made!;
    const { invitation, name } = joining;
    const given = { invitation, account: newAccount, name, mac: mac && toBase64url(mac) };
    const redeeming = world.alone(() => call(world, 'redeemInvitation', given));
    const answer = isRetry ? await redeeming : await orCode(['TICKET'], redeeming);
    if (answer === 'TICKET') {
      joining.made = null;
      continue;
    }
    await useShare(world, fromBase64url(answer.share));
    return newSelf({ world, account, kind: 'staff', instance, state });
  }
}

/**
 * A new member of staff by invitation, in one go. `fragment` is what stands behind `#`; for a colleague it pins the
 * centre and proves to the lead that the link was theirs. Answers the written recovery code to print.
 */
export async function redeem(
  world: ClientWorld,
  given: Pick<Joining, 'invitation' | 'fragment' | 'name' | 'signInName' | 'phrase'>,
): Promise<{ self: Self; writtenCode: string }> {
  const { joining, writtenCode } = await beginJoining(world, given);
  return { self: await finishJoining(world, joining), writtenCode };
}

/** Someone who already has a staff account comes to one more centre by a colleague's link. */
export async function redeemAsMyself(self: Self, invitation: string, fragment: string | null): Promise<void> {
  const { pins, secret } = await checkInvitation(self, invitation, fragment);
  for (const { centre, createHash } of pins) await pinCentre(self, centre, createHash);
  const mac = secret && pins[0] ? await invitationMac(secret, pins[0].centre, self.account.bundle.kid) : null;
  await call(self.world, 'redeemInvitation', { invitation, mac: mac && toBase64url(mac) });
}
