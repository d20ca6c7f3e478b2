// Sits above wire's base32: how a stranger's new account is tied to the link a lead handed over. The link
// carries a secret the server never sees (fragments stay in the browser); the invitee's client proves it
// knew the secret, for exactly this centre and this key.
//
// Source: protocol "Inbox, vault, paper, invitations" and protocol "Which centre is genuine". A link that
// travelled by the instance's own mail proves nothing: then the thirty digits are compared instead.
import { type Bytes, cat, fingerprintOf, same, toBase32, toBase32Id } from '@beistand/wire';
import { derive, NO_SALT } from '../kdf.ts';
import { readLetters } from '../recovery/read.ts';
import { Unopened } from '../unopened.ts';

/** Letters of an invitation secret, and of a centre's pin: 130 bits. */
const LETTERS = 26;

/** The part of a link behind `#`. `invitation` 16 bytes; `createHash` absent in a first lead's link. */
export const writeInvitation = (invitation: Bytes, createHash?: Bytes): string =>
  createHash ? `${toBase32Id(invitation)}.${fingerprintOf(createHash)}` : toBase32Id(invitation);

/** What a link says: the secret, and the pin of the centre it is for (null: a first lead makes it). */
export type Invitation = { invitation: Bytes; pin: string | null };

/** Reads it, forgiving as codes are. Throws CODE: wrong length, strange letter, or padding bits set. */
export function readInvitation(written: string): Invitation {
  const [secret = '', pin, ...rest] = written.split('.');
  const bits = readLetters(secret, LETTERS);
  // 130 bits carry 128: the two behind them are zero, so that one secret has one spelling.
  if (rest.length > 0 || bits[16] !== 0) throw new Unopened('CODE');
  const canonicalPin = pin === undefined ? null : toBase32(readLetters(pin, LETTERS), LETTERS);
  return { invitation: bits.slice(0, 16), pin: canonicalPin };
}

/** 32 bytes for the lead to check: KDF(inv, "invite", centre ‖ kid). */
export const invitationMac = (invitation: Bytes, centre: Bytes, kid: Bytes): Promise<Bytes> =>
  derive(invitation, NO_SALT, 'invite', cat(centre, kid), 32);

/** Whether this account came by the lead's own link: the lead's client makes the mac again. */
export const isInvited = async (mac: Bytes, invitation: Bytes, centre: Bytes, kid: Bytes): Promise<boolean> =>
  same(mac, await invitationMac(invitation, centre, kid));

/** Whether this CREATE is the pinned one; if not, the caller stops hard. Throws CODE when it is no pin. */
export const isPinned = (written: string, createHash: Bytes): boolean =>
  toBase32(readLetters(written, LETTERS), LETTERS) === fingerprintOf(createHash);
