import { limits } from '@beistand/contract';

/** Everybody comes from one address here and does in a minute what takes days, so the rates are out of the way; R9 tests the real ones. */
export const roomyLimits: typeof limits = {
  ...limits,
  requests: { most: 1_000_000, seconds: 60 },
  registrations: [{ most: 10_000, seconds: 3600 }],
  registrationTries: { most: 10_000, seconds: 60 },
  proofs: { most: 10_000, seconds: 3600 },
  tabs: { most: 10_000, seconds: 3600 },
  signIns: { ...limits.signIns, most: 10_000 },
  signInsPerNetwork: { most: 10_000, seconds: 900 },
  recoveries: { ...limits.recoveries, most: 10_000 },
  recoveriesPerNetwork: { most: 10_000, seconds: 3600 },
  records: { most: 10_000, seconds: 3600 },
  drills: { most: 10_000, seconds: 86_400 },
  messages: { seeker: { most: 10_000, seconds: 3600 }, staff: { most: 10_000, seconds: 3600 } },
  enquiries: { most: 10_000, seconds: 86_400 },
  openConversationsPerSeeker: 10_000,
  proof: { ...limits.proof, cost: 1 },
};
