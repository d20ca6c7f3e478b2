// Sits beside read.ts: proving a code without showing it. The server keeps only a public key made from
// the code; whoever signs its challenge gets the wrap that the code opens.
//
// Source: protocol "Password, sign-in, recovery".
import { type Bytes, cat, u16, utf8 } from '@beistand/wire';
import { derive, NO_CONTEXT, NO_SALT } from '../kdf.ts';
import { sign } from '../sign.ts';
import { type KeyPair, signingPair } from '../sodium.ts';

/** Ed25519 from the 16-byte code; `publicKey` (rc_pk, 32 bytes) is what the server stores. */
export async function recoveryPair(code: Bytes): Promise<KeyPair> {
  return signingPair(await derive(code, NO_SALT, 'rc-sign', NO_CONTEXT, 32));
}

/**
 * 64 bytes: SIGN(rc, "rc-sign", nonce ‖ lp(instance_id)). The instance's name keeps one server from
 * passing another's challenge on; `nonce` is that server's 32 bytes.
 */
export async function proveRecovery(code: Bytes, nonce: Bytes, instanceId: string): Promise<Bytes> {
  const name = utf8(instanceId);
  return sign((await recoveryPair(code)).secretKey, 'rc-sign', cat(nonce, u16(name.length), name));
}
