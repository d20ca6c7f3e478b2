import * as z from 'zod/mini';
import { endpoint } from '../endpoint.ts';
import { bytes, bytesUpTo, code, id, instant, queryNumber, sequence, shape } from '../shapes.ts';
import { newAccount, proof } from './accounts.ts';
import { vaultUse } from './vault.ts';

/** CCPE with up to 104 rows. */
export const record = bytesUpTo(8192);
/** CCPM with its ciphertext, at most 64 KiB of plaintext. */
export const message = bytesUpTo(66_000);
const wrap = bytes(1168);
export const wraps = z.array(wrap).check(z.minLength(1), z.maxLength(104));
const conversationParams = shape({ conversation: id });
const item = shape({
  seq: sequence,
  kind: z.enum(['record', 'message', 'erased']),
  bytes: bytesUpTo(66_000),
  at: instant,
});
/** A wrap the caller may use: their own row's (kind 1), the inbox's (2) or, after a vault use, the vault's (3). */
const servedWrap = shape({
  epoch: sequence,
  kind: z.union([z.literal(1), z.literal(2), z.literal(3)]),
  box: wrap,
});
const stored = shape({ seq: sequence, transcript: bytes(32), at: instant });
/** Names of staff are the server's word; keys are what binds. */
const people = z.array(shape({ account: id, name: z.string() }));
/** Who stands in for somebody: nothing is theirs to read before `from` and from `until` on. */
const dates = { account: id, from: instant, until: instant };
const cover = shape(dates);
export const judged = [
  'SENDER',
  'SIGNATURE',
  'STALE_EPOCH',
  'STALE_LOG',
  'CHAIN',
  'ROWS',
  'LOG',
  'KIND',
  'STAFF',
  'KEYS',
  'VAULT',
  'EK_PREV',
  'SEEKER',
  'AKB',
  'NOT_ALLOWED',
] as const;
const page = z.partial(
  shape({ after: z.string().check(z.regex(/^[A-Za-z0-9_.-]{1,80}$/)), limit: queryNumber }),
);

