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
export const sequence = z.number().check(z.int(), z.gte(0), z.lte(Number.MAX_SAFE_INTEGER));
/** One line a person typed or will read: trimmed, without control characters. */
export const line = (min: number, max: number) =>
  z
    .string()
    .check(
      z.minLength(min),
      z.maxLength(max),
      z.refine(isOneLine, 'control characters or surrounding space'),
    );

function isOneLine(text: string): boolean {
  return text === text.trim() && !/[\p{Cc}\p{Zl}\p{Zp}\p{Cs}]/u.test(text);
}

/** Eight lower-case Crockford base32 characters: the neutral address of a topic, centre or campaign, `/a/<code>`. */
export const code = z.string().check(z.regex(/^[0-9a-hjkmnp-tv-z]{8}$/));
/** A strict object: unknown keys are refused, so nothing travels that the contract doesn't name. */
export const shape = z.strictObject;
/** Numbers that arrive as text in a query string. */
export const queryNumber = z.pipe(z.string().check(z.regex(/^(0|[1-9]\d{0,15})$/)), z.transform(Number));
