import * as z from 'zod/mini';
import { endpoint } from '../endpoint.ts';
import { bytesUpTo, id, instant, shape } from '../shapes.ts';

const message = bytesUpTo(66_000);
/** CCPM of class 3 with at most 4,096 bytes of padded plaintext: whole, it fits what one process tells another. */
const signal = bytesUpTo(4_342);
const conversationParams = shape({ conversation: id });
const messageParams = shape({ message: id });
/** What a message refused at its hour came back with. */
const returned = z.enum([
  'NOT_FOUND',
  'DUPLICATE',
  'NOT_ALLOWED',
  'STALE_EPOCH',
  'REKEY',
  'CHAIN',
  'SIGNATURE',
  'AKB',
]);

/** What is done to messages and around them; `appendMessage` stands with the conversation. */
export const messages = {
  /**
   * Takes the sealed words and the files of a message away; header, hash and signature stay in the chain. For its author
   * and, in a group, whoever is responsible, as long as they may read here. The client has posted the signed `del` first.
   */
  eraseMessage: endpoint({
    method: 'DELETE',
    path: '/api/conversations/:conversation/messages/:message',
    audience: 'signed-in',
    params: shape({ conversation: id, message: id }),
    output: shape({}),
    refusals: ['NOT_FOUND'],
  }),
  /** Relays a class 3 message to the open sockets of those who are in, as a `signal` notice. Nothing is stored. */
  signal: endpoint({
    method: 'POST',
    path: '/api/conversations/:conversation/signals',
    audience: 'signed-in',
    params: conversationParams,
    input: shape({ message: signal }),
    output: shape({}),
    size: 8 * 1024,
    refusals: ['NOT_FOUND', 'NOT_ALLOWED', 'STALE_EPOCH', 'REKEY', 'SENDER', 'SIGNATURE', 'AKB'],
  }),
  /**
   * Keeps a sealed message until `at` and appends it then, by the checks of that hour. They are made now as well. The
   * same message id again takes the place of what was kept; one that stands in the conversation by now stays as it is.
   */
  sendLater: endpoint({
    method: 'POST',
    path: '/api/conversations/:conversation/later',
    audience: 'signed-in',
    params: conversationParams,
    input: shape({ message, at: instant }),
    output: shape({ at: instant }),
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
      'AKB',
      'ENOUGH',
      'UNAVAILABLE',
    ],
  }),
  /** The caller's own that wait, and those that came back at their hour; soonest first. */
  listLater: endpoint({
    method: 'GET',
    path: '/api/later',
    audience: 'signed-in',
    output: shape({
      later: z.array(shape({ conversation: id, message, at: instant, returnedWith: z.nullable(returned) })),
    }),
    refusals: [],
  }),
  /** Takes back one that hasn't been sent; `NOT_FOUND` when it has. */
  cancelLater: endpoint({
    method: 'DELETE',
    path: '/api/later/:message',
    audience: 'signed-in',
    params: messageParams,
    output: shape({}),
    refusals: ['NOT_FOUND'],
  }),
};
