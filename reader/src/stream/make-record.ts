import type { Bytes } from '../bytes/join.ts';
import { commitTo, noPrev, sealPrevKey, wrapEpochKey } from './epoch-key.ts';
import type { Head } from './head.ts';
import { inOrder, type Row, readRecord, signRecord, type Terms } from './record.ts';

export type RecordPlan = Omit<Terms, 'commitment' | 'prevEpochKey'>;
export type RecordSecrets = {
  signKey: Uint8Array;
  epochKey: Uint8Array;
  /** Null in epoch 0 and in groups. */
  keyBefore: Uint8Array | null;
};

/** A record in rows' order with a wrap for each row; `draw` gives 64 bytes a wrap. */
export function makeRecord(
  { signKey, epochKey, keyBefore }: RecordSecrets,
  head: Head,
  plan: RecordPlan,
  sealIdOf: (row: Row) => Uint8Array,
  draw: (length: number) => Uint8Array,
): { bytes: Bytes; wraps: Bytes[] } {
  const bytes = signRecord(signKey, head, {
    ...plan,
    rows: inOrder(plan.rows),
    commitment: commitTo(epochKey, head),
    prevEpochKey: keyBefore === null ? noPrev : sealPrevKey(epochKey, keyBefore, head),
  });
  const { m, rows } = readRecord(bytes);
  const wraps = rows.map((row) => wrapEpochKey(epochKey, { m, row, sealId: sealIdOf(row) }, draw(64)));
  return { bytes, wraps };
}
