// Proof of work (the altcha scheme): makes accounts cost something where no third party may be asked.
import { createChallenge, verifySolution } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/pbkdf2';
import type { Kysely } from 'kysely';
import * as z from 'zod/mini';
import type { Tables } from '../database/tables.ts';
import { refuse } from '../http/refuse.ts';
import type { World } from '../world.ts';
import { spend } from './spend.ts';

const busiest = 4;
const hour = 3600;
const spentProofs = 'proofs-spent';

/** Signed as a whole, so anything else in it is ours too. */
const solved = z.object({
  challenge: z.object({
    parameters: z.looseObject({
      algorithm: z.literal('PBKDF2/SHA-256'),
      nonce: z.string(),
      salt: z.string(),
      cost: z.number(),
      keyLength: z.number(),
      keyPrefix: z.string(),
      data: z.object({ until: z.number() }),
    }),
    signature: z.string(),
  }),
  solution: z.object({ counter: z.number(), derivedKey: z.string() }),
});

/** More than the usual number of new accounts an hour makes each dearer. */
function costNow({ limits: { proof }, windows }: World): number {
  const load = windows.level(spentProofs, hour) / proof.usualPerHour;
  return Math.round(proof.cost * Math.min(busiest, Math.max(1, load)));
}

/** A signed challenge as the altcha library writes it, JSON. Expiry stands in `data`, judged by the world's clock. */
export async function createProof(world: World): Promise<string> {
  const { prefix, seconds } = world.limits.proof;
  const challenge = await createChallenge({
    algorithm: 'PBKDF2/SHA-256',
    cost: costNow(world),
    keyPrefix: prefix,
    deriveKey,
    data: { until: world.clock() + 1000 * seconds },
    hmacSignatureSecret: Buffer.from(world.secrets.proofKey).toString('base64url'),
  });
  return JSON.stringify(challenge);
}

function read(proof: string): z.output<typeof solved> | null {
  try {
    return solved.parse(JSON.parse(Buffer.from(proof, 'base64').toString('utf8')));
  } catch {
    return null;
  }
}

/** Accepts a solved challenge of ours once; throws `POW` when it is missing, wrong, expired or used. */
export async function spendProof(
  world: World,
  database: Kysely<Tables>,
  proof: string | undefined,
): Promise<void> {
  const { challenge, solution } = (proof && read(proof)) || refuse('POW');
  const { until } = challenge.parameters.data;
  const { verified } = await verifySolution({
    challenge,
    solution,
    deriveKey,
    hmacSignatureSecret: Buffer.from(world.secrets.proofKey).toString('base64url'),
  });
  if (!verified || until < world.clock()) refuse('POW');
  if (!(await spend(database, `proof:${challenge.signature}`, until))) refuse('POW');
  world.windows.count(spentProofs, { most: Number.POSITIVE_INFINITY, seconds: hour });
}
