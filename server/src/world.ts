import type { Limits } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import type { Kysely } from 'kysely';
import type { Files } from './attachments/files-in.ts';
import type { Tables } from './database/tables.ts';
import type { Announcement, Tenant } from './http/asked.ts';
import type { Windows } from './http/limits.ts';

/** Everything outside the code that the server touches; `app.ts` takes it, tests pass their own. */
export type World = {
  /** Without an organisation: shows only tables that have none (`spent`, `attempts`, `organisation_hosts`). */
  database: Kysely<Tables>;
  /** One transaction inside an organisation; serialisation failures and deadlocks are retried. */
  transact: <T>(organisation: Bytes, work: (tenant: Tenant) => Promise<T>) => Promise<T>;
  /** Milliseconds since 1970; the only clock. */
  clock: () => number;
  /** Cryptographically random bytes. */
  random: (length: number) => Buffer<ArrayBuffer>;
  secrets: Secrets;
  limits: Limits;
  /** Rates counted in this process's memory. */
  windows: Windows;
  /** Immutable random name of the installation. */
  instance: string;
  isTrial: boolean;
  files: Files;
  /** Hands announcements to every process after commit. */
  announce: (organisation: Bytes, notices: Announcement[]) => void;
};

/** Generated once into a file that only the operator can read; never in the database. */
export type Secrets = {
  /** OPAQUE server setup, the library's own string. */
  opaqueSetup: string;
  /** Registered once under a random password: what unknown names are answered with. */
  opaqueFakeRecord: string;
  /** HMAC key of sign-in names; never rotates. 32 B. */
  pepper: Bytes;
  /** AES-256-GCM key of tickets and sign-in states. 32 B. */
  ticketKey: Bytes;
  /** HMAC key of proof-of-work challenges. 32 B. */
  proofKey: Bytes;
};
