import type { StopCode } from '@beistand/client';
import type { RefusalCode } from '@beistand/contract';
import type { Texts } from '../text/generated/texts.ts';
import { Failed } from '../worker/ask.ts';

type Counselling = Texts['counselling'];
/** Messages that take nothing. */
type Plain = { [K in keyof Counselling]: Counselling[K] extends string ? K : never }[keyof Counselling];
/** `CODE`: what was typed is no such code. `UNREACHABLE`, `REPORT`: see the worker. */
type Code = RefusalCode | StopCode | 'UNREACHABLE' | 'REPORT' | 'CODE' | 'UNREADABLE' | 'SUITE';

/** What members of staff read for every way something can fail; the compiler finds a code without words. */
const words: Record<Code, Plain> = {
  UNREACHABLE: 'failUnreachable',
  SESSION: 'failSession',
  FRESH: 'failSession',
  FACTOR: 'failReport',
  LOGIN: 'failLogin',
  SLOW: 'failSlow',
  SIZE: 'failSize',
  FAULT: 'failFault',
  UNAVAILABLE: 'failFault',
  NOT_FOUND: 'failNotFound',
  NOT_ALLOWED: 'failNotFound',
  NOT_READY: 'failNotReady',
  NOT_WANTED: 'failNotWanted',
  TAKEN: 'failNotWanted',
  CLOSED: 'failClosed',
  HANDLE_TAKEN: 'failHandleTaken',
  NAME_TAKEN: 'failNameTaken',
  ENOUGH: 'failEnough',
  QUOTA: 'failQuota',
  NO_FILE: 'failReport',
  ID_TAKEN: 'failReport',
  LOG_LAST_LEAD: 'failLastLead',
  NO_KEY: 'failNoKey',
  UNREADABLE: 'failNoKey',
  CODE: 'failCode',
  BROKEN_KEY: 'failBrokenKey',
  BUSY: 'failBusy',
  AGAIN: 'failBusy',
  LOG_IDX: 'failBusy',
  STALE_LOG: 'failBusy',
  STALE_EPOCH: 'failBusy',
  REKEY: 'failBusy',
  POW: 'failBusy',
  TICKET: 'failBusy',
  FALSE_CENTRE: 'failFalseCentre',
  LOG_WITHHELD: 'failWithheld',
  FROZEN: 'failFrozen',
  CHAIN: 'failFrozen',
  OLDER: 'failOlder',
  ORPHAN: 'failOrphan',
  STATE_MISSING: 'failStateMissing',
  SUITE: 'failReload',
  TEXT: 'failReload',
  FORMAT: 'failReport',
  SENDER: 'failReport',
  SIGNATURE: 'failReport',
  ORIGIN: 'failReport',
  DUPLICATE: 'failReport',
  FILES: 'failReport',
  KEYS: 'failReport',
  ROWS: 'failReport',
  LOG: 'failReport',
  KIND: 'failReport',
  STAFF: 'failReport',
  VAULT: 'failReport',
  EK_PREV: 'failReport',
  SEEKER: 'failReport',
  AKB: 'failReport',
  LOG_LINK: 'failReport',
  LOG_TYPE: 'failReport',
  LOG_SIGNER: 'failReport',
  LOG_ACCOUNT: 'failReport',
  REPORT: 'failReport',
};

/** What happened, what is safe, what to do. */
export const sayCode = (t: Counselling, code: string): string => t[words[code as Code] ?? 'failReport'];

export const codeOfFailure = (error: unknown): string => (error instanceof Failed ? error.code : 'REPORT');

/** Why a conversation has stopped, by the rule that didn't hold. */
export const sayFrozen = (t: Counselling, rule: string): string =>
  rule === 'FALSE_CENTRE'
    ? t.failFalseCentre
    : rule === 'LOG_WITHHELD'
      ? t.failWithheld
      : rule === 'ACK'
        ? t.failAck
        : t.failFrozen;
