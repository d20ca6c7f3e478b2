import type { Bytes } from '@beistand/wire';
import pg from 'pg';

const { builtins } = pg.types;

function safeInteger(text: string): number {
  const number = Number(text);
  if (!Number.isSafeInteger(number)) throw new RangeError(`${text} is beyond the integers a number can hold`);
  return number;
}

function bytes(text: string): Bytes {
  const { buffer, byteOffset, length } = Buffer.from(text.slice(2), 'hex');
  return new Uint8Array(buffer, byteOffset, length);
}

const parsers: ReadonlyMap<number, (text: string) => unknown> = new Map<number, (text: string) => unknown>([
  [builtins.INT8, safeInteger],
  [builtins.BYTEA, bytes],
  // A calendar day stays 'YYYY-MM-DD': pg's own Date would be midnight in this process's time zone.
  [builtins.DATE, (text: string) => text],
]);

/**
 * How values of ours leave the database; per pool, so pg's global table stays untouched. bytea → Bytes (a plain
 * Uint8Array, not a Buffer), bigint → number (throws beyond 2^53), date → 'YYYY-MM-DD', timestamptz → Date.
 */
export const parseTypes: pg.CustomTypesConfig = {
  getTypeParser: ((oid: number, format?: 'text' | 'binary') =>
    (format !== 'binary' && parsers.get(oid)) ||
    pg.types.getTypeParser(oid, format)) as typeof pg.types.getTypeParser,
};
