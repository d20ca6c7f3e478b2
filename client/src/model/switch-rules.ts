// A copy of the code under test, made while it is loaded, in which each rule asks whether it is switched off. Nothing of it
// is in the product: there a rule has no switch.
import { readFileSync } from 'node:fs';
import { registerHooks } from 'node:module';
import { fileURLToPath, pathToFileURL } from 'node:url';
import type { Edit, Rule } from './rules.ts';

const root = new URL('../../../', import.meta.url);
const off = { rule: '' };
/** Which rule is missing from now on; '' for none. */
export const switchOff = (rule: string): void => {
  off.rule = rule;
};

type Marked = { rule: string; from: number; to: number; instead: string };

/** Where the marked piece stands; it must stand there once. */
export function placeOf(
  source: string,
  { file, at }: Pick<Edit, 'file' | 'at'>,
): { from: number; to: number } {
  const [before = '', marked, after] = at.split(/[‹›]/);
  const text = marked === undefined ? before : before + marked + after!;
  const first = source.indexOf(text);
  if (first < 0 || source.indexOf(text, first + 1) >= 0)
    throw new Error(`${file}: a rule of the model's list doesn't stand there once any more: ${text}`);
  const from = first + (marked === undefined ? 0 : before.length);
  return { from, to: from + (marked ?? before).length };
}

function rewritten(source: string, marks: Marked[]): string {
  let text = source;
  // From the end, so that places before stay where they are; rules of one place ask one after the other.
  const places = [...new Set(marks.map(({ from }) => from))].sort((a, b) => b - a);
  for (const from of places) {
    const here = marks.filter((mark) => mark.from === from);
    const { to } = here[0]!;
    const asked = here
      .map(({ rule, instead }) => `ruleIsOff(${JSON.stringify(rule)}) ? ${instead} : `)
      .join('');
    text = `${text.slice(0, from)}(${asked}(${source.slice(from, to)}))${text.slice(to)}`;
  }
  return text;
}

/** Every file in which a rule is, with its switches. Call before anything of it is loaded. */
export function loadWithSwitches(rules: readonly Rule[]): void {
  Object.assign(globalThis, { ruleIsOff: (rule: string) => off.rule === rule });
  const files = new Map<string, string>();
  for (const file of new Set(rules.flatMap(({ edits }) => edits.map((edit) => edit.file)))) {
    const url = new URL(file, root);
    const source = readFileSync(fileURLToPath(url), 'utf8');
    const marks = rules.flatMap(({ rule, edits }) =>
      edits
        .filter((edit) => edit.file === file)
        .map((edit): Marked => ({ rule, ...placeOf(source, edit), instead: edit.off })),
    );
    files.set(pathToFileURL(fileURLToPath(url)).href, rewritten(source, marks));
  }
  registerHooks({
    load(url, context, next) {
      const source = files.get(url);
      return source === undefined ? next(url, context) : { ...next(url, context), source };
    },
  });
}
