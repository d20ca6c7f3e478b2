import * as z from 'zod/mini';
import { endpoint } from '../endpoint.ts';
import { bytes, bytesUpTo, code, id, instant, keyId, line, queryNumber, sequence, shape } from '../shapes.ts';
import { newAccount } from './accounts.ts';
import { postcode } from './organisations.ts';

const clock = z.string().check(z.regex(/^([01]\d|2[0-3]):[0-5]\d$|^24:00$/));
/** ISO weekday, 1 = Monday; times in the centre's zone; spans of one day don't overlap. */
const weekly = z
  .array(shape({ day: z.number().check(z.int(), z.gte(1), z.lte(7)), from: clock, until: clock }))
  .check(z.maxLength(28));
const fields = {
  name: line(2, 120),
  phone: line(0, 40),
  street: line(0, 120),
  postcode: z.union([postcode, z.literal('')]),
  city: line(0, 80),
  timeZone: line(1, 64),
  /** Federal state whose public holidays count, e.g. `DE-BW`. */
  state: z.string().check(z.regex(/^DE-(BW|BY|BE|BB|HB|HH|HE|MV|NI|NW|RP|SL|SN|ST|SH|TH)$/)),
  weekly,
  topics: z.array(id).check(z.maxLength(200)),
};
/** What stood on the public pages before or after a change; topics by their short titles. */
const facts = z.partial(
  shape({
    name: z.string(),
    phone: z.string(),
    street: z.string(),
    postcode: z.string(),
    city: z.string(),
    topics: z.array(z.string()),
    areas: z.array(shape({ from: postcode, to: postcode, topic: z.nullable(z.string()) })),
    /** How many areas more there are than the list has. */
    more: z.number(),
    isOpen: z.boolean(),
    /** Of a topic's fallback: which topic, and whom it had and has. */
    topic: z.string(),
    fallback: z.nullable(z.string()),
  }),
);
const centreParams = shape({ centre: id });
/** Bytes of a log entry: fixed parts 162 B plus body. */
const logEntry = bytesUpTo(16_384);
const invitation = shape({ invitation: id, until: instant });

