// Sits under messages, slots and unsent text: JSON in a box whose size says little about it.
//
// Layout: u32 length ‖ JSON ‖ zeros, up to wire's next padded length, at most 64 KiB (protocol "Messages"). What
// doesn't fit that is the sealer's doing, under a key that was right: UNREADABLE, never FORMAT.
import { type Bytes, cat, paddedLength, Reader, text, u32, utf8, zeros } from '@beistand/wire';
import { Unopened } from './unopened.ts';

/** Anything JSON can say. Unknown fields are kept by whoever reads, so this stays open. */
export type Json = unknown;

/** The padded plaintext. Refuses with SIZE beyond 64 KiB. */
export function pad(body: Json): Bytes {
  const json = utf8(JSON.stringify(body));
  const filling = 4 + json.length;
  return cat(u32(json.length), json, zeros(paddedLength(filling) - filling));
}

/** What `pad` padded. Throws UNREADABLE: another length than its padding's, dirt behind, or no JSON. */
export function unpad(plain: Bytes): Json {
  try {
    const r = new Reader(plain);
    const json = r.take(r.uint(4));
    const isPadded = paddedLength(r.at) === plain.length && r.rest().every((byte) => byte === 0);
    if (isPadded) return JSON.parse(text(json));
  } catch {
    // Every way bytes can fail to be padded JSON is the same to the reader: nothing to show.
  }
  throw new Unopened('UNREADABLE');
}
