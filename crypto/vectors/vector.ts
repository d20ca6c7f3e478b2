// What a vector is, and the small language its refusals are written in (vectors/README.md).
import { fromHex, hex } from '@beistand/wire';

type Value = string | number | null | Value[] | { [name: string]: Value };
export type Fields = { [name: string]: Value };
export type Vector = { suite: 1; kind: string; in: Fields; out: Fields; bad: Bad[] };
export type Bad = { mut: string; expect: string };

const GRAMMAR =
  /^(?:flip byte (\d+)|set byte (\d+) to ([0-9a-f]{2})|cut (\d+) bytes?|append ([0-9a-f]+)|write (.) at character (\d+))(?: of ([a-z]+\.[\w.]+))?$/i;

/** The value a mutation changes, `out.bytes` where it names none. */
function changed(value: string, mut: string, parts: RegExpExecArray): string {
  const [, flip, set, to, cut, append, letter, at] = parts;
  if (letter !== undefined) {
    if (value[Number(at)] === letter) throw new Error(`${mut}: changes nothing`);
    return value.slice(0, Number(at)) + letter + value.slice(Number(at) + 1);
  }
  if (append !== undefined) return value + append;
  if (cut !== undefined) return value.slice(0, -2 * Number(cut));
  const bytes = fromHex(value);
  const index = Number(flip ?? set);
  if (index >= bytes.length) throw new Error(`${mut}: only ${bytes.length} bytes`);
  const before = bytes[index]!;
  bytes[index] = flip !== undefined ? before ^ 1 : Number.parseInt(to!, 16);
  if (bytes[index] === before) throw new Error(`${mut}: changes nothing`);
  return hex(bytes);
}

/** A copy of the vector with one mutation done. */
export function mutated(vector: Vector, mut: string): Vector {
  const parts = GRAMMAR.exec(mut);
  if (!parts) throw new Error(`unknown mutation: ${mut}`);
  const copy = structuredClone(vector);
  const path = (parts[8] ?? 'out.bytes').split('.');
  const last = path.pop()!;
  // The walk ends at a holder of the last name, whichever of the vector's shapes it is.
  const holder = path.reduce<Value>(
    (value, name) => (value as Fields)[name]!,
    copy as unknown as Value,
  ) as Fields;
  const value = holder[last];
  if (typeof value !== 'string') throw new Error(`${mut}: no text there`);
  holder[last] = changed(value, mut, parts);
  return copy;
}
