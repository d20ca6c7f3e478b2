// Sits below everything that draws randomness. The world is passed in: the worker hands over its
// generator, a test a seeded one, and a vector can be made a second time to the last byte.
import type { Bytes } from '@beistand/wire';

/**
 * A cryptographically strong source: `n` fresh bytes on every call.
 * Callers never keep or reuse what it gave: a new attempt draws anew, retries included (protocol "Conventions and primitives").
 */
export type Random = (n: number) => Bytes;
