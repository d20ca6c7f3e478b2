import { contract } from '@beistand/contract';
import { expect, test } from 'vitest';
import { mismatches, statedCells, undoEverything } from '../testing/rights.ts';
import { rightsCalls } from '../testing/rights-calls.ts';
import { raiseRightsCast, roles } from '../testing/rights-cast.ts';
import { useDatabase } from '../testing/use-database.ts';
import rights from './rights.json' with { type: 'json' };

const cast = await raiseRightsCast(await useDatabase());
undoEverything(cast);
const cells = statedCells();
const names = Object.keys(contract) as (keyof typeof contract)[];
let compared = 0;

test('R6: every endpoint of the contract stands in the reviewed sheet with the states it is tried in', () => {
  expect(Object.keys(rights.endpoints).sort()).toEqual([...names].sort());
  for (const name of names)
    expect(Object.keys(rights.endpoints[name]), name).toEqual(Object.keys(rightsCalls[name]));
});

test.each(names)(
  'R6: %s lets in those the sheet names, and refuses the rest as if nothing were there',
  async (name) => {
    const found = await mismatches(
      cast,
      cells.filter((cell) => cell.name === name),
    );
    expect(found.wrong).toEqual([]);
    compared += found.compared;
  },
);

test('R6: how much was tried', async ({ annotate }) => {
  const states = new Set(cells.map(({ name, state }) => `${name} ${state}`)).size;
  expect(cells).toHaveLength(states * Object.keys(roles).length);
  expect(compared).toBeGreaterThan(cells.length / 3);
  await annotate(
    `${names.length} endpoints × ${Object.keys(roles).length} roles × ${states} states: ${cells.length} cells, ${compared} refusals equal to the absent byte for byte`,
    'figure',
  );
});

test('a host speaks for its own organisation', async () => {
  const { one, two } = cast.houses;
  expect(await one.stranger().ask('organisation', {})).toMatchObject({ name: 'Lindenwerk' });
  expect(await two.stranger().ask('organisation', {})).toMatchObject({ name: 'Ulmenhof' });
});

test('the sheet leaves no role out, names none twice and lets no others in', () => {
  const sheet = (lines: Record<string, string>) => () => statedCells({ me: { always: lines } });
  expect(sheet({ '200': 'here', '401 SESSION': 'foreign' })).not.toThrow();
  expect(sheet({ '200': 'here' })).toThrow(/every role/);
  expect(sheet({ '200': 'here foreignStaff', '404 NOT_FOUND': 'foreign' })).toThrow(/twice/);
  expect(sheet({ '401 SESSION': 'signedOut', '200': 'others' })).toThrow(/lets others in/);
  expect(sheet({ '401 SESSION': 'signedOut', '404 NOT_FOUND': 'nobody' })).toThrow(/nobody is called/);
});
