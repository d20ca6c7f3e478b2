import * as z from 'zod/mini';

const alphabet = /^[A-Za-z0-9_-]*$/;

/** Bytes as canonical unpadded base64url. `size` is exact; otherwise `max` bounds the decoded length. */
export const bytes = (size: number) =>
  z
    .string()
    .check(z.length(Math.ceil((size * 4) / 3)), z.regex(alphabet), z.refine(isCanonical, 'not canonical'));

export const bytesUpTo = (max: number) =>
  z
    .string()
    .check(
      z.minLength(2),
      z.maxLength(Math.ceil((max * 4) / 3)),
      z.regex(alphabet),
      z.refine(isCanonical, 'not canonical'),
    );

/** The unused low bits of the last character are zero, so every byte string has one spelling. */
function isCanonical(text: string): boolean {
  const rest = text.length % 4;
  if (rest === 1) return false;
  if (rest === 0) return true;
  const last = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_'.indexOf(text.at(-1)!);
  return last % (rest === 2 ? 16 : 4) === 0;
}

/** Accounts, conversations, centres, topics, messages, invitations: 16 random bytes. */
export const id = bytes(16);
export const keyId = bytes(32);
export const instant = z.number().check(z.int(), z.gte(0), z.lte(8_640_000_000_000_000));
/** What the smallest column of a counter holds, less one: what comes after it fits as well. */
const mostCounted = 2 ** 31 - 2;
export const sequence = z.number().check(z.int(), z.gte(0), z.lte(mostCounted));
/** One line a person typed or will read: trimmed, without control characters or any that hide or reorder others. */
export const line = (min: number, max: number) =>
  z
    .string()
    .check(z.minLength(min), z.maxLength(max), z.refine(isOneLine, 'hidden characters or surrounding space'));

/** Joiners that shape letters or emoji are no hiding places; alone they are. */
const joiners =
  /(?<=[\p{L}\p{M}\p{Extended_Pictographic}\p{Emoji_Modifier}])[\u200c\u200d](?=[\p{L}\p{Extended_Pictographic}])/gu;
const hidden = /[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}]/u;
const visible = /[^\p{C}\p{M}\p{Z}\p{Default_Ignorable_Code_Point}\u2800]/u;

function isOneLine(text: string): boolean {
  const isShown = text === '' || visible.test(text);
  return text === text.trim() && isShown && !hidden.test(text.replace(joiners, ''));
}

/** The same for what was sealed, which nobody has checked on its way: a line of 1 to `most` code points. */
export const isLine = (value: unknown, most: number): value is string =>
  typeof value === 'string' && value !== '' && [...value].length <= most && isOneLine(value);

/** Eight lower-case Crockford base32 characters: the neutral address of a topic, centre or counsellor, `/a/<code>`. */
export const code = z.string().check(z.regex(/^[0-9a-hjkmnp-tv-z]{8}$/));
/** A strict object: unknown keys are refused, so nothing travels that the contract doesn't name. */
export const shape = z.strictObject;
/** Numbers that arrive as text in a query string. */
export const queryNumber = z.pipe(
  z.string().check(
    z.regex(/^(0|[1-9]\d{0,9})$/),
    z.refine((text) => Number(text) <= mostCounted, 'too large'),
  ),
  z.transform(Number),
);
