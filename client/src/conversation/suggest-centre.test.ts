import { fromBase64url, hex, toBase64url } from '@beistand/wire';
import { expect, it } from 'vitest';
import { deliver, queueMessage, send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { altstadt, emmendingen } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { accept } from './accept.ts';
import { move } from './move.ts';
import { refresh } from './open.ts';
import { suggestCentre } from './suggest-centre.ts';

const organisation = await useOrganisation({ standing: [altstadt, emmendingen] });
const here = await organisation.raise(altstadt);
const there = await organisation.raise(emmendingen);
const [clara] = here.colleagues as [Self];
const [miriam] = there.colleagues as [Self];
const suggestions = async (self: Self, conversation: string) =>
  (await refresh(self, conversation)).entries.flatMap((entry) =>
    entry.t === 'message' && entry.handover ? [entry.handover] : [],
  );

it('a counsellor names another centre and its beginning; who asks goes there by a tap, with all that was said', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, here.centre, clara);
  await send(clara, conversation, 'Dafür gibt es andere.');
  await deliver(clara, await suggestCentre(clara, conversation, there.centre), () => undefined);
  const [to] = await suggestions(ada, conversation);
  const create = clara.logs.get(hex(fromBase64url(there.centre)))!.entries[0]!.hash;
  expect(to).toEqual({ centre: there.centre, create: toBase64url(create) });

  // A server that shows another centre under that id, or a counsellor who was shown one: nothing is sealed.
  await expect(
    move(ada, conversation, { centre: there.centre, pin: null, create: toBase64url(new Uint8Array(32)) }),
  ).rejects.toMatchObject({ code: 'FALSE_CENTRE' });
  expect(lineOf(ada).calls).not.toContain('appendRecord');
  await move(ada, conversation, { pin: null, ...to! });
  await expect(refresh(clara, conversation)).rejects.toMatchObject({ code: 'NOT_FOUND' });
  await accept(miriam, conversation);
  await send(miriam, conversation, 'Willkommen.');
  expect((await textsOf(ada, conversation)).filter((text) => text)).toEqual([
    'Ich weiß nicht weiter.',
    'Dafür gibt es andere.',
    'Willkommen.',
  ]);
});

it('is nobody’s to suggest but the staff’s, and nothing but a centre’s', async () => {
  const { self: ada, conversation } = await conversationOf(organisation, here.centre, clara);
  await deliver(ada, await suggestCentre(ada, conversation, there.centre), () => undefined);
  const odd = { t: 'handover', ts: 1, centre: 'javascript:alert(1)', create: 'x' } as const;
  await deliver(clara, await queueMessage(clara, conversation, odd), () => undefined);
  for (const self of [ada, clara]) expect(await suggestions(self, conversation)).toEqual([]);
  const { entries } = await refresh(ada, conversation);
  expect(entries.at(-1)).toMatchObject({ state: 'unknown', text: null });
});
