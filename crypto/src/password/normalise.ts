// Sits in front of OPAQUE: two keyboards that show the same phrase must give the same bytes.
//
// Source: RFC 8265 §4.2 (OpaqueString: other spaces to U+0020, NFC, no case folding); protocol "Password, sign-in, recovery".
import { Refused, utf8 } from '@beistand/wire';

const LIMIT_BYTES = 1024;

/**
 * The phrase as OPAQUE gets it: NFC, every other Unicode space as U+0020, nothing trimmed or folded.
 * Refuses with SIZE beyond 1,024 bytes of UTF-8, and with FORMAT half a surrogate pair, which UTF-8 can't
 * say and every library would replace with the same sign.
 */
export function normalisePassword(typed: string): string {
  if (!typed.isWellFormed()) throw new Refused('FORMAT');
  const password = typed.replace(/\p{Zs}/gu, ' ').normalize('NFC');
  if (utf8(password).length > LIMIT_BYTES) throw new Refused('SIZE');
  return password;
}
