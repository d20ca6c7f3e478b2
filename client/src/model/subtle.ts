// The same primitives by Node's other door. WebCrypto hands every block to another thread, which for a history's thousand
// small ones costs three times the history; `subtle.test.ts` holds both doors against each other.
import {
  createCipheriv,
  createDecipheriv,
  createHash,
  createHmac,
  createSecretKey,
  hkdfSync,
  type KeyObject,
  pbkdf2Sync,
} from 'node:crypto';

type Source = ArrayBuffer | Uint8Array;
type Key = { key: KeyObject };
type Derived = { salt: Source; info?: Source; iterations?: number };
type Gcm = { iv: Source; additionalData?: Source };

const TAG = 16;
const bytesOf = (source: Source): Buffer =>
  source instanceof ArrayBuffer
    ? Buffer.from(source)
    : Buffer.from(source.buffer, source.byteOffset, source.byteLength);
const bufferOf = (bytes: Uint8Array): ArrayBuffer => new Uint8Array(bytes).buffer;

/** What crypto and its HPKE library use of `SubtleCrypto`: raw keys, AES-256-GCM, HKDF, HMAC and SHA-256; PBKDF2 for the proof of work. */
export const sameThreadSubtle = {
  async importKey(_format: 'raw', key: Source): Promise<Key> {
    return { key: createSecretKey(bytesOf(key)) };
  },
  async encrypt({ iv, additionalData }: Gcm, { key }: Key, plain: Source): Promise<ArrayBuffer> {
    const cipher = createCipheriv('aes-256-gcm', key, bytesOf(iv));
    if (additionalData) cipher.setAAD(bytesOf(additionalData));
    return bufferOf(Buffer.concat([cipher.update(bytesOf(plain)), cipher.final(), cipher.getAuthTag()]));
  },
  async decrypt({ iv, additionalData }: Gcm, { key }: Key, sealed: Source): Promise<ArrayBuffer> {
    const box = bytesOf(sealed);
    const cipher = createDecipheriv('aes-256-gcm', key, bytesOf(iv));
    if (additionalData) cipher.setAAD(bytesOf(additionalData));
    cipher.setAuthTag(box.subarray(box.length - TAG));
    return bufferOf(Buffer.concat([cipher.update(box.subarray(0, box.length - TAG)), cipher.final()]));
  },
  async deriveBits({ salt, info, iterations }: Derived, { key }: Key, bits: number): Promise<ArrayBuffer> {
    if (!info) return bufferOf(pbkdf2Sync(key.export(), bytesOf(salt), iterations!, bits / 8, 'sha256'));
    return hkdfSync('sha256', key, bytesOf(salt), bytesOf(info), bits / 8);
  },
  async sign(_algorithm: unknown, { key }: Key, data: Source): Promise<ArrayBuffer> {
    return bufferOf(createHmac('sha256', key).update(bytesOf(data)).digest());
  },
  async digest(_algorithm: unknown, data: Source): Promise<ArrayBuffer> {
    return bufferOf(createHash('sha256').update(bytesOf(data)).digest());
  },
};

/** For this thread alone, before anything has drawn a key. */
export function useSameThreadSubtle(): void {
  Object.defineProperty(globalThis.crypto, 'subtle', { value: sameThreadSubtle });
}
