import * as z from 'zod/mini';
import { endpoint } from '../endpoint.ts';
import { bytes, bytesUpTo, id, instant, keyId, line, sequence, shape } from '../shapes.ts';

/** OPAQUE's strings are the library's own unpadded base64url. */
const opaque = (max: number) =>
  z.string().check(z.minLength(16), z.maxLength(max), z.regex(/^[A-Za-z0-9_-]+$/));
/** A sealed, single-use, short-lived state of the server (`server/src/accounts/tickets.ts`). */
const ticket = opaque(2048);
/** The solved proof of work, base64 as the altcha library writes it. */
export const proof = z.string().check(z.minLength(16), z.maxLength(4096), z.regex(/^[A-Za-z0-9+/=_-]+$/));
const loginName = line(1, 256);
/** Reserved for the second factor; the server refuses one it doesn't know (`FACTOR`). */
const factor = z.optional(shape({ kind: line(1, 32), value: bytesUpTo(4096) }));
const slot = shape({ version: sequence, bytes: bytesUpTo(66_000) });

/** What makes an account, complete: the same shape for seekers (inside an enquiry) and staff (inside an invitation). */
export const newAccount = shape({
  /** CCPA, 1342 B. */
  bundle: bytes(1342),
  name: line(1, 256),
  ticket,
  registration: opaque(1024),
  /** CCPW, 82 B each: AMK under the OPAQUE export key and under the recovery code. */
  passwordWrap: bytes(82),
  recoveryWrap: bytes(82),
  /** Ed25519 key derived from the recovery code. */
  recoveryKey: bytes(32),
  /** CCPS version 1 of the state slot, with the pins. */
  state: bytesUpTo(66_000),
});

/** What a client holds after signing in. `share` is half of the key that reopens this browser without a password. */
const signedIn = shape({
  account: id,
  bundle: bytes(1342),
  wrap: bytes(82),
  state: slot,
  share: bytes(32),
});

export const accounts = {
  proofChallenge: endpoint({
    method: 'GET',
    path: '/api/pow',
    audience: 'anyone',
    output: shape({ challenge: z.string() }),
    refusals: [],
  }),
  registerStart: endpoint({
    method: 'POST',
    path: '/api/auth/register/start',
    audience: 'anyone',
    /** `proof` is needed unless the caller has a session (a new password). */
    input: shape({ request: opaque(256), proof: z.optional(proof) }),
    output: shape({ response: opaque(512), ticket }),
    refusals: ['POW'],
  }),
  loginStart: endpoint({
    method: 'POST',
    path: '/api/auth/login/start',
    audience: 'anyone',
    input: shape({ name: loginName, ke1: opaque(512) }),
    output: shape({ ke2: opaque(1024), login: ticket }),
    refusals: [],
  }),
  loginFinish: endpoint({
    method: 'POST',
    path: '/api/auth/login/finish',
    audience: 'anyone',
    /** `renews`: the phrase once more (`FRESH`). The session that is there goes on, with its share; `SESSION` when it is no longer theirs. */
    input: shape({ login: ticket, ke3: opaque(512), factor, renews: z.optional(z.literal(true)) }),
    output: signedIn,
    refusals: ['LOGIN', 'FACTOR'],
  }),
  recoverStart: endpoint({
    method: 'POST',
    path: '/api/auth/recover/start',
    audience: 'anyone',
    input: shape({ name: loginName }),
    output: shape({ nonce: bytes(32), ticket }),
    refusals: [],
  }),
  recoverFinish: endpoint({
    method: 'POST',
    path: '/api/auth/recover/finish',
    audience: 'anyone',
    input: shape({ ticket, signature: bytes(64), factor }),
    output: signedIn,
    refusals: ['LOGIN', 'FACTOR'],
  }),
  /** One compare-and-set: at any moment exactly one complete working pair of password and code. */
  passwordFinish: endpoint({
    method: 'POST',
    path: '/api/auth/password/finish',
    audience: 'signed-in',
    input: shape({
      ticket,
      version: sequence,
      registration: opaque(1024),
      passwordWrap: bytes(82),
      recovery: z.optional(shape({ wrap: bytes(82), key: bytes(32) })),
    }),
    output: shape({ version: sequence }),
    refusals: ['TICKET', 'AGAIN', 'FRESH'],
  }),
  /** What opens an account again where the browser kept its half of the key (my device). */
  resume: endpoint({
    method: 'GET',
    path: '/api/auth/resume',
    audience: 'signed-in',
    output: shape({ account: id, bundle: bytes(1342), state: slot, share: bytes(32) }),
    refusals: [],
  }),
  logout: endpoint({
    method: 'POST',
    path: '/api/auth/logout',
    audience: 'anyone',
    output: shape({}),
    refusals: [],
  }),
  /** The pre-account session of a tab with unsent text: made once, then the same share until it is forgotten or 24 h old. */
  tab: endpoint({
    method: 'POST',
    path: '/api/tab',
    audience: 'anyone',
    output: shape({ share: bytes(32), until: instant }),
    refusals: [],
  }),
  /** Deletes the pre-account session's share; also sent as a beacon when someone leaves quickly. */
  forget: endpoint({
    method: 'POST',
    path: '/api/forget',
    audience: 'anyone',
    output: shape({}),
    refusals: [],
  }),
  me: endpoint({
    method: 'GET',
    path: '/api/me',
    audience: 'signed-in',
    output: shape({
      account: id,
      key: keyId,
      kind: z.enum(['seeker', 'staff']),
      /** A member of staff's displayed name; seekers have none on the server. */
      name: z.nullable(z.string()),
      isAdministrator: z.boolean(),
      credentialVersion: sequence,
      share: bytes(32),
      idleUntil: instant,
      absoluteUntil: instant,
      /** Centres this member of staff belongs to or may found. */
      centres: z.array(
        shape({
          centre: id,
          name: z.string(),
          bits: z.number(),
          state: z.enum(['draft', 'founded', 'open']),
        }),
      ),
    }),
    refusals: [],
  }),
  writeSlot: endpoint({
    method: 'PUT',
    path: '/api/me/slots/:slot',
    audience: 'signed-in',
    params: shape({ slot: id }),
    input: shape({ version: sequence, bytes: bytesUpTo(66_000) }),
    output: shape({ version: sequence }),
    size: 96 * 1024,
    refusals: ['NOT_FOUND', 'AGAIN'],
  }),
};
