import type { Endpoint, Input, Output, Params, Query } from '@beistand/contract';
import type { Bytes } from '@beistand/wire';
import type { Transaction } from 'kysely';
import type { Tables } from '../database/tables.ts';
import type { World } from '../world.ts';

/** A transaction bound to one organisation by row-level security. */
export type Tenant = Transaction<Tables>;

/** Who asks, as far as the session and the Host header tell; every right beyond that is looked up behind a noun's `access.ts`. */
export type Caller = {
  /** From the Host header, 16 B. */
  organisation: Buffer<ArrayBuffer>;
  /** 16 B; null for strangers and pre-account tabs. */
  account: Buffer<ArrayBuffer> | null;
  kind: 'seeker' | 'staff' | null;
  /** SHA-256 of the session id; null without a cookie. */
  sidHash: Buffer<ArrayBuffer> | null;
  /** When the phrase was last proven in this session, ms. */
  provenAt: number | null;
  /** HMAC of the network prefix under a key of this process and day: for limits only, never stored. */
  prefix: string;
};

export type Asked<E extends Endpoint> = {
  world: World;
  caller: Caller;
  /** Present whenever the endpoint's audience isn't `anyone`. */
  me: Buffer<ArrayBuffer>;
  input: Input<E>;
  params: Params<E>;
  query: Query<E>;
  /** The raw body's SHA-256, for byte-identical retries. */
  bodyHash: () => Buffer<ArrayBuffer>;
  /** Runs `work` in one transaction of the caller's organisation; serialisation failures and deadlocks are retried. */
  transact: <T>(work: (tenant: Tenant) => Promise<T>) => Promise<T>;
  /** Sets (or with null clears) the session cookie of the answer; `openSession` is what calls it. */
  setSession: (sid: Bytes | null) => void;
  /** Answers 201 instead of 200: this call stored something that wasn't there; a retry isn't told so. */
  created: () => void;
  /** After the transaction has committed: tells sockets of these accounts. Content-free but for sealed signals. */
  announce: (notices: Announcement[]) => void;
};

/** Who is told what, through the fan-out to all processes. `to` holds account ids. */
export type Announcement =
  | { t: 'items'; to: Bytes[]; conversation: Bytes; seq: number }
  | { t: 'waiting'; to: Bytes[]; centre: Bytes }
  | { t: 'log'; to: Bytes[]; centre: Bytes; idx: number }
  /** `message`: a sealed signal, as base64url; never remembered. */
  | { t: 'signal'; to: Bytes[]; conversation: Bytes; message: string }
  | { t: 'later'; to: Bytes[] }
  | { t: 'changes'; to: Bytes[]; centre: Bytes }
  | { t: 'gone'; to: Bytes[]; conversation: Bytes }
  /** Closes the sockets of accounts that lost a right; they come back with what is left. */
  | { t: 'close'; to: Bytes[] };

export type Handler<E extends Endpoint> = (asked: Asked<E>) => Promise<Output<E>>;
export type Handlers<C extends Record<string, Endpoint>> = { [N in keyof C]: Handler<C[N]> };
