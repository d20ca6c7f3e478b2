import { type Bundle, makeBundle, readBundle } from '../account/bundle.ts';
import { seedsOf } from '../account/keys.ts';
import { type Json, raw, text } from './vector.ts';

/** `make`: `out` from `in`. `read`: what a reader does with both; throws a code, `MISMATCH` where it only compares. */
export type Kind = {
  make: (given: Json) => Json;
  read: (given: Json, out: Json) => void;
};

export function compare(found: unknown, wanted: unknown): void {
  if (JSON.stringify(found) !== JSON.stringify(wanted)) {
    throw Object.assign(new Error('MISMATCH'), { code: 'MISMATCH' });
  }
}

export const personBytes = ({ masterKey, account, kind, createdAt }: Json) =>
  makeBundle(raw(masterKey), { account: raw(account), kind, createdAt });

// Every bad vector names its person again, and X-Wing keys are what takes the time here.
const known = new Map<string, Bundle>();
export function person(one: Json): Bundle {
  const name = JSON.stringify(one);
  const bundle = known.get(name) ?? readBundle(personBytes(one));
  known.set(name, bundle);
  return bundle;
}

export const seeds = (one: Json) => seedsOf(raw(one.masterKey));

/** Bytes as hex, so that two values compare by their text. */
export const show = (value: unknown) =>
  JSON.stringify(value, (_, one) => (one instanceof Uint8Array ? text(one) : one));
