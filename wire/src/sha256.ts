import type { Bytes } from './bytes.ts';

/** SHA-256 (FIPS 180-4) by WebCrypto, wherever there is no Node. */
export const sha256 = async (data: Bytes): Promise<Bytes> =>
  new Uint8Array(await crypto.subtle.digest('SHA-256', data));
