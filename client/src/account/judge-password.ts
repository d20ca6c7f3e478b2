import { limits } from '@beistand/contract';
import { normalisePassword } from '@beistand/crypto';
import { Refused } from '@beistand/wire';

const { leastCharacters, mostCharacters } = limits.password;
/** Below this many different characters a password is a rhythm, not a secret. */
const LEAST_DIFFERENT = 5;
/** What must remain of a password when its own name is taken out. */
const LEAST_BESIDE_NAME = 8;

/** Runs along the alphabet, the digits and the rows of German and English keyboards, and all of them backwards. */
const runs = [
  'abcdefghijklmnopqrstuvwxyzabcdefghijklmnopqrstuvwxyz',
  '12345678901234567890',
  'qwertzuiopasdfghjklyxcvbnm',
  'qwertyuiopasdfghjklzxcvbnm',
].flatMap((run) => [run, [...run].reverse().join('')]);

export type PasswordFlaw = 'TOO_SHORT' | 'TOO_LONG' | 'COMMON' | 'NAME' | 'UNREADABLE';

/**
 * The first reason not to take a password, or null. Characters are Unicode code points after
 * `normalisePassword`, 12 to 256 of them and at most 1,024 bytes; UNREADABLE is half a surrogate pair.
 * `common` holds the lines of `client/data/common-passwords.txt`. Nothing leaves the device (NIST SP 800-63B §5.1.1.2:
 * length and a list of known ones, no rules about kinds of characters).
 */
export function judgePassword(typed: string, name: string, common: ReadonlySet<string>): PasswordFlaw | null {
  const password = readPassword(typed);
  if (password === 'TOO_LONG' || password === 'UNREADABLE') return password;
  const length = [...password.text].length;
  if (length < leastCharacters) return 'TOO_SHORT';
  if (length > mostCharacters) return 'TOO_LONG';
  const folded = fold(password.text);
  if (common.has(folded) || new Set(folded).size < LEAST_DIFFERENT) return 'COMMON';
  if (runs.some((run) => run.includes(folded))) return 'COMMON';
  const beside = name === '' ? folded : folded.replaceAll(fold(name), '');
  return beside !== folded && [...beside].length < LEAST_BESIDE_NAME ? 'NAME' : null;
}

const fold = (text: string) => text.normalize('NFKC').toLowerCase();

function readPassword(typed: string): { text: string } | 'TOO_LONG' | 'UNREADABLE' {
  try {
    return { text: normalisePassword(typed) };
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    return error.code === 'SIZE' ? 'TOO_LONG' : 'UNREADABLE';
  }
}
