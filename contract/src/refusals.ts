/**
 * Every way the server says no: code → HTTP status and a sentence for whoever reads the API.
 * What a person reads is chosen by the client from the code, in their language.
 */
export const refusals = {
  ORIGIN: [403, 'The request did not come from this site.'],
  SESSION: [401, 'Please sign in again.'],
  FRESH: [401, 'Please confirm with your phrase; the last sign-in is too long ago.'],
  FACTOR: [401, 'The second factor was not accepted.'],
  LOGIN: [401, 'Name and phrase do not match, or this sign-in has expired.'],
  SIZE: [413, 'That is larger than allowed.'],
  SLOW: [429, 'Too many requests; please wait a moment.'],
  FORMAT: [400, 'The request is not in the expected form.'],
  SENDER: [400, 'The signed sender or address is not the one of this request.'],
  SIGNATURE: [400, 'A signature does not verify.'],
  POW: [400, 'The proof of work is missing, spent or expired.'],
  TICKET: [400, 'The registration ticket is missing, spent or expired.'],
  BROKEN_KEY: [400, 'A public key is malformed.'],
  NOT_FOUND: [404, 'There is nothing here, or not for you.'],
  NOT_ALLOWED: [403, 'Your part in this conversation does not allow that.'],
  ID_TAKEN: [409, 'This identifier is already in use with other content.'],
  HANDLE_TAKEN: [409, 'This name is taken.'],
  NAME_TAKEN: [409, 'Another centre of this organisation has this name.'],
  ENOUGH: [409, 'There are as many of these as may be; delete one that is not needed.'],
  TEXT: [409, 'The consent text has changed.'],
  CLOSED: [409, 'This centre does not take enquiries on this topic right now.'],
  STALE_LOG: [409, 'The centre log has moved on.'],
  STALE_EPOCH: [409, 'The conversation has a newer key.'],
  REKEY: [409, 'The conversation needs a new key before anyone writes.'],
  CHAIN: [409, 'The item does not continue this conversation.'],
  DUPLICATE: [409, 'This message id is already used by someone else.'],
  TAKEN: [409, 'A colleague has already accepted.'],
  FILES: [409, 'A file is missing or incomplete.'],
  LOG_IDX: [409, 'The centre log has moved on.'],
  AGAIN: [409, 'Someone changed this meanwhile; here is the newer version.'],
  NOT_READY: [409, 'Something is still missing; see the list.'],
  KEYS: [422, 'A needed centre key is old or missing.'],
  ROWS: [422, 'The members of the record are not well-formed.'],
  LOG: [422, 'The record names another state of the centre log.'],
  KIND: [422, 'The record changes what must not change.'],
  STAFF: [422, 'A member is not staff with the needed right.'],
  VAULT: [422, 'The vault row does not fit the policy.'],
  EK_PREV: [422, 'The link to the previous key is missing or superfluous.'],
  SEEKER: [422, 'The record must keep exactly one person who asks.'],
  AKB: [422, 'A named key bundle is unknown.'],
  LOG_LINK: [422, 'The log entry does not continue the log.'],
  LOG_TYPE: [422, 'The log entry has the wrong type here.'],
  LOG_SIGNER: [422, 'The signer is not a lead of this centre.'],
  LOG_LAST_LEAD: [422, 'A centre keeps at least one lead.'],
  LOG_ACCOUNT: [422, 'The account does not fit the entry.'],
  FAULT: [500, 'Something broke on our side; nothing was stored.'],
  UNAVAILABLE: [503, 'The service cannot store anything right now; nothing was lost. Please try again soon.'],
} as const satisfies Record<string, readonly [status: number, sentence: string]>;

export type RefusalCode = keyof typeof refusals;

/** The body of every refusal. Some carry what helps to go on; none carries content. */
export type RefusalBody = {
  code: RefusalCode;
  sentence: string;
  /** TAKEN: the colleague's name, for colleagues only. */
  by?: string;
  /** NOT_READY: what is missing, as codes of `wire`'s `mayOpenCentre`. */
  missing?: string[];
  /** SLOW: whole seconds to wait. */
  after?: number;
  /** AGAIN on a slot: the newer version. */
  current?: { version: number; bytes: string };
};
