// Sits above hpke.ts: one random key per conversation and epoch. A record says who is in and commits to
// the key; the key itself lies beside it, wrapped for each row. Judging a record is wire's; this makes
// them and gets at their keys.
//
// Wraps carry no signature: each is bound to this record and this row by its context, and what comes out
// must match the commitment that *is* signed. Source: protocol "Records".
import {
  type Bytes,
  cat,
  type EpochRecord,
  parseRecord,
  type RecordFields,
  type Row,
  recordBody,
  rowBytes,
  same,
  sortRows,
  u32,
  zeros,
} from '@beistand/wire';
import type { Account } from '../account/make.ts';
import { lock, NONCE_ONCE, unlock } from '../gcm.ts';
import { open, seal } from '../hpke.ts';
import { derive, NO_SALT } from '../kdf.ts';
import type { Random } from '../random.ts';
import { sign } from '../sign.ts';
import { Unopened } from '../unopened.ts';

/** What the caller decides; sender, commitment and ek_prev follow from the keys. */
export type RecordPlan = Omit<RecordFields, 'sender' | 'ekCommit' | 'ekPrev'>;

/** A record with its key (32 bytes) and one wrap of 1,168 bytes per row, in row order. */
export type MadeRecord = { record: EpochRecord; epochKey: Bytes; wraps: Bytes[] };

/** What of a record an epoch's key must match. */
type Committed = Pick<EpochRecord, 'conversation' | 'epoch' | 'm' | 'ekCommit'>;

const epochContext = (record: Pick<RecordFields, 'conversation' | 'epoch'>) =>
  cat(record.conversation, u32(record.epoch));

const commitment = (epochKey: Bytes, context: Bytes) => derive(epochKey, NO_SALT, 'ek-commit', context, 32);

const previousKey = (epochKey: Bytes, context: Bytes) => derive(epochKey, NO_SALT, 'ek-prev', context, 32);

/**
 * Makes and signs a record under a fresh epoch key and wraps the key for every row. A retry is a new
 * call: an epoch key is never offered twice.
 *
 * `keyBefore` = the epoch key that ek_prev hands on, null in epoch 0 and in groups (joiners get no
 * history). `publicKeyOf` gives a row's X-Wing key; refuses with BROKEN_KEY when nothing can be sealed to
 * it.
 */
export async function makeRecord(
  by: Account,
  plan: RecordPlan,
  keyBefore: Bytes | null,
  publicKeyOf: (row: Row) => Bytes,
  random: Random,
): Promise<MadeRecord> {
  const epochKey = random(32);
  const context = epochContext(plan);
  const body = recordBody({
    ...plan,
    rows: sortRows(plan.rows),
    sender: by.bundle.account,
    ekCommit: await commitment(epochKey, context),
    ekPrev: keyBefore ? await lock(await previousKey(epochKey, context), NONCE_ONCE, keyBefore) : zeros(48),
  });
  const record = await parseRecord(cat(body, await sign(by.signKey, 'epoch', body)));
  const wraps: Bytes[] = [];
  for (const row of record.rows)
    wraps.push(await wrapEpochKey(record, row, epochKey, publicKeyOf(row), random));
  return { record, epochKey, wraps };
}

/**
 * One row's wrap: SEAL(row key, "ek-wrap", m ‖ row, EK), 1,168 bytes. Also for healing: any member may
 * later wrap an older epoch's key for a member's row of that record. Refuses with BROKEN_KEY.
 */
export const wrapEpochKey = (
  record: EpochRecord,
  row: Row,
  epochKey: Bytes,
  publicKey: Bytes,
  random: Random,
): Promise<Bytes> => seal(publicKey, 'ek-wrap', cat(record.m, rowBytes(row)), epochKey, random);

/**
 * The epoch key from one's own wrap; `openKey` is the person's, the inbox's or the vault's X-Wing secret.
 * Throws UNREADABLE: not for this key, record or row, or not the key the record commits to.
 */
export async function openEpochKey(record: Committed, row: Row, openKey: Bytes, wrap: Bytes): Promise<Bytes> {
  return committed(record, await open(openKey, 'ek-wrap', cat(record.m, rowBytes(row)), wrap));
}

/**
 * The key of the record `before`, through `record`'s ek_prev. It must match the commitment of *its own*
 * record: a member may have put anything into ek_prev. Throws UNREADABLE; then a colleague heals by wrap.
 */
export async function previousEpochKey(
  record: EpochRecord,
  epochKey: Bytes,
  before: EpochRecord,
): Promise<Bytes> {
  const key = await previousKey(epochKey, epochContext(record));
  return committed(before, await unlock(key, NONCE_ONCE, record.ekPrev));
}

async function committed(record: Committed, epochKey: Bytes): Promise<Bytes> {
  const expected = await commitment(epochKey, epochContext(record));
  if (!same(expected, record.ekCommit)) throw new Unopened('UNREADABLE');
  return epochKey;
}
