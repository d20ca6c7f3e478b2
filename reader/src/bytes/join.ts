export type Bytes = Uint8Array<ArrayBuffer>;

export function join(...parts: readonly Uint8Array[]): Bytes {
  const whole = new Uint8Array(parts.reduce((sum, part) => sum + part.length, 0));
  let at = 0;
  for (const part of parts) {
    whole.set(part, at);
    at += part.length;
  }
  return whole;
}

/** Big-endian, unsigned. */
function number(size: 1 | 2 | 4 | 8, value: number): Bytes {
  const bytes = new Uint8Array(8);
  new DataView(bytes.buffer).setBigUint64(0, BigInt(value));
  return bytes.slice(8 - size);
}
export const u8 = (value: number) => number(1, value);
export const u16 = (value: number) => number(2, value);
export const u32 = (value: number) => number(4, value);
export const u64 = (value: number) => number(8, value);

export const zeros = (length: number): Bytes => new Uint8Array(length);
export const utf8 = (text: string): Bytes => Uint8Array.from(new TextEncoder().encode(text));
export const lp = (bytes: Uint8Array): Bytes => join(u16(bytes.length), bytes);
