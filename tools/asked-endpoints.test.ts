import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { contract } from '@beistand/contract';
import { expect, test } from 'vitest';

/** What none of our own programs asks, and who does. */
const askedByOthers = {
  health: 'whoever watches whether an installation is up',
  changeTopic: 'an administrator, who has no screen for it',
};

const root = join(import.meta.dirname, '..');
const source = globSync('{client,web,cli}/src/**/*.{ts,tsx}', {
  cwd: root,
  exclude: (path) => /(^|\/)(testing|generated)$|\.test\.tsx?$/.test(path),
})
  .map((path) => readFileSync(join(root, path), 'utf8'))
  .join('\n');

/** By name through the client's `call`, or by its path where a page does without the client. */
const isAsked = (name: string, path: string) =>
  new RegExp(`\\bcall\\w*\\([^'"]*'${name}'`).test(source) ||
  new RegExp(`['"\`]${path.replace(/:\w+/g, '\\$\\{[^}]+\\}')}['"\`?]`).test(source);

test('every endpoint is asked by client, web or cli, or is known to be asked by others', () => {
  const unasked = Object.entries(contract).filter(([name, { path }]) => !isAsked(name, path));
  expect(unasked.map(([name]) => name).sort()).toEqual(Object.keys(askedByOthers).sort());
});
