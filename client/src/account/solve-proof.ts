import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/web/pbkdf2';
import { call, Unreachable } from '../server/call.ts';
import type { ClientWorld } from '../world.ts';

/** A fresh proof of work for one registration or enquiry: base64 of `{challenge, solution}`. No third party. */
export async function solveProof(world: ClientWorld): Promise<string> {
  const { challenge: written } = await call(world, 'proofChallenge', {});
  const challenge = JSON.parse(written);
  const solution = await solveChallenge({ challenge, deriveKey });
  if (!solution) throw new Unreachable('no proof in time');
  return btoa(JSON.stringify({ challenge, solution }));
}
