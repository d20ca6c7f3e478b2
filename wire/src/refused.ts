/**
 * Every way the public rules can say no. The contract maps each to an HTTP status; the client maps each to an act.
 * `SUITE` = right magic, unknown suite byte ("please reload"). `SIZE` = plaintext longer than the format carries.
 * `BROKEN_KEY` = a public key nothing can be sealed to.
 */
export type WireCode =
  | 'FORMAT'
  | 'SUITE'
  | 'SIZE'
  | 'SIGNATURE'
  | 'BROKEN_KEY'
  | 'AKB'
  | 'LOG_LINK'
  | 'LOG_TYPE'
  | 'LOG_SIGNER'
  | 'LOG_LAST_LEAD'
  | 'LOG_ACCOUNT'
  | 'STALE_LOG'
  | 'STALE_EPOCH'
  | 'CHAIN'
  | 'ROWS'
  | 'LOG'
  | 'KIND'
  | 'STAFF'
  | 'KEYS'
  | 'VAULT'
  | 'EK_PREV'
  | 'SEEKER'
  | 'NOT_ALLOWED'
  | 'REKEY'
  | 'DUPLICATE';

/** A check failed. Carries the code only, never content. */
export class Refused extends Error {
  readonly code: WireCode;
  constructor(code: WireCode) {
    super(code);
    this.name = 'Refused';
    this.code = code;
  }
}

export function refuseUnless(holds: boolean, code: WireCode): asserts holds {
  if (!holds) throw new Refused(code);
}