export const conversations = {
  /** Account, consent, opening record and first message: all or nothing. A byte-identical retry gets the same answer. */
  enquire: endpoint({
    method: 'POST',
    path: '/api/enquiries',
    audience: 'anyone',
    input: shape({
      account: z.optional(newAccount),
      /** With a session instead of `account`. */
      proof: z.optional(proof),
      topic: id,
      consent: bytes(32),
      record,
      wraps,
      message,
    }),
    output: shape({
      conversation: id,
      seq: sequence,
      transcript: bytes(32),
      at: instant,
      /** By when a person answers, in the centre's working time. */
      answerDueAt: instant,
      share: bytes(32),
    }),
    size: 160 * 1024,
    refusals: [
      'ID_TAKEN',
      'POW',
      'TICKET',
      'HANDLE_TAKEN',
      'TEXT',
      'CLOSED',
      'DUPLICATE',
      'UNAVAILABLE',
      ...judged,
    ],
  }),
  /** Waiting enquiries of the caller's centres, soonest promise first, with what is needed to show their first lines. */
  listWaiting: endpoint({
    method: 'GET',
    path: '/api/waiting',
    audience: 'staff',
    query: page,
    output: shape({
      waiting: z.array(
        shape({
          conversation: id,
          centre: id,
          topic: z.nullable(id),
          seq: sequence,
          at: instant,
          answerDueAt: instant,
          items: z.array(item),
          wraps: z.array(servedWrap),
        }),
      ),
      next: z.nullable(z.string()),
    }),
    refusals: [],
  }),
  /** The caller's own conversations, latest change first. */
  listConversations: endpoint({
    method: 'GET',
    path: '/api/conversations',
    audience: 'signed-in',
    query: page,
    output: shape({
      conversations: z.array(
        shape({
          conversation: id,
          centre: id,
          centreName: z.string(),
          kind: z.number(),
          seq: sequence,
          changedAt: instant,
          answerDueAt: z.nullable(instant),
          answeredAt: z.nullable(instant),
          /** The current record, so the list knows who is in without opening the conversation. */
          record: shape({ seq: sequence, bytes: record }),
          slot: z.nullable(shape({ version: sequence, bytes: bytesUpTo(66_000) })),
          people,
        }),
      ),
      /** What a counsellor has passed to another account of who asks, newest first. */
      passedOn: z.array(shape({ conversation: id, at: instant })),
      next: z.nullable(z.string()),
    }),
    refusals: [],
  }),
  /**
   * `after=N`: items N+1 … in order. `before=N`: the page that ends before N (N = 0: the newest), with `transcriptBefore`
   * and the records from the page's first epoch to the current one.
   */
  readItems: endpoint({
    method: 'GET',
    path: '/api/conversations/:conversation/items',
    audience: 'signed-in',
    params: conversationParams,
    query: z.partial(shape({ after: queryNumber, before: queryNumber, limit: queryNumber })),
    output: shape({
      items: z.array(item),
      records: z.array(item),
      transcriptBefore: bytes(32),
      /** The newest seq at the time of reading. */
      seq: sequence,
      wraps: z.array(servedWrap),
      people,
      answerDueAt: z.nullable(instant),
      answeredAt: z.nullable(instant),
      /** `isOver`: by the server's clock, which has refused them since. */
      covers: z.array(shape({ ...dates, isOver: z.boolean() })),
      /** Members who say that a key doesn't open for them. */
      missingKeys: z.array(shape({ epoch: sequence, account: id })),
      /** Who opened this conversation by the vault, when and why; oldest first. */
      vaultUses: z.array(vaultUse),
    }),
    refusals: ['NOT_FOUND'],
  }),
  appendRecord: endpoint({
    method: 'POST',
    path: '/api/conversations/:conversation/epochs',
    audience: 'signed-in',
    params: conversationParams,
    /** `covers`: with a CHANGE, dates for rows of role 3 or 4; they stand until such a row goes or gets others. */
    input: shape({ record, wraps, covers: z.optional(z.array(cover).check(z.minLength(1), z.maxLength(8))) }),
    output: stored,
    size: 192 * 1024,
    refusals: ['NOT_FOUND', 'TAKEN', 'CLOSED', ...judged],
  }),
  /** A member says which epochs' keys don't open for them; members who have them answer with `healWrap`. */
  askForKeys: endpoint({
    method: 'PUT',
    path: '/api/conversations/:conversation/missing-keys',
    audience: 'signed-in',
    params: conversationParams,
    input: shape({ epochs: z.array(sequence).check(z.minLength(1), z.maxLength(100)) }),
    output: shape({}),
    refusals: ['NOT_FOUND'],
  }),
  /** Another wrap of an epoch's key for the row of a member who has asked for it; one try for each asking. */
  healWrap: endpoint({
    method: 'PUT',
    path: '/api/conversations/:conversation/wraps',
    audience: 'signed-in',
    params: conversationParams,
    input: shape({ epoch: sequence, account: id, box: wrap }),
    output: shape({}),
    refusals: ['NOT_FOUND'],
  }),
  /** A counsellor's own link, by which people write to them alone: made once, then answered again. */
  makeLink: endpoint({
    method: 'PUT',
    path: '/api/centres/:centre/link',
    audience: 'staff',
    params: shape({ centre: id }),
    output: shape({ code }),
    refusals: ['NOT_FOUND'],
  }),
  endLink: endpoint({
    method: 'DELETE',
    path: '/api/centres/:centre/link',
    audience: 'staff',
    params: shape({ centre: id }),
    output: shape({}),
    refusals: ['NOT_FOUND'],
  }),
  /** Whose link it is; only while they counsel in an open centre. */
  readLink: endpoint({
    method: 'GET',
    path: '/api/links/:code',
    audience: 'anyone',
    params: shape({ code }),
    output: shape({ account: id, name: z.string(), centre: id, centreName: z.string() }),
    refusals: ['NOT_FOUND'],
  }),
  appendMessage: endpoint({
    method: 'POST',
    path: '/api/conversations/:conversation/messages',
    audience: 'signed-in',
    params: conversationParams,
    input: shape({ message, files: z.array(id).check(z.maxLength(5)) }),
    output: stored,
    size: 96 * 1024,
    refusals: [
      'NOT_FOUND',
      'DUPLICATE',
      'NOT_ALLOWED',
      'STALE_EPOCH',
      'REKEY',
      'CHAIN',
      'SENDER',
      'SIGNATURE',
      'FILES',
      'UNAVAILABLE',
    ],
  }),
};
