import * as z from 'zod/mini';
import { endpoint } from '../endpoint.ts';
import { bytes, code, id, instant, shape } from '../shapes.ts';
import { judged, message, record, wraps } from './conversations.ts';

const centreParams = shape({ centre: id });
const conversationParams = shape({ conversation: id });
const doorParams = shape({ code });

/** Conversations of several, which a counsellor moderates. What they are called and about stands in sealed words. */
export const groups = {
  /** A counsellor opens a group of their centre with colleagues or alone; who takes part asks to join. A retry gets the same answer. */
  startGroup: endpoint({
    method: 'POST',
    path: '/api/centres/:centre/groups',
    audience: 'staff',
    params: centreParams,
    input: shape({ record, wraps, message }),
    output: shape({ conversation: id }),
    size: 192 * 1024,
    refusals: ['NOT_FOUND', 'ID_TAKEN', 'ENOUGH', 'DUPLICATE', ...judged],
  }),
  /** A centre's groups that aren't closed, oldest first, for its staff alone: who moderates each, and the code of its door while it is open. */
  listGroups: endpoint({
    method: 'GET',
    path: '/api/centres/:centre/groups',
    audience: 'staff',
    params: centreParams,
    output: shape({
      groups: z.array(
        shape({
          conversation: id,
          openedAt: instant,
          moderators: z.array(shape({ account: id, name: z.string() })),
          code: z.nullable(code),
        }),
      ),
    }),
    refusals: ['NOT_FOUND'],
  }),
  /** A moderator lets people ask: the code is made once, then answered again. */
  openDoor: endpoint({
    method: 'PUT',
    path: '/api/conversations/:conversation/door',
    audience: 'signed-in',
    params: conversationParams,
    output: shape({ code }),
    refusals: ['NOT_FOUND'],
  }),
  /** The code leads nowhere any more, and who has asked has not. */
  closeDoor: endpoint({
    method: 'DELETE',
    path: '/api/conversations/:conversation/door',
    audience: 'signed-in',
    params: conversationParams,
    output: shape({}),
    refusals: ['NOT_FOUND'],
  }),
  /** Where a code leads and how the caller stands there; of the group itself only to those who are in or ask. */
  readDoor: endpoint({
    method: 'GET',
    path: '/api/doors/:code',
    audience: 'signed-in',
    params: doorParams,
    output: shape({
      centre: id,
      centreName: z.string(),
      state: z.enum(['outside', 'asking', 'inside']),
      conversation: z.nullable(id),
    }),
    refusals: ['NOT_FOUND'],
  }),
  /** A person asks to be let in; nothing is told of them but their account and key. Who is in already asks for nothing. */
  askToJoin: endpoint({
    method: 'PUT',
    path: '/api/doors/:code/asking',
    audience: 'signed-in',
    params: doorParams,
    output: shape({ conversation: id }),
    refusals: ['NOT_FOUND', 'ENOUGH'],
  }),
  /** For moderators: who asks, soonest first, and who has left and still stands in the current record. */
  listJoiners: endpoint({
    method: 'GET',
    path: '/api/conversations/:conversation/joiners',
    audience: 'signed-in',
    params: conversationParams,
    output: shape({
      asking: z.array(shape({ account: id, key: bytes(32), askedAt: instant })),
      left: z.array(id),
    }),
    refusals: ['NOT_FOUND'],
  }),
  /** A moderator turns somebody away. They may ask again as long as the door is open. */
  turnAway: endpoint({
    method: 'DELETE',
    path: '/api/conversations/:conversation/joiners/:account',
    audience: 'signed-in',
    params: shape({ conversation: id, account: id }),
    output: shape({}),
    refusals: ['NOT_FOUND'],
  }),
  /**
   * Access ends at once, and so does asking; a moderator's client takes whoever has left out of the record. The last
   * moderator stays.
   */
  leaveGroup: endpoint({
    method: 'POST',
    path: '/api/conversations/:conversation/leave',
    audience: 'signed-in',
    params: conversationParams,
    output: shape({}),
    refusals: ['NOT_FOUND', 'NOT_ALLOWED'],
  }),
};
