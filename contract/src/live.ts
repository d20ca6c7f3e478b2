import * as z from 'zod/mini';
import { bytesUpTo, id, sequence, shape } from './shapes.ts';

export const livePath = '/api/live';

/**
 * What the server says over the WebSocket `GET /api/live?cursor=…`: hints without content. Everything but signals, which are
 * stored nowhere, is fetched by HTTP.
 * `cursor` resumes where the browser stopped; when the server can't, it says `resync` and the client lists again.
 */
export const notice = z.discriminatedUnion('t', [
  shape({ t: z.literal('hello'), cursor: z.string() }),
  shape({ t: z.literal('resync'), cursor: z.string() }),
  /** A conversation of mine has items up to `seq`. */
  shape({ t: z.literal('items'), cursor: z.string(), conversation: id, seq: sequence }),
  /** The waiting list of a centre of mine changed. */
  shape({ t: z.literal('waiting'), cursor: z.string(), centre: id }),
  /** A centre's log moved to `idx`, or somebody redeemed an invitation and waits to be let in. */
  shape({ t: z.literal('log'), cursor: z.string(), centre: id, idx: sequence }),
  /** Something was changed that the leads of this centre are told of: `listCentreChanges`. */
  shape({ t: z.literal('changes'), cursor: z.string(), centre: id }),
  /** Sealed, of this moment only: who is offline doesn't miss it, and a cursor doesn't bring it back. */
  shape({ t: z.literal('signal'), cursor: z.string(), conversation: id, message: bytesUpTo(4_342) }),
  /** A message of mine that waited for its hour came back: `listLater`. */
  shape({ t: z.literal('later'), cursor: z.string() }),
  /** A conversation is no longer mine to read. */
  shape({ t: z.literal('gone'), cursor: z.string(), conversation: id }),
]);
export type Notice = z.output<typeof notice>;
