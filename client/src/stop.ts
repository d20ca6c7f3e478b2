/**
 * Why a client stops instead of going on; the interface has a page or a sentence for each.
 * FALSE_CENTRE the centre's log isn't the one pinned or printed · LOG_WITHHELD the server keeps log entries back ·
 * STATE_MISSING the account's sealed state isn't there or isn't ours · FROZEN a conversation's items don't hold ·
 * BUSY twenty tries in a row met something newer · NO_KEY nothing here opens this epoch · NOT_WANTED the act has
 * become pointless · OLDER the server is older than what this device has seen · ORPHAN nobody is left who could read
 * and answer · SIZE longer than the limit · QUOTA as much as one may store in a day · NO_FILE what was to be sent can't be
 * read any more · SESSION sign in first
 */
export type StopCode =
  | 'FALSE_CENTRE'
  | 'LOG_WITHHELD'
  | 'STATE_MISSING'
  | 'FROZEN'
  | 'BUSY'
  | 'NO_KEY'
  | 'NOT_WANTED'
  | 'OLDER'
  | 'ORPHAN'
  | 'SIZE'
  | 'QUOTA'
  | 'NO_FILE'
  | 'SESSION';

export class Stop extends Error {
  readonly code: StopCode;
  /** FROZEN: the rule that didn't hold, for the report. */
  readonly detail: string | undefined;
  constructor(code: StopCode, detail?: string) {
    super(detail ? `${code} ${detail}` : code);
    this.code = code;
    this.detail = detail;
  }
}
