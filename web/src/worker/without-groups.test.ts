import { nodeWorld } from '@beistand/client/node';
import { expect, it, vi } from 'vitest';
import { verbsOf } from './verbs.ts';

vi.mock('@beistand/client', async (original) => ({
  ...(await original<typeof import('@beistand/client')>()),
  resumeDevice: async () => ({
    self: { kind: 'seeker', account: { bundle: { kid: [1] } }, outbox: { rows: new Map() } },
    name: 'leiser-luchs-1',
  }),
  uploadsIn: () => ({ resume: () => undefined }),
  follow: () => () => undefined,
  resume: () => [],
  listConversations: async () => ({
    conversations: [
      { conversation: 'talk', isGroup: false },
      { conversation: 'group', isGroup: true },
    ],
    passedOn: [],
    next: 'next',
  }),
}));

it('a group is in no list as long as no screen shows one', async () => {
  const worker = verbsOf({
    world: nodeWorld('http://localhost'),
    emit: () => undefined,
    loadText: async () => '',
    tellOtherTabs: () => undefined,
  });
  await worker.resume();
  const { conversations, next } = await worker.listConversations();
  expect(conversations.map(({ conversation }) => conversation)).toEqual(['talk']);
  expect(next).toBe('next');
});
