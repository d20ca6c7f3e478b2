import type { RefusalCode } from '@beistand/contract';
import { Refused } from '@beistand/wire';
import { Refusal } from './refuse.ts';

/**
 * PostgreSQL that is gone, starting, closed to connections, full, read-only or out of patience (its manual, appendix A),
 * the ways a socket says so, and a disk that takes no more.
 */
const unavailable =
  /^(08...|53...|57P0.|57014|55000|55P03|25P0[34]|58030|25006|ECONNREFUSED|ECONNRESET|ENOENT|EPIPE|ENOTFOUND|ETIMEDOUT|EAI_AGAIN|ENOSPC|EDQUOT|EROFS|EFBIG)$/;
const lostConnection =
  /^(Connection terminated|timeout exceeded when trying to connect|Client has encountered a connection error|Cannot use a pool after)/;

const textOf = (error: unknown, name: 'code' | 'constraint' | 'file' | 'message'): string => {
  const value = error instanceof Error ? (error as Error & Record<string, unknown>)[name] : undefined;
  return typeof value === 'string' ? value : '';
};

/** A file that may not grow (a quota, a limit) is an internal error to PostgreSQL; the storage manager says it. */
const noRoom = (error: unknown) => textOf(error, 'code') === 'XX000' && textOf(error, 'file') === 'md.c';

/** Two requests raced and the database let one through: what the other would have been told a moment later. */
const races: Readonly<Record<string, RefusalCode>> = {
  credentials_handle_id_key: 'HANDLE_TAKEN',
  items_pkey: 'CHAIN',
  items_one_record_per_epoch: 'STALE_EPOCH',
  items_by_message: 'DUPLICATE',
  centre_log_pkey: 'LOG_IDX',
  slots_pkey: 'AGAIN',
};

/** True for errors that a second try of the same transaction can cure. */
export const isTransient = (error: unknown): boolean => /^(40001|40P01)$/.test(textOf(error, 'code'));

/** What a thrown thing means to the caller; null when it is our own fault. */
export function refusalOf(error: unknown): Refusal | null {
  if (error instanceof Refusal) return error;
  if (error instanceof Refused) return new Refusal(error.code === 'SUITE' ? 'FORMAT' : error.code);
  const code = textOf(error, 'code');
  if (code === 'FST_ERR_CTP_BODY_TOO_LARGE') return new Refusal('SIZE');
  if (code.startsWith('FST_ERR_CTP_') || code === 'FST_ERR_BAD_URL' || code.startsWith('HPE_'))
    return new Refusal('FORMAT');
  const statusCode = error instanceof Error && 'statusCode' in error ? error.statusCode : null;
  if (typeof statusCode === 'number' && statusCode >= 400 && statusCode < 500)
    return new Refusal(statusCode === 404 || statusCode === 403 ? 'NOT_FOUND' : 'FORMAT');
  if (code === '23505') return new Refusal(races[textOf(error, 'constraint')] ?? 'ID_TAKEN');
  if (isTransient(error)) return new Refusal('UNAVAILABLE');
  if (noRoom(error) || unavailable.test(code) || lostConnection.test(textOf(error, 'message')))
    return new Refusal('UNAVAILABLE');
  return null;
}

const root = new URL('../../../', import.meta.url);

/** Where the program lies says whose machine it is; where in it, what is broken. */
const withoutRoot = (line: string): string => line.replaceAll(root.href, '').replaceAll(root.pathname, '');

/** For the log: what kind of fault and where, never a message, because those quote values. */
export const describeFault = (error: unknown) => ({
  kind: error instanceof Error ? error.name : typeof error,
  database: textOf(error, 'code') || undefined,
  constraint: textOf(error, 'constraint') || undefined,
  at:
    error instanceof Error
      ? (error.stack ?? '')
          .split('\n')
          .filter((line) => /^\s+at /.test(line))
          .slice(0, 8)
          .map((line) => withoutRoot(line.trim()))
      : [],
});
