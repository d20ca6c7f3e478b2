import { expect, test } from 'vitest';
import { call } from '../server/call.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { seekerOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { keepUnsent } from '../unsent/keep.ts';
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

test('a session of the tab that was asked for before, and comes late, does not take the new one away', async () => {
  const { name, phrase } = await seekerOf(organisation, centre);
  const world = organisation.newWorld();
  const isAsked = Promise.withResolvers<void>();
  const isLate = Promise.withResolvers<void>();
  // Its cookie comes to lie in the browser when its answer does.
  world.plan('tab', async (send, jar) => {
    const answer = await send();
    const came = [...jar];
    jar.clear();
    isAsked.resolve();
    await isLate.promise;
    for (const [cookie, value] of came) jar.set(cookie, value);
    return answer;
  });
  const keeping = keepUnsent(world, 'draft', 'Noch nicht fertig');
  await isAsked.promise;
  // As late as can be: until the sign-in is through, or waits for it.
  const { alone } = world;
  world.alone = (act) => {
    isLate.resolve();
    return alone(act);
  };
  await signIn(world, name, phrase).finally(isLate.resolve);
  await keeping;
  expect(await call(world, 'me', {})).toMatchObject({ kind: 'seeker' });
});
