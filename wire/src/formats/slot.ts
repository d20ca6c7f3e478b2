// CCPS: a person's own sealed notes to their other devices, one slot per conversation and one for the account's state.
import { type Bytes, cat, Reader, u8, u64, utf8 } from '../bytes.ts';
import { Refused } from '../refused.ts';
import { isPaddedCiphertext } from './padding.ts';

export type SlotHead = {
  account: Bytes;
  /** the conversation's id, zeros for the state */
  slot: Bytes;
  /** from 1 */
  version: number;
  nonce: Bytes;
};
export type Slot = SlotHead & { bytes: Bytes; head: Bytes; ct: Bytes };

/** 57 bytes, the additional data of the seal. */
export const slotHead = (fields: SlotHead): Bytes =>
  cat(utf8('CCPS'), u8(1), fields.account, fields.slot, u64(fields.version), fields.nonce);

/** Throws `FORMAT` (version 0 and unpadded lengths too) or `SUITE`; whether it opens only the key can tell. */
export function parseSlot(bytes: Bytes): Slot {
  const r = new Reader(bytes);
  r.magic('CCPS');
  const fields = { account: r.take(16), slot: r.take(16), version: r.uint(8), nonce: r.take(12) };
  const head = bytes.slice(0, r.at);
  const ct = r.rest();
  if (fields.version < 1 || !isPaddedCiphertext(ct.length)) throw new Refused('FORMAT');
  return { ...fields, bytes, head, ct };
}
