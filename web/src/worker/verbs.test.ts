import type { ClientWorld } from '@beistand/client';
import { memoryTab, nodeWorld } from '@beistand/client/node';
import { expect, it } from 'vitest';
import { verbsOf } from './verbs.ts';

const share = { share: 'A'.repeat(43), until: 4_000_000_000_000 };
const enquiry = {
  text: 'Ein Brief vom Gericht',
  topic: 'A'.repeat(22),
  topicTitle: 'Schulden',
  centre: 'A'.repeat(22),
  pin: null,
  consent: 'A'.repeat(43),
};

/** A worker of one tab; the server only hands out the tab's share. */
function workerIn(tab: ClientWorld['tab']) {
  const world = { ...nodeWorld('http://localhost', { tab }), fetch: async () => Response.json(share) };
  return verbsOf({ world, emit: () => undefined, loadText: async () => '', tellOtherTabs: () => undefined });
}

it('a worker that was started anew goes on with the enquiry the one before had begun, under the same code', async () => {
  const tab = memoryTab();
  const given = { enquiry, name: 'leiser-luchs-1', phrase: 'sieben wörter' };
  const { writtenCode } = await workerIn(tab).beginEnquiry(given);
  expect(await workerIn(tab).reviseEnquiry({ name: 'leiser-luchs-2' })).toBe(true);
  const { wayBack } = await workerIn(tab).start();
  expect(wayBack?.writtenCode).toBe(writtenCode);
});

it('without anything begun there is nothing to revise', async () => {
  await expect(workerIn(memoryTab()).reviseEnquiry({ name: 'leiser-luchs-2' })).rejects.toMatchObject({
    code: 'NOT_WANTED',
  });
});
