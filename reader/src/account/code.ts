import { readBase32, writeBase32 } from '../bytes/base32.ts';
import { same } from '../bytes/compare.ts';
import { type Bytes, join, lp, utf8 } from '../bytes/join.ts';
import { derive, hash, none } from '../primitive/hash.ts';
import { sign, signingPublicKey, verify } from '../primitive/sign.ts';
import { insist } from '../refuse.ts';

/** The 12 bits a typing error shows by, as two bytes with four zero bits at the end. */
function checkBits(code: Uint8Array): Bytes {
  const [first = 0, second = 0] = hash('code', code);
  return Uint8Array.of(first, second & 0xf0);
}

/** 28 characters in seven groups, of a recovery code and of a paper's. */
export const writeCode = (code: Uint8Array): string =>
  writeBase32(join(code, checkBits(code)), 140)
    .match(/.{4}/g)!
    .join('-');

export function readCode(text: string): Bytes {
  const bytes = readBase32(text, 28);
  const code = bytes.slice(0, 16);
  insist(same(bytes.subarray(16), checkBits(code)), 'CODE');
  return code;
}

const recoverySeed = (code: Uint8Array) => derive(code, none, 'rc-sign', none, 32);
const challenge = (nonce: Uint8Array, instanceId: string) => join(nonce, lp(utf8(instanceId)));

export const recoveryPublicKey = (code: Uint8Array): Bytes => signingPublicKey(recoverySeed(code));

export const proveRecovery = (code: Uint8Array, nonce: Uint8Array, instanceId: string): Bytes =>
  sign(recoverySeed(code), 'rc-sign', challenge(nonce, instanceId));

export const checkRecovery = (
  key: Uint8Array,
  nonce: Uint8Array,
  instanceId: string,
  proof: Uint8Array,
): void => verify(key, 'rc-sign', challenge(nonce, instanceId), proof);

/** The master key of the account that lies on paper, of one centre. */
export const paperMasterKey = (code: Uint8Array, centre: Uint8Array): Bytes =>
  derive(code, none, 'paper', centre, 32);
