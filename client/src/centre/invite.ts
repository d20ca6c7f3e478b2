import {
  invitationMac,
  isInvited,
  isPinned,
  readInvitation,
  writeInvitation,
  writeRecoveryCode,
} from '@beistand/crypto';
import { ACCOUNT_KIND, BIT, fromBase64url, safetyNumber, toBase64url } from '@beistand/wire';
import { drawAccount, makeNewAccount } from '../account/make-account.ts';
import { newSelf, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import { changeState, pinCentre } from '../slot/state.ts';
import { Stop } from '../stop.ts';
import { useShare } from '../unsent/keep.ts';
import type { ClientWorld } from '../world.ts';
import { setBits } from './extend.ts';
import { syncLog } from './log.ts';

/** `/i/<id>`; behind `#` what the server never sees. First leads and administrators need the one-time id only. */
export const invitationPath = (invitation: string, fragment?: string): string =>
  fragment ? `/i/${invitation}#${fragment}` : `/i/${invitation}`;

/** A link for one colleague; its secret stays in my sealed state until they are let in. */
export async function invite(self: Self, centreText: string): Promise<{ path: string; until: number }> {
  const secret = self.world.random(16);
  const handle = toBase64url(self.world.random(16));
  const log = await syncLog(self, fromBase64url(centreText));
  await changeState(self, (body) => ({
    ...body,
    invitations: { ...body.invitations, [handle]: { centre: centreText, secret: toBase64url(secret) } },
  }));
  const { invitation, until } = await call(self.world, 'inviteColleague', { centre: centreText, handle });
  return { path: invitationPath(invitation, writeInvitation(secret, log.entries[0]!.hash)), until };
}

/** Who stands at the door. `isProven`: came by my own link; otherwise compare the thirty digits by phone first. */
export type Candidate = {
  handle: string;
  until: number;
  person: { account: string; key: string; name: string; isProven: boolean; digits: string } | null;
};

export async function listCandidates(self: Self, centreText: string): Promise<Candidate[]> {
  const { invitations } = await call(self.world, 'listInvitations', { centre: centreText });
  const centre = fromBase64url(centreText);
  return Promise.all(
    invitations.map(async ({ handle, until, redeemed }) => {
      if (!redeemed) return { handle, until, person: null };
      const kid = fromBase64url(redeemed.key);
      const mine = self.state.body.invitations?.[handle];
      const isProven =
        mine !== undefined &&
        redeemed.mac !== null &&
        (await isInvited(fromBase64url(redeemed.mac), fromBase64url(mine.secret), centre, kid));
      const digits = await safetyNumber(self.account.bundle.kid, kid);
      const { account, key, name } = redeemed;
      return { handle, until, person: { account, key, name, isProven, digits } };
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
  await setBits(self, centreText, person.key, given.bits ?? BIT.counsellor);
  await call(self.world, 'withdrawInvitation', { centre: centreText, handle });
  await changeState(self, (body) => {
    const { [handle]: _, ...invitations } = body.invitations ?? {};
    return { ...body, invitations };
  });
}

/**
 * A new member of staff by invitation. `fragment` is what stands behind `#`; for a colleague it pins the centre and
 * proves to the lead that the link was theirs. Answers the written recovery code to print.
 */
export async function redeem(
  world: ClientWorld,
  given: { invitation: string; fragment: string | null; name: string; signInName: string; phrase: string },
): Promise<{ self: Self; writtenCode: string }> {
  const { instance } = await call(world, 'organisation', {});
  const { centre: invitedTo, kind } = await call(world, 'readInvitation', { invitation: given.invitation });
  const link = given.fragment ? readInvitation(given.fragment) : null;
  const seed = drawAccount(world);
  const logs: Self['logs'] = new Map();
  const bundles: Self['bundles'] = new Map();
  const pins: { centre: Uint8Array<ArrayBuffer>; createHash: Uint8Array<ArrayBuffer> }[] = [];
  if (kind === 'colleague' && invitedTo) {
    const centre = fromBase64url(invitedTo.centre);
    const { hash } = (await syncLog({ world, logs, bundles }, centre)).entries[0]!;
    if (!link?.pin || !isPinned(link.pin, hash)) throw new Stop('FALSE_CENTRE');
    pins.push({ centre, createHash: hash });
  }
  const made = await makeNewAccount(world, {
    instance,
    kind: ACCOUNT_KIND.staff,
    name: given.signInName,
    phrase: given.phrase,
    seed,
    pins,
  });
  const isColleague = kind === 'colleague' && invitedTo && link;
  const mac = isColleague
    ? await invitationMac(link.invitation, fromBase64url(invitedTo.centre), made.account.bundle.kid)
    : null;
  const { share } = await call(world, 'redeemInvitation', {
    invitation: given.invitation,
    account: made.newAccount,
    name: given.name,
    mac: mac && toBase64url(mac),
  });
  useShare(world, fromBase64url(share));
  const self = newSelf({ world, account: made.account, kind: 'staff', instance, state: made.state });
  return { self, writtenCode: await writeRecoveryCode(seed.recoveryCode) };
}

/** Someone who already has a staff account comes to one more centre by a colleague's link. */
export async function redeemAsMyself(self: Self, invitation: string, fragment: string | null): Promise<void> {
  const { centre: invitedTo, kind } = await call(self.world, 'readInvitation', { invitation });
  if (kind !== 'colleague' || !invitedTo || !fragment) {
    await call(self.world, 'redeemInvitation', { invitation, mac: null });
    return;
  }
  const link = readInvitation(fragment);
  const centre = fromBase64url(invitedTo.centre);
  const { hash } = (await syncLog(self, centre)).entries[0]!;
  if (!link.pin || !isPinned(link.pin, hash)) throw new Stop('FALSE_CENTRE');
  await pinCentre(self, centre, hash);
  const mac = await invitationMac(link.invitation, centre, self.account.bundle.kid);
  await call(self.world, 'redeemInvitation', { invitation, mac: toBase64url(mac) });
}
