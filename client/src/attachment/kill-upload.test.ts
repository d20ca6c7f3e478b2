// The tab is killed at every single await of sending a file: it is there once and whole, or not at all.
import { useDatabase } from '@beistand/server/testing/vitest';
import { afterAll, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { refresh } from '../conversation/open.ts';
import { resume } from '../message/outbox.ts';
import { deliver } from '../message/send.ts';
import type { Self } from '../self.ts';
import { killAtEveryAwait, mortalPage } from '../testing/mortal-page.ts';
import { hashOf, octetsOf } from '../testing/octets.ts';
import { altstadt, openOrganisation } from '../testing/open-organisation.ts';
import { conversationOf } from '../testing/people.ts';
import { contentOf } from './download.ts';
import { sendFile } from './send-file.ts';
import { attach } from './upload.ts';

const organisation = await openOrganisation(await useDatabase());
afterAll(() => organisation.app.close());
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara] = colleagues as [Self];

it('R5: at every await of a file: it arrives once and whole, or is chosen again', {
  timeout: 120_000,
}, async ({ annotate }) => {
  const { conversation, name, phrase, world } = await conversationOf(organisation, centre, clara);
  let page = mortalPage(organisation.newWorld(world));
  let self = await signIn(page, name, phrase);
  const arrived = async () =>
    (await refresh(self, conversation)).entries.flatMap((entry) =>
      entry.t === 'message' && entry.file ? [{ name: entry.file.name, id: entry.id }] : [],
    );

  const points = await killAtEveryAwait(async (at) => {
    const killed = page;
    const give = () =>
      attach(self, conversation, new Blob([octetsOf(5000, `${at}`)]), {
        name: `${at}.txt`,
        mime: 'text/plain',
      });
    const death = page.dieAt(at);
    await Promise.race([sendFile(self, give()), death]);

    page = mortalPage(organisation.newWorld(page.browser));
    self = await signIn(page, name, phrase);
    for (const row of resume(self)) await deliver(self, row, () => undefined);
    if (!(await arrived()).some((file) => file.name === `${at}.txt`)) await sendFile(self, give());
    expect(self.outbox.rows.size).toBe(0);
    return killed;
  });
  const files = await arrived();
  expect(files.map((file) => file.name)).toEqual(files.map((_, i) => `${i + 1}.txt`));
  for (const file of files) {
    const content = await contentOf(clara, conversation, file.id);
    expect(hashOf(content)).toBe(hashOf(octetsOf(5000, file.name.replace('.txt', ''))));
  }
  expect(points.length).toBeGreaterThan(10);
  await annotate(`file: killed at ${points.length} awaits`, 'figure');
});
