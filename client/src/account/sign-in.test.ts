import { expect, test } from 'vitest';
import { altstadt } from '../testing/open-organisation.ts';
import { seekerOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { signIn } from './sign-in.ts';

const organisation = await useOrganisation();
const { centre } = await organisation.raise(altstadt);

const tries = async (name: string, phrase: string) => {
  const world = organisation.newWorld();
  const outcome = await signIn(world, name, phrase).then(
    () => 'in',
    (error) => error.code,
  );
  return [outcome, world.calls.filter((call) => call === 'loginStart').length];
};

test('a phrase copied by hand opens the door, at the cost of a second try; typed as it is, of none', async () => {
  const { name, phrase } = await seekerOf(organisation, centre);
  expect(await tries(name, phrase)).toEqual(['in', 1]);
  expect(await tries(name, `${phrase.charAt(0).toUpperCase()}${phrase.slice(1)} `)).toEqual(['in', 2]);
  expect(await tries(name, 'Zwölf Möwen über Kiel')).toEqual(['LOGIN', 1]);
  expect(await tries(name, `${phrase.replace('linde', 'lende')} `)).toEqual(['LOGIN', 2]);
});
