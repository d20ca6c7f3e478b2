import { expect, test } from 'vitest';
import type { Self } from '../self.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { dropSentDraft, listConversations, noteConversation } from './list.ts';

const organisation = await useOrganisation();
const { centre, colleagues } = await organisation.raise(altstadt);
const clara = colleagues[0] as Self;

test('a sent text goes as a draft, also when it is still being written down; another draft stays', async () => {
  const { conversation } = await conversationOf(organisation, centre, clara);
  const draftNow = async () => (await listConversations(clara)).conversations[0]?.row.draft?.text;
  const note = (text: string) => noteConversation(clara, conversation, { draft: { text, at: 1 } });
  await Promise.all([note('Guten Tag.'), dropSentDraft(clara, conversation, 'Guten Tag.')]);
  expect(await draftNow()).toBeUndefined();
  await note('Noch etwas:');
  await dropSentDraft(clara, conversation, 'Guten Tag.');
  expect(await draftNow()).toBe('Noch etwas:');
});
