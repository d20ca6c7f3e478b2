// What the server would have to remember between two requests, sealed and carried by the caller instead.
import { createCipheriv, createDecipheriv } from 'node:crypto';
import type { Bytes } from '@beistand/wire';
import { toBuffer, toText } from '../http/codec.ts';
import type { World } from '../world.ts';

const seconds = { register: 600, login: 60, recover: 600 } as const;
export type TicketKind = keyof typeof seconds;
type Octets = Buffer<ArrayBuffer>;

const aad = (kind: TicketKind, organisation: Bytes) => Buffer.concat([Buffer.from(`${kind}:`), organisation]);

/** nonce[12] ‖ AES-256-GCM(until u64 ‖ payload), bound to its kind and organisation. */
export function sealTicket(world: World, organisation: Bytes, kind: TicketKind, payload: Uint8Array): string {
  const nonce = world.random(12);
  const cipher = createCipheriv('aes-256-gcm', world.secrets.ticketKey, nonce);
  cipher.setAAD(aad(kind, organisation));
  const until = Buffer.alloc(8);
  until.writeBigUInt64BE(BigInt(world.clock() + 1000 * seconds[kind]));
  const sealed = [cipher.update(until), cipher.update(payload), cipher.final(), cipher.getAuthTag()];
  return toText(Buffer.concat([nonce, ...sealed]));
}

/** Null when it isn't ours, isn't of this kind and organisation, or has expired. */
export function openTicket(
  world: World,
  organisation: Bytes,
  kind: TicketKind,
  ticket: string,
): { payload: Octets; until: number } | null {
  const bytes = toBuffer(ticket);
  // Another spelling of the same bytes would count as another ticket.
  if (bytes.length < 12 + 8 + 16 || toText(bytes) !== ticket) return null;
  const decipher = createDecipheriv('aes-256-gcm', world.secrets.ticketKey, bytes.subarray(0, 12));
  decipher.setAAD(aad(kind, organisation));
  decipher.setAuthTag(bytes.subarray(-16));
  let plain: Buffer;
  try {
    plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
  } catch {
    return null;
  }
  const until = Number(plain.readBigUInt64BE());
  return until < world.clock() ? null : { payload: Buffer.from(plain.subarray(8)), until };
}
