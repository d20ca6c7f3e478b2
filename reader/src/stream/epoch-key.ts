import { areZeros, same } from '../bytes/compare.ts';
import { type Bytes, join, u32, zeros } from '../bytes/join.ts';
import { open, seal, zeroNonce } from '../primitive/gcm.ts';
import { derive, none } from '../primitive/hash.ts';
import { infoOf, openBase, sealBase } from '../primitive/hpke.ts';
import { insist } from '../refuse.ts';
import { type EpochRecord, type Row, writeRow } from './record.ts';

type Epoch = { conversation: Uint8Array; epoch: number };
const contextOf = ({ conversation, epoch }: Epoch) => join(conversation, u32(epoch));

export const commitTo = (epochKey: Uint8Array, epoch: Epoch): Bytes =>
  derive(epochKey, none, 'ek-commit', contextOf(epoch), 32);

export const noPrev: Bytes = zeros(48);

/** The key of the epoch before, under the new one's. */
export const sealPrevKey = (epochKey: Uint8Array, older: Uint8Array, epoch: Epoch): Bytes =>
  seal(derive(epochKey, none, 'ek-prev', contextOf(epoch), 32), zeroNonce, older);

const infoOfWrap = (m: Uint8Array, row: Row) => infoOf('ek-wrap', join(m, writeRow(row)));

export const wrapEpochKey = (
  epochKey: Uint8Array,
  { m, row, sealId }: { m: Uint8Array; row: Row; sealId: Uint8Array },
  encapsulation: Uint8Array,
): Bytes => sealBase(sealId, infoOfWrap(m, row), epochKey, encapsulation);

function matching(epochKey: Bytes, record: EpochRecord): Bytes {
  insist(same(commitTo(epochKey, record), record.commitment), 'UNREADABLE');
  return epochKey;
}

/** `UNREADABLE` too when what a wrap holds isn't what its record commits to. */
export const openEpochKey = (wrap: Uint8Array, record: EpochRecord, row: Row, openKey: Uint8Array): Bytes =>
  matching(openBase(openKey, infoOfWrap(record.m, row), wrap), record);

/** The key of the epoch before `record`, from `record`'s. */
export function openPrevKey(epochKey: Uint8Array, record: EpochRecord, before: EpochRecord): Bytes {
  insist(!areZeros(record.prevEpochKey), 'UNREADABLE');
  const key = derive(epochKey, none, 'ek-prev', contextOf(record), 32);
  return matching(open(key, zeroNonce, record.prevEpochKey), before);
}
