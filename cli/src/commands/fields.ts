import { Misuse } from '../usage.ts';
import type { Values } from './command.ts';

/** Stands for an id that is drawn only when the thing is made. */
export const noId = 'AAAAAAAAAAAAAAAAAAAAAA';

/** What the contract's shapes say of a value, as far as it is used here. */
type Shape = {
  safeParse: (
    value: unknown,
  ) =>
    | { success: true }
    | { success: false; error: { issues: readonly { path: readonly PropertyKey[]; message: string }[] } };
};

/** Holds fields against the contract's own shape; `sentences` says of each what it has to be. Throws `Misuse`. */
export function checkFields(
  shape: Shape,
  fields: Readonly<Record<string, unknown>>,
  sentences: Readonly<Record<string, string>>,
): void {
  const parsed = shape.safeParse(fields);
  if (parsed.success) return;
  const wrong = new Map(
    parsed.error.issues.map(({ path: [name], message }) => {
      const field = String(name);
      return [field, sentences[field] ?? `${field}: ${message}`];
    }),
  );
  throw new Misuse([...wrong.values()].join('\n'));
}

export function signInName({ as }: Values): string {
  if (!as) throw new Misuse('Say who signs in: --as SIGN-IN-NAME of an administrator.');
  return as;
}
