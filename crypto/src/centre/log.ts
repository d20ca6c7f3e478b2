// Sits above sign.ts: signing what a lead decided. Whether the entry may stand is judged by wire's log
// rules, the same on the server and on every client; nothing secret is ever in it.
//
// Source: protocol "Centre log".
import {
  type Bytes,
  cat,
  type LogChange,
  type LogEntry,
  logEntryBody,
  parseLogEntry,
  zeros,
} from '@beistand/wire';
import type { Account } from '../account/make.ts';
import { sign } from '../sign.ts';

/** Where an entry goes: after `previous` (null: it founds the centre). `at` in ms, not judged. */
export type LogPlace = { centre: Bytes; previous: Pick<LogEntry, 'idx' | 'hash'> | null; at: number };

/** The signed entry, parsed: bytes to send, hash to link the next one to. */
export async function signLogEntry(by: Account, place: LogPlace, change: LogChange): Promise<LogEntry> {
  const body = logEntryBody({
    centre: place.centre,
    idx: place.previous ? place.previous.idx + 1 : 0,
    prev: place.previous ? place.previous.hash : zeros(32),
    at: place.at,
    signerKid: by.bundle.kid,
    change,
  });
  return parseLogEntry(cat(body, await sign(by.signKey, 'log', body)));
}
