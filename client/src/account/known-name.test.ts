import { expect, it } from 'vitest';
import { clara } from '../cast/people.ts';
import { memoryTab } from '../node.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { keepKnownName, readKnownName } from './known-name.ts';
import { signIn } from './sign-in.ts';
import { signOut } from './sign-out.ts';

const organisation = await useOrganisation();
await organisation.raise(altstadt);

it('the name is known after a reload, to this tab alone, and to nobody after signing out', async () => {
  const world = organisation.newWorld();
  const self = await signIn(world, clara.signInName, clara.phrase);
  expect(await keepKnownName(world, clara.signInName)).toBe(true);
  expect(await readKnownName(organisation.newWorld(world))).toBe(clara.signInName);
  const otherTab = organisation.newWorld({ jar: world.jar, tab: memoryTab() });
  expect(await readKnownName(otherTab)).toBeNull();
  await signOut(self);
  expect(await readKnownName(organisation.newWorld(world))).toBeNull();
  expect(await world.tab.read('name')).toBeNull();
});
