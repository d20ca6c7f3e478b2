import * as z from 'zod/mini';
import { endpoint } from '../endpoint.ts';
import { id, shape } from '../shapes.ts';
import { judged, message, record, wraps } from './conversations.ts';

/** `thread`: shared by the conversation's staff. `notes`: one person's own. */
const threadKind = z.enum(['thread', 'notes']);

/** What staff keep beside a conversation; who asks is never told of it. */
export const threads = {
  /**
   * Opens a staff thread, or private notes, about `parent`. There is one thread in a conversation, and one set of notes
   * for each person: the second to come gets the id of the first. A new thread takes the place of one in which nobody of
   * the conversation's staff is left. Its first item is the record, its second says in sealed words what it is about.
   */
  startConversation: endpoint({
    method: 'POST',
    path: '/api/conversations',
    audience: 'staff',
    input: shape({ record, wraps, message, parent: id, as: threadKind }),
    output: shape({ conversation: id }),
    size: 192 * 1024,
    refusals: ['NOT_FOUND', 'ID_TAKEN', 'DUPLICATE', ...judged],
  }),
  /** The thread beside a conversation, for its staff, and the caller's own notes, which stay theirs after they have left. */
  readThreads: endpoint({
    method: 'GET',
    path: '/api/conversations/:conversation/threads',
    audience: 'staff',
    params: shape({ conversation: id }),
    output: shape({ thread: z.nullable(id), notes: z.nullable(id) }),
    refusals: ['NOT_FOUND'],
  }),
};
