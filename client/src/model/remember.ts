// Whether a signature holds, and what a seed or a box comes to, is asked by the server and by every client in turn, of the
// same libsodium, which answers the same each time: the model asks it once, and what somebody makes it needn't ask at all.
// `remember.test.ts` holds what is remembered against what libsodium says.
import { createPrivateKey, type KeyObject, sign } from 'node:crypto';
import sodium from 'libsodium-wrappers';

type Pair = { publicKey: Uint8Array; privateKey: Uint8Array };
/** Of libsodium, as crypto and wire call it. */
export type Remembered = {
  crypto_sign_detached: (message: Uint8Array, secretKey: Uint8Array) => Uint8Array;
  crypto_sign_verify_detached: (sig: Uint8Array, message: Uint8Array, publicKey: Uint8Array) => boolean;
  crypto_kem_xwing_seed_keypair: (seed: Uint8Array) => Pair;
  crypto_kem_xwing_enc_deterministic: (
    publicKey: Uint8Array,
    randomness: Uint8Array,
  ) => { ciphertext: Uint8Array; sharedSecret: Uint8Array };
  crypto_kem_xwing_dec: (enc: Uint8Array, secretKey: Uint8Array) => Uint8Array;
};

const MOST = 10_000;
const textOf = (bytes: Uint8Array): string =>
  Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString('latin1');

/** Keeps what was asked for lately; the older half is forgotten at once. */
function memory<T>() {
  let [young, old] = [new Map<string, T>(), new Map<string, T>()];
  const set = (name: string, answer: T): T => {
    if (young.size >= MOST) [young, old] = [new Map(), young];
    young.set(name, answer);
    return answer;
  };
  return {
    set,
    ask(name: string, make: () => T): T {
      const known = young.get(name);
      if (known !== undefined) return known;
      return set(name, old.get(name) ?? make());
    },
    get: (name: string): T | undefined => young.get(name) ?? old.get(name),
  };
}

/** Node's own Ed25519 wants its keys in another form. */
function nativeKey(secretKey: Uint8Array): KeyObject {
  const [d, x] = [secretKey.subarray(0, 32), secretKey.subarray(32)].map((half) =>
    Buffer.from(half).toString('base64url'),
  );
  return createPrivateKey({ key: { kty: 'OKP', crv: 'Ed25519', d: d!, x: x! }, format: 'jwk' });
}

export function remembering(real: Remembered): Remembered {
  const verdicts = memory<boolean>();
  const signers = memory<KeyObject>();
  const pairs = memory<Pair>();
  const sealed = memory<{ to: string; secret: Uint8Array }>();
  const opened = memory<Uint8Array>();
  const pairOf = (seed: Uint8Array) =>
    pairs.ask(textOf(seed), () => real.crypto_kem_xwing_seed_keypair(seed));
  const verdictOn = (sig: Uint8Array, message: Uint8Array, publicKey: Uint8Array) =>
    textOf(sig) + textOf(publicKey) + textOf(message);
  return {
    crypto_sign_detached(message, secretKey) {
      const key = signers.ask(textOf(secretKey), () => nativeKey(secretKey));
      const sig = new Uint8Array(sign(null, message, key));
      verdicts.set(verdictOn(sig, message, secretKey.subarray(32)), true);
      return sig;
    },
    crypto_sign_verify_detached: (sig, message, publicKey) =>
      verdicts.ask(verdictOn(sig, message, publicKey), () =>
        real.crypto_sign_verify_detached(sig, message, publicKey),
      ),
    crypto_kem_xwing_seed_keypair: pairOf,
    crypto_kem_xwing_enc_deterministic(publicKey, randomness) {
      const made = real.crypto_kem_xwing_enc_deterministic(publicKey, randomness);
      sealed.set(textOf(made.ciphertext), { to: textOf(publicKey), secret: made.sharedSecret });
      return made;
    },
    crypto_kem_xwing_dec(enc, secretKey) {
      const box = textOf(enc);
      const known = sealed.get(box);
      if (known?.to === textOf(pairOf(secretKey).publicKey)) return known.secret;
      return opened.ask(box + textOf(secretKey), () => real.crypto_kem_xwing_dec(enc, secretKey));
    },
  };
}

/** For this thread alone. */
export async function rememberAnswers(): Promise<void> {
  await sodium.ready;
  for (const [name, value] of Object.entries(remembering({ ...sodium })))
    Object.defineProperty(sodium, name, { value });
}
