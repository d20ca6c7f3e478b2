import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/handler.ts';
import { createProof } from './proof.ts';

export const proofChallenge: Handler<Contract['proofChallenge']> = async ({ world }) => ({
  challenge: await createProof(world),
});
