/** What a rule says no with: the codes of the protocol, and three of the reader's own for what isn't served items. */
export type Code =
  | 'FORMAT'
  | 'SUITE'
  | 'SIGNATURE'
  | 'AKB'
  | 'CODE'
  | 'BROKEN_KEY'
  | 'UNREADABLE'
  | 'SIZE'
  | 'LOG_LINK'
  | 'LOG_TYPE'
  | 'LOG_SIGNER'
  | 'LOG_ACCOUNT'
  | 'LOG_LAST_LEAD'
  | 'STALE_EPOCH'
  | 'CHAIN'
  | 'ROWS'
  | 'LOG'
  | 'KIND'
  | 'NOT_ALLOWED'
  | 'STAFF'
  | 'KEYS'
  | 'VAULT'
  | 'EK_PREV'
  | 'SEEKER'
  | 'DUPLICATE';

export function refuse(code: Code): never {
  throw Object.assign(new Error(code), { code });
}

export function insist(holds: boolean, code: Code): asserts holds {
  if (!holds) refuse(code);
}

/** The code something threw, or null when it was no refusal. */
export const codeOf = (error: unknown): string | null =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' ? error.code : null;
