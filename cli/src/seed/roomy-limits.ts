import { limits } from '@beistand/contract';

/** A whole cast registers from one address within seconds; nobody but the seed is served under these. */
export const roomyLimits: typeof limits = {
  ...limits,
  requests: { most: 1_000_000, seconds: 60 },
  registrations: [{ most: 10_000, seconds: 3600 }],
  registrationTries: { most: 10_000, seconds: 60 },
  proofs: { most: 10_000, seconds: 3600 },
  tabs: { most: 10_000, seconds: 3600 },
  signInsPerNetwork: { most: 10_000, seconds: 900 },
  proof: { ...limits.proof, cost: 1 },
};
