import { mostCharacters } from './characters.ts';

/** At most `most` within `seconds`. */
export type Rate = { readonly most: number; readonly seconds: number };

const minute = 60;
const hour = 60 * minute;
const day = 24 * hour;
const mebibyte = 2 ** 20;
const rate = (most: number, seconds: number): Rate => ({ most, seconds });

/** The one table of limits and its defaults. Seed, tests and benches pass their own to the app. */
export const limits = {
  /** Largest body where the endpoint names no `size`. */
  bodyBytes: 64 * 1024,
  message: { mostCharacters },
  name: { leastCharacters: 5, mostCharacters: 40 },
  password: { leastCharacters: 12, mostCharacters: 256, mostBytes: 1024 },

  openConversationsPerSeeker: 5,
  /** Per account. */
  enquiries: rate(3, day),
  messages: { seeker: rate(60, hour), staff: rate(600, hour) },
  /** Per account. */
  signals: rate(120, minute),
  /** Per account: askings that make others look, for a key or to join a group. */
  askings: rate(600, hour),
  /** Per custodian: new uses of a vault, and rehearsals, each of which hands out wraps that nobody sees go. */
  vaultUses: rate(120, hour),
  drills: rate(10, day),
  /** Per account: how many messages wait for their hour, and how far off that may be. */
  later: { most: 50, longestSeconds: 90 * day },
  /** Per conversation, while its gate doesn't ask for one. */
  records: rate(10, hour),
  /** Centres on paper only, and topics: an organisation has dozens. */
  draftsPerOrganisation: 200,
  topicsPerOrganisation: 200,
  /** Entries of one centre's log: everyone who writes to the centre reads and judges them all. */
  logEntries: rate(500, hour),
  /** Per account: what it may change about centres that people can be sent to. */
  centreChanges: rate(120, hour),

  groupsPerCentre: 100,
  /** Who asks to join at once: for one group, and at how many doors one account. */
  joiners: { mostPerGroup: 100, mostPerAccount: 5 },

  /** Bytes of content; `mostUnsent`: begun by one account within a day and named by no message yet; `longestVoice` in seconds. */
  file: { mostBytes: 50 * mebibyte, mostPerMessage: 5, mostUnsent: 100, longestVoice: 10 * minute },
  /** What one account may store within a day, files that came to nothing included. */
  filesPerDay: { mostBytes: 200 * mebibyte, seconds: day },
  /** Per conversation, while it waits for somebody to accept. */
  filesBeforeAcceptance: { mostBytes: 10 * mebibyte, most: 3 },

  /** Per network prefix (/24 or /48); what an office behind one address needs is the measure. */
  requests: rate(3000, minute),
  registrations: [rate(5, hour), rate(20, day)],
  /** Registrations begun, with a proof or without: brief, or anyone would shut their whole network out. */
  registrationTries: rate(60, minute),
  /** Per registration ticket: a refused one stays good for another name, but not for asking which names there are. */
  namesPerTicket: rate(20, 10 * minute),
  proofs: rate(60, hour),
  tabs: rate(60, hour),
  signInsPerNetwork: rate(300, 15 * minute),
  recoveriesPerNetwork: rate(60, hour),

  /**
   * Per name, known or not: after `most` in `seconds` each further one waits longer, never for ever. The first `aside`
   * of a network don't wait: a stranger who takes every turn keeps nobody else out.
   */
  signIns: { ...rate(10, 15 * minute), longestWaitSeconds: 5 * minute, aside: 3 },
  recoveries: { ...rate(10, hour), longestWaitSeconds: 5 * minute, aside: 3 },

  /** Seconds. `tab` is the pre-account session of unsent text. */
  sessions: {
    seeker: { idle: 12 * hour, absolute: 30 * day },
    staff: { idle: hour, absolute: 12 * hour },
    tab: { idle: day, absolute: day },
    /** How recent the phrase must have been proven for what can't be undone. */
    freshSeconds: 5 * minute,
  },
  /** Seconds: how long a use of the vault serves its wraps, and how long it waits for a second custodian. */
  vault: { openSeconds: 15 * minute, confirmSeconds: 72 * hour },
  /** Per process; a browser's tabs share one, other devices add theirs. */
  socketsPerAccount: 20,

  /**
   * Proof of work: PBKDF2-SHA-256 with `cost` iterations until the key starts with `prefix`, 256 tries on average.
   * Above `usualPerHour` spent ones it grows, four-fold at most.
   */
  proof: { cost: 2000, prefix: '00', seconds: 30 * minute, usualPerHour: 100 },
};
export type Limits = typeof limits;
