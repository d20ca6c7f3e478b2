import type { Body } from './body.ts';

/**
 * What was written and isn't acknowledged yet. A row leaves only after the server has committed it, and keeps its
 * message id over every retry, so nothing is lost and nothing arrives twice.
 */
export type OutboxRow = {
  messageId: string;
  conversation: string;
  body: Body;
  class: 1 | 2;
  /** Why it isn't under way: the code that stopped it, shown in words; null while it is being tried. */
  stoppedBy: string | null;
};
export type Outbox = { rows: Map<string, OutboxRow>; isRunning: boolean };
