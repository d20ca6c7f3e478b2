import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { createProof } from './proof.ts';

export const proofChallenge: Handler<Contract['proofChallenge']> = async ({ world }) => ({
  challenge: await createProof(world),
});
