import { createCipheriv, createDecipheriv, createHmac } from 'node:crypto';
import { toBuffer, toText } from '../http/codec.ts';
import type { World } from '../world.ts';

/** Where a browser stopped listening. */
export type Position = {
  /** Of the process that counted, 6 B. */
  line: Buffer;
  /** How many hints that process had then. */
  number: number;
  /** Mark of the newest hint that every process had then; zeros when there was none. */
  mark: Buffer;
};

export const lineLength = 6;
export const markLength = 8;
const numberLength = 6;
const overhead = 12 + 16;
const length = overhead + lineLength + numberLength + markLength;

export type Cursors = {
  seal: (account: Uint8Array, position: Position) => string;
  /** Null when it isn't ours, or is another account's. */
  open: (account: Uint8Array, cursor: string) => Position | null;
};

/**
 * nonce[12] ‖ AES-256-GCM(line ‖ number ‖ mark), bound to the account: it says nothing to who carries it, not even
 * whether anything happened between two of them, and any process of the installation can open it.
 */
export function openCursors({ secrets, random }: Pick<World, 'secrets' | 'random'>): Cursors {
  const key = createHmac('sha256', secrets.ticketKey).update('live cursor').digest();
  return {
    seal(account, { line, number, mark }) {
      const nonce = random(12);
      const plain = Buffer.alloc(length - overhead);
      plain.set(line);
      plain.writeUIntBE(number, lineLength, numberLength);
      plain.set(mark, lineLength + numberLength);
      const cipher = createCipheriv('aes-256-gcm', key, nonce);
      cipher.setAAD(account);
      return toText(Buffer.concat([nonce, cipher.update(plain), cipher.final(), cipher.getAuthTag()]));
    },
    open(account, cursor) {
      const bytes = toBuffer(cursor);
      if (bytes.length !== length) return null;
      const decipher = createDecipheriv('aes-256-gcm', key, bytes.subarray(0, 12));
      decipher.setAAD(account);
      decipher.setAuthTag(bytes.subarray(-16));
      try {
        const plain = Buffer.concat([decipher.update(bytes.subarray(12, -16)), decipher.final()]);
        return {
          line: plain.subarray(0, lineLength),
          number: plain.readUIntBE(lineLength, numberLength),
          mark: plain.subarray(lineLength + numberLength),
        };
      } catch {
        return null; // not sealed by us for this account
      }
    },
  };
}