export const centres = {
  /** What anyone may read of an open centre. */
  centre: endpoint({
    method: 'GET',
    path: '/api/centres/:centre',
    audience: 'anyone',
    params: centreParams,
    output: shape({ centre: id, code, isOpen: z.boolean(), ...fields, topics: z.array(id) }),
    refusals: ['NOT_FOUND'],
  }),
  listCentres: endpoint({
    method: 'GET',
    path: '/api/centres',
    audience: 'administrator',
    query: z.partial(shape({ after: id, limit: queryNumber })),
    output: shape({
      centres: z.array(
        shape({ centre: id, code, name: z.string(), state: z.enum(['draft', 'founded', 'open']) }),
      ),
      next: z.nullable(id),
    }),
    refusals: [],
  }),
  draftCentre: endpoint({
    method: 'POST',
    path: '/api/centres',
    audience: 'administrator',
    input: shape({ centre: id, ...fields }),
    output: shape({ centre: id, code }),
    refusals: ['ID_TAKEN', 'NAME_TAKEN', 'ENOUGH', 'NOT_FOUND'],
  }),
  /** A draft alone: a founded centre stays. */
  dropDraft: endpoint({
    method: 'DELETE',
    path: '/api/centres/:centre',
    audience: 'administrator',
    params: centreParams,
    output: shape({}),
    refusals: ['NOT_FOUND'],
  }),
  /** Administrators, and leads of this centre, who add no topic once it is open (`NOT_ALLOWED`). */
  changeCentre: endpoint({
    method: 'PATCH',
    path: '/api/centres/:centre',
    audience: 'staff',
    params: centreParams,
    input: z.partial(shape(fields)),
    output: shape({}),
    refusals: ['NOT_FOUND', 'NOT_READY', 'NAME_TAKEN', 'NOT_ALLOWED'],
  }),
  /** For leads: what was changed about their centre and about those that reach into its areas, newest first. */
  listCentreChanges: endpoint({
    method: 'GET',
    path: '/api/centres/:centre/changes',
    audience: 'staff',
    params: centreParams,
    output: shape({
      changes: z.array(
        shape({
          /** The centre that was changed, and its name now. */
          of: id,
          name: z.string(),
          what: z.enum(['name', 'contact', 'topics', 'areas', 'opening', 'fallback']),
          at: instant,
          /** Null when the account is gone. */
          by: z.nullable(z.string()),
          before: facts,
          after: facts,
        }),
      ),
    }),
    refusals: ['NOT_FOUND'],
  }),
  setAreas: endpoint({
    method: 'PUT',
    path: '/api/centres/:centre/areas',
    audience: 'administrator',
    params: centreParams,
    /** Replaces all; `topic` null = every topic of the centre. */
    input: shape({
      areas: z.array(shape({ from: postcode, to: postcode, topic: z.nullable(id) })).check(z.maxLength(2000)),
    }),
    output: shape({}),
    size: 256 * 1024,
    refusals: ['NOT_FOUND', 'NOT_READY'],
  }),
  inviteLead: endpoint({
    method: 'POST',
    path: '/api/centres/:centre/founding-invitations',
    audience: 'administrator',
    params: centreParams,
    output: invitation,
    refusals: ['NOT_FOUND'],
  }),
  /** By a lead; whoever redeems it still has to be let in by a signed log entry. */
  inviteColleague: endpoint({
    method: 'POST',
    path: '/api/centres/:centre/invitations',
    audience: 'staff',
    params: centreParams,
    /** `handle` names the row for its maker: the id itself is stored as a hash only. */
    input: shape({ handle: id }),
    output: invitation,
    refusals: ['NOT_FOUND', 'ID_TAKEN'],
  }),
  listInvitations: endpoint({
    method: 'GET',
    path: '/api/centres/:centre/invitations',
    audience: 'staff',
    params: centreParams,
    output: shape({
      invitations: z.array(
        shape({
          handle: id,
          until: instant,
          redeemed: z.nullable(
            shape({ account: id, key: keyId, name: z.string(), mac: z.nullable(bytes(32)), at: instant }),
          ),
        }),
      ),
    }),
    refusals: ['NOT_FOUND'],
  }),
  withdrawInvitation: endpoint({
    method: 'DELETE',
    path: '/api/centres/:centre/invitations/:handle',
    audience: 'staff',
    params: shape({ centre: id, handle: id }),
    output: shape({}),
    refusals: ['NOT_FOUND'],
  }),
  readInvitation: endpoint({
    method: 'GET',
    path: '/api/invitations/:invitation',
    audience: 'anyone',
    params: shape({ invitation: id }),
    output: shape({
      kind: z.enum(['administrator', 'lead', 'colleague']),
      organisation: z.string(),
      centre: z.nullable(shape({ centre: id, name: z.string() })),
      until: instant,
    }),
    refusals: ['NOT_FOUND'],
  }),
  /** Once. With a session the signed-in member of staff redeems; without one, `account` makes a new one. */
  redeemInvitation: endpoint({
    method: 'POST',
    path: '/api/invitations/:invitation/redeem',
    audience: 'anyone',
    params: shape({ invitation: id }),
    input: shape({
      account: z.optional(newAccount),
      name: z.optional(line(2, 80)),
      /** Colleagues: KDF(inv, "", "invite", centre‖kid, 32). */
      mac: z.nullable(bytes(32)),
    }),
    output: shape({ account: id, share: bytes(32) }),
    size: 160 * 1024,
    refusals: ['NOT_FOUND', 'TICKET', 'ID_TAKEN', 'HANDLE_TAKEN', 'SIGNATURE'],
  }),
  readLog: endpoint({
    method: 'GET',
    path: '/api/centres/:centre/log',
    audience: 'anyone',
    params: centreParams,
    query: z.partial(shape({ from: queryNumber })),
    /** `next`: where the following page begins; null at the end. */
    output: shape({ entries: z.array(logEntry), next: z.nullable(sequence) }),
    refusals: ['NOT_FOUND'],
  }),
  appendLog: endpoint({
    method: 'POST',
    path: '/api/centres/:centre/log',
    audience: 'staff',
    params: centreParams,
    input: shape({
      entries: z.array(logEntry).check(z.minLength(1), z.maxLength(400)),
      /** New paper bundles named by the entries. */
      bundles: z.array(bytes(1342)).check(z.maxLength(4)),
      /** SEAL of a key's seed to a person: 1120 + 32 + 16 B. */
      seeds: z.array(shape({ key: keyId, person: keyId, box: bytes(1168) })).check(z.maxLength(900)),
      /** GCM of the previous seed under the new one. */
      previous: z.array(shape({ key: keyId, box: bytes(48) })).check(z.maxLength(4)),
    }),
    output: shape({ idx: sequence }),
    size: 1024 * 1024,
    refusals: [
      'NOT_FOUND',
      'LOG_IDX',
      'NOT_READY',
      'AGAIN',
      'KEYS',
      'BROKEN_KEY',
      'AKB',
      'SENDER',
      'SIGNATURE',
      'ID_TAKEN',
      'LOG_LINK',
      'LOG_TYPE',
      'LOG_SIGNER',
      'LOG_LAST_LEAD',
      'LOG_ACCOUNT',
    ],
  }),
  readSeeds: endpoint({
    method: 'GET',
    path: '/api/centres/:centre/seeds',
    audience: 'staff',
    params: centreParams,
    /** Own boxes, and the chain to older keys; `paper` asks for the boxes of one of the centre's papers. */
    query: z.partial(shape({ paper: keyId })),
    output: shape({
      seeds: z.array(shape({ key: keyId, box: bytes(1168) })),
      previous: z.array(shape({ key: keyId, box: bytes(48) })),
    }),
    refusals: ['NOT_FOUND'],
  }),
  readStaff: endpoint({
    method: 'GET',
    path: '/api/centres/:centre/staff',
    audience: 'staff',
    params: centreParams,
    output: shape({
      staff: z.array(shape({ account: id, key: keyId, name: z.string(), bits: z.number() })),
      papers: z.array(shape({ key: keyId, checkedAt: z.nullable(instant) })),
      state: z.enum(['draft', 'founded', 'open']),
      missing: z.array(z.string()),
    }),
    refusals: ['NOT_FOUND'],
  }),
  /** Proves that the paper sheet was retyped: SIGN(paper, "paper-check", centre‖hash of the newest log entry). */
  checkPaper: endpoint({
    method: 'POST',
    path: '/api/centres/:centre/papers/:key/checks',
    audience: 'staff',
    params: shape({ centre: id, key: keyId }),
    input: shape({ signature: bytes(64) }),
    output: shape({ checkedAt: instant }),
    refusals: ['NOT_FOUND', 'SIGNATURE', 'STALE_LOG'],
  }),
  openCentre: endpoint({
    method: 'POST',
    path: '/api/centres/:centre/openings',
    audience: 'staff',
    params: centreParams,
    output: shape({ openedAt: instant }),
    refusals: ['NOT_FOUND', 'NOT_READY', 'NAME_TAKEN'],
  }),
};
