import { readBase32, readId, writeBase32, writeId } from '../bytes/base32.ts';
import { compare, same } from '../bytes/compare.ts';
import { type Bytes, join } from '../bytes/join.ts';
import { read } from '../bytes/read.ts';
import { derive, hash, none } from '../primitive/hash.ts';
import { sign, verify } from '../primitive/sign.ts';
import { insist } from '../refuse.ts';

/** 26 characters for the first 130 bits of CREATE's hash. */
export const writePin = (createHash: Uint8Array): string => writeBase32(createHash, 130);

/** Whether a pin as somebody typed it means this CREATE; `CODE` when it is none. */
export const isPinOf = (pin: string, createHash: Uint8Array): boolean =>
  same(readBase32(pin, 26), readBase32(writePin(createHash), 26));

/** What follows `#` in an invitation's link; without a pin while the centre has no CREATE. */
export const writeInvitation = (secret: Uint8Array, createHash: Uint8Array | null): string =>
  createHash === null ? writeId(secret) : `${writeId(secret)}.${writePin(createHash)}`;

export function readInvitation(fragment: string): { secret: Bytes; pin: string | null } {
  const [secret = '', pin = null, ...more] = fragment.split('.');
  insist(more.length === 0, 'CODE');
  if (pin !== null) readBase32(pin, 26);
  return { secret: readId(secret), pin };
}

export const proveInvitation = (secret: Uint8Array, centre: Uint8Array, kid: Uint8Array): Bytes =>
  derive(secret, none, 'invite', join(centre, kid), 32);

/** Thirty digits for two kids, whoever reads them, in six groups. */
export function safetyNumber(one: Uint8Array, other: Uint8Array): string {
  const [low, high] = compare(one, other) < 0 ? [one, other] : [other, one];
  const digest = hash('sas', low, high);
  return Array.from({ length: 6 }, (_, i) => {
    const slice = join(new Uint8Array(3), digest.subarray(5 * i, 5 * i + 5));
    return String(read(slice).number(8) % 100_000).padStart(5, '0');
  }).join(' ');
}

const paperMessage = (centre: Uint8Array, logHash: Uint8Array) => join(centre, logHash);

/** That the paper still exists and can be read. */
export const provePaper = (signKey: Uint8Array, centre: Uint8Array, logHash: Uint8Array): Bytes =>
  sign(signKey, 'paper-check', paperMessage(centre, logHash));

export const checkPaper = (
  signId: Uint8Array,
  centre: Uint8Array,
  logHash: Uint8Array,
  proof: Uint8Array,
): void => verify(signId, 'paper-check', paperMessage(centre, logHash), proof);
