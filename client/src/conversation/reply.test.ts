import { expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import type { Self } from '../self.ts';
import type { FaultyWorld } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import type { ClientWorld } from '../world.ts';
import { forgetDeletedReply, keepReply, readReply } from './reply.ts';

const organisation = await useOrganisation();
const { centre, colleagues } = await organisation.raise(altstadt);
const clara = colleagues[0] as Self;

it('a reply, and that it was deleted, outlive a reload of the tab until the server has heard', async () => {
  const { self, conversation, world, name, phrase } = await conversationOf(organisation, centre, clara);
  const reload = (page: ClientWorld) => signIn(organisation.newWorld(page as FaultyWorld), name, phrase);
  expect(await readReply(self, conversation)).toBeNull();
  await keepReply(self, conversation, 'Doch lieber nicht');
  const second = await reload(world);
  expect(await readReply(second, conversation)).toBe('Doch lieber nicht');
  expect(await keepReply(second, conversation, '')).toBe(true);
  const third = await reload(second.world);
  expect(await readReply(third, conversation)).toBe('');
  await forgetDeletedReply(third, conversation);
  expect(await readReply(await reload(third.world), conversation)).toBeNull();
});

it('what was written again meanwhile is not forgotten', async () => {
  const { self, conversation } = await conversationOf(organisation, centre, clara);
  await keepReply(self, conversation, 'Noch etwas');
  await forgetDeletedReply(self, conversation);
  expect(await readReply(self, conversation)).toBe('Noch etwas');
});
