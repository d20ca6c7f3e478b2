// The tab is killed at every single await of deleting a message and of leaving one for later.
import { jobs } from '@beistand/server/jobs';
import { useDatabase } from '@beistand/server/testing/vitest';
import { fromBase64url, toBase64url } from '@beistand/wire';
import { afterAll, describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { refresh } from '../conversation/open.ts';
import { deleteMessage } from '../message/change.ts';
import { listLater, sendLater } from '../message/later.ts';
import { resume } from '../message/outbox.ts';
import { deliver, send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { killAtEveryAwait, mortalPage } from './mortal-page.ts';
import { altstadt, openOrganisation } from './open-organisation.ts';
import { conversationOf, textsOf } from './people.ts';

const clock = { ahead: 0 };
const organisation = await openOrganisation(await useDatabase(), { clock: () => Date.now() + clock.ahead });
afterAll(() => organisation.app.close());
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara] = colleagues as [Self];
const ada = await conversationOf(organisation, centre, clara);
const { conversation, name, phrase } = ada;

let page = mortalPage(organisation.newWorld(ada.world));
let self = await signIn(page, name, phrase);

/** Does it until its end or the page's; then the same tab is loaded again and goes on with what it kept. */
async function killed(at: number, act: () => Promise<unknown>) {
  const before = page;
  const death = page.dieAt(at);
  await Promise.race([act(), death]);
  page = mortalPage(organisation.newWorld(page.browser));
  self = await signIn(page, name, phrase);
  for (const row of resume(self)) await deliver(self, row, () => undefined);
  expect(self.outbox.rows.size).toBe(0);
  return before;
}

describe('R5: the tab is killed', () => {
  it('R5: at every await of deleting: the message stands whole, or is gone from everywhere', {
    timeout: 300_000,
  }, async ({ annotate }) => {
    let wasDeleted = 0;
    const points = await killAtEveryAwait(async (at) => {
      const { messageId } = await send(self, conversation, `Weg damit, ${at}.`);
      const before = await killed(at, () => deleteMessage(self, conversation, messageId));
      const { entries } = await refresh(clara, conversation);
      const entry = entries.find((one) => one.t === 'message' && one.id === messageId);
      const { items } = await call(clara.world, 'readItems', { conversation, after: 0 });
      const item = items.find(({ bytes }) => toBase64url(fromBase64url(bytes).slice(114, 130)) === messageId);
      const isDeleted = entry?.t === 'message' && entry.state === 'deleted';
      expect([item?.kind, before.passed[at - 1]]).toEqual([
        isDeleted ? 'erased' : 'message',
        before.passed[at - 1],
      ]);
      wasDeleted += isDeleted ? 1 : 0;
      return before;
    });
    expect(points.length).toBeGreaterThan(12);
    // Whole only where nothing had been kept yet.
    expect(wasDeleted).toBeGreaterThan(points.length - 6);
    await annotate(`delete: killed at ${points.length} awaits`, 'figure');
  });

  it('R5: at every await of sending later: kept once or not at all, and arrived once', {
    timeout: 300_000,
  }, async ({ annotate }) => {
    const kept: string[] = [];
    const hour = Date.now() + 600_000;
    const points = await killAtEveryAwait(async (at) => {
      const text = `Später, ${at}.`;
      const before = await killed(at, () => sendLater(self, conversation, text, hour));
      const list = (await listLater(self)).filter(({ body }) => body?.t === 'text' && body.x === text);
      expect(list.length).toBeLessThanOrEqual(1);
      if (list.length === 1) kept.push(text);
      return before;
    });
    expect(points.length).toBeGreaterThan(10);
    expect(kept.length).toBeGreaterThan(points.length - 6);
    clock.ahead = 600_000;
    await jobs.find((job) => job.name === 'send-due')!.run(organisation.app.world);
    const arrived = (await textsOf(clara, conversation)).filter((text) => text?.startsWith('Später'));
    expect(arrived.sort()).toEqual(kept.sort());
    await annotate(`send later: killed at ${points.length} awaits`, 'figure');
  });
});
