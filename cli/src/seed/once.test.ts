import { chmodSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, listConversations, listWaiting, openConversation, signIn } from '@beistand/client';
import { ada, ben, clara, thomas } from '@beistand/client/cast/people';
import { nodeWorld } from '@beistand/client/node';
import { readConfig } from '@beistand/server/config';
import { startServer } from '@beistand/server/serve';
import { afterAll, expect, test } from 'vitest';
import { seedOnce } from './once.ts';

const folder = mkdtempSync(join(tmpdir(), 'beistand-seed-'));
chmodSync(folder, 0o711); // so that the database's unprivileged user may enter
afterAll(() => rmSync(folder, { recursive: true }));

const config = { ...readConfig({ DATA_DIR: folder }, 'trial'), port: 0 };
const said: string[] = [];
const seed = () => seedOnce(config, (line) => said.push(line));

async function withServer<T>(
  work: (origin: string, running: Awaited<ReturnType<typeof startServer>>) => Promise<T>,
) {
  const running = await startServer(config, { isTrial: true });
  try {
    return await work(`http://localhost:${new URL(running.address).port}`, running);
  } finally {
    await running.stop();
  }
}

const accounts = () =>
  withServer(async (_, { owner }) => {
    const rows = await owner.kysely.selectFrom('accounts').select('id').orderBy('id').execute();
    return rows.map(({ id }) => Buffer.from(id).toString('hex'));
  });

test('a whole cast: one conversation runs, one enquiry waits, both centres are open', async () => {
  await seed();
  await withServer(async (origin) => {
    const asClara = await signIn(nodeWorld(origin), clara.signInName, clara.phrase);
    const { waiting } = await listWaiting(asClara);
    expect(waiting.map(({ name, topicTitle }) => [name, topicTitle])).toEqual([[ben.name, 'Sucht']]);
    const asAda = await signIn(nodeWorld(origin), ada.name, ada.phrase);
    const { conversations } = await listConversations(asAda);
    const { entries } = await openConversation(asAda, conversations[0]!.conversation, () => {});
    expect(entries.filter(({ t }) => t === 'message')).toHaveLength(4);
    const asThomas = await signIn(nodeWorld(origin), thomas.signInName, thomas.phrase);
    expect((await listWaiting(asThomas)).waiting).toEqual([]);
    const { topics } = await call(nodeWorld(origin), 'listTopics', {});
    expect(topics).toHaveLength(3);
    const { centres } = await call(nodeWorld(origin), 'topicAreas', { topic: topics[0]!.topic });
    expect(centres).toHaveLength(2);
  });
});

test('a second start leaves everything as it is', async () => {
  const before = await accounts();
  said.length = 0;
  await seed();
  expect(await accounts()).toEqual(before);
  expect(said).toEqual([]);
});

test('an interrupted first start is begun again', async () => {
  const before = await accounts();
  await withServer((_, { owner }) =>
    owner.kysely.updateTable('organisation_hosts').set({ is_default: false }).execute(),
  );
  await seed();
  const after = await accounts();
  expect(after).toHaveLength(before.length);
  expect(after.filter((id) => before.includes(id))).toEqual([]);
  expect(said.join('\n')).toMatch(/interrupted/);
});
