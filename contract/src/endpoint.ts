import type * as z from 'zod/mini';
import type { RefusalCode } from './refusals.ts';

/** Who may call at all; whose things they may touch is decided behind the door (`access.ts` of each noun). */
export type Audience = 'anyone' | 'signed-in' | 'staff' | 'administrator';
type Shape = z.ZodMiniType;
/** In place of a shape: the body is bytes as they are (`application/octet-stream`), at least one; refusals stay JSON. */
type Octets = 'octets';

/**
 * One thing that can be asked of the server. Paths hold ids only, never content, names or wishes.
 * `refusals` lists what this endpoint may answer beside the common ones (`ORIGIN SESSION SIZE SLOW FORMAT`).
 */
export type Endpoint = {
  method: 'GET' | 'POST' | 'PUT' | 'PATCH' | 'DELETE';
  path: string;
  audience: Audience;
  params?: Shape;
  query?: Shape;
  input?: Shape | Octets;
  output: Shape | Octets;
  /** Largest body in bytes; `limits.bodyBytes` when absent. */
  size?: number;
  refusals: readonly RefusalCode[];
};

/** Keeps literal types while checking the shape. */
export const endpoint = <const E extends Endpoint>(e: E): E => e;

type Of<S, Otherwise> = S extends Octets
  ? Uint8Array<ArrayBuffer>
  : S extends Shape
    ? z.output<S>
    : Otherwise;
type Sent<S, Otherwise> = S extends Octets
  ? { octets: Uint8Array<ArrayBuffer> }
  : S extends Shape
    ? z.input<S>
    : Otherwise;
/** What a handler receives. */
export type Input<E extends Endpoint> = Of<E['input'], undefined>;
export type Params<E extends Endpoint> = Of<E['params'], Record<never, never>>;
export type Query<E extends Endpoint> = Of<E['query'], Record<never, never>>;
/** What a caller passes: params, query and body in one object, a body of bytes as `octets`. */
export type Call<E extends Endpoint> = Sent<E['params'], unknown> &
  (E extends { query: Shape } ? Partial<Record<keyof Query<E>, string | number>> : unknown) &
  Sent<E['input'], unknown>;
export type Output<E extends Endpoint> = Of<E['output'], never>;
