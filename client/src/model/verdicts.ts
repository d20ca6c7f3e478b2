// Whether a signature holds is asked by the server and by every client in turn, of the same libsodium, which answers the
// same each time: the model asks it once.
import sodium from 'libsodium-wrappers';

const MOST = 10_000;
const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** For this thread alone. */
export async function rememberVerdicts(): Promise<void> {
  await sodium.ready;
  const verify = sodium.crypto_sign_verify_detached;
  const verdicts = new Map<string, boolean>();
  const remembered = (sig: Uint8Array, message: Uint8Array, publicKey: Uint8Array): boolean => {
    const name = textOf(sig) + textOf(publicKey) + textOf(message);
    const verdict = verdicts.get(name) ?? verify(sig, message, publicKey);
    if (verdicts.size >= MOST) verdicts.clear();
    verdicts.set(name, verdict);
    return verdict;
  };
  Object.defineProperty(sodium, 'crypto_sign_verify_detached', { value: remembered });
}
