import { openEpochKey, previousEpochKey, Unopened } from '@beistand/crypto';
import { type Bytes, CONVERSATION_KIND, type EpochRecord, ROW_KIND, type Row, rowOf } from '@beistand/wire';
import { centreKeyAt, takeCentreKeys } from '../centre/keys.ts';
import { syncLog } from '../centre/log.ts';
import { myId, type Self } from '../self.ts';
import { Stop } from '../stop.ts';
import type { Room } from './room.ts';

type Keyed = Pick<Room, 'wraps' | 'epochKeys'> & { records: Map<number, EpochRecord> | EpochRecord[] };

const recordOf = ({ records }: Keyed, epoch: number): EpochRecord | undefined =>
  Array.isArray(records) ? records[epoch] : records.get(epoch);

/**
 * The row an epoch's key is sealed to for an account: its row in that record, or, for who joined later and has got an
 * older key by healing, in the first record after it that names them.
 */
export function keyedRow(room: Pick<Keyed, 'records'>, epoch: number, account: Bytes): Row | undefined {
  const records = Array.isArray(room.records) ? room.records : [...room.records.values()];
  return records
    .filter((record) => record.epoch >= epoch)
    .sort((a, b) => a.epoch - b.epoch)
    .map(({ rows }) => rowOf(rows, account))
    .find((row) => row !== undefined);
}

async function openerOf(self: Self, row: Row): Promise<Bytes | null> {
  const { kind, id, kid } = row;
  if (kind === ROW_KIND.person) return self.account.openKey;
  const held = () => centreKeyAt(self, { centre: id, which: kind }, kid)?.seed;
  // Given to me after I had read the log: its newest entries tell.
  if (!held()) await takeCentreKeys(self, await syncLog(self, id));
  return held() ?? null;
}

/**
 * The key of an epoch: by my own wrap, by the inbox's or vault's, or backwards from the next epoch. Each must match the
 * commitment of its own record. Throws `Stop('NO_KEY')` when no way opens: then that epoch's messages are unreadable.
 */
export async function epochKeyOf(self: Self, room: Keyed, epoch: number): Promise<Bytes> {
  const known = room.epochKeys.get(epoch);
  if (known) return known;
  const key = (await byWrap(self, room, epoch)) ?? (await byNextEpoch(self, room, epoch));
  if (!key) throw new Stop('NO_KEY');
  room.epochKeys.set(epoch, key);
  return key;
}

async function byWrap(self: Self, room: Keyed, epoch: number): Promise<Bytes | null> {
  const record = recordOf(room, epoch);
  if (!record) return null;
  const mine = keyedRow(room, epoch, myId(self));
  const keyRows = record.rows.filter(({ kind }) => kind !== ROW_KIND.person);
  for (const row of mine ? [mine, ...keyRows] : keyRows) {
    const wrap = room.wraps.get(`${epoch}:${row.kind}`);
    const opener = wrap && (await openerOf(self, row));
    if (opener) {
      const key = await orNull(openEpochKey(record, row, opener, wrap));
      if (key) return key;
    }
  }
  return null;
}

async function byNextEpoch(self: Self, room: Keyed, epoch: number): Promise<Bytes | null> {
  const next = recordOf(room, epoch + 1);
  const record = recordOf(room, epoch);
  if (!next || !record || record.kind === CONVERSATION_KIND.group) return null;
  return orNull(previousEpochKey(next, await epochKeyOf(self, room, epoch + 1), record));
}

/** A wrap that doesn't open is a member's or the server's fault and never the end: the next way in may open. */
async function orNull<T>(opening: Promise<T>): Promise<T | null> {
  try {
    return await opening;
  } catch (error) {
    if (error instanceof Unopened) return null;
    throw error;
  }
}
