// Sits beside write.ts: from what a person typed back to the sixteen bytes. Paper accounts use the same
// form (protocol "Inbox, vault, paper, invitations").
//
// Source: protocol "Account".
import { type Bytes, fromBase32, Refused, same } from '@beistand/wire';
import { Unopened } from '../unopened.ts';
import { CODE_LENGTH, writeRecoveryCode } from './write.ts';

/**
 * The 16 bytes of a written code, in any case, with spaces or dashes anywhere, I and L for 1, O for 0.
 *
 * Throws CODE: wrong length, a strange character, or check bits that don't match. One wrong character
 * passes with probability 2⁻¹², which is for honesty about typing, not a defence.
 */
export async function readRecoveryCode(written: string): Promise<Bytes> {
  const typed = readLetters(written, CODE_LENGTH);
  const code = typed.slice(0, 16);
  // What we would have written decides: it covers the check bits and the bits behind them at once.
  if (!same(readLetters(await writeRecoveryCode(code), CODE_LENGTH), typed)) throw new Unopened('CODE');
  return code;
}

/**
 * Base32 letters as typed, left-aligned in bytes. Beside what wire forgives, any dash a word processor
 * makes of a hyphen is none. Throws CODE.
 */
export function readLetters(written: string, letters: number): Bytes {
  try {
    return fromBase32(written.replace(/\p{Pd}/gu, ''), letters);
  } catch (error) {
    if (error instanceof Refused) throw new Unopened('CODE');
    throw error;
  }
}
