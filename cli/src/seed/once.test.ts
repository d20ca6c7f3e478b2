import { chmodSync, existsSync, mkdtempSync, readdirSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { call, listConversations, listWaiting, openConversation, signIn } from '@beistand/client';
import { ada, ben, clara, thomas } from '@beistand/client/cast/people';
import { nodeWorld } from '@beistand/client/node';
import { readConfig } from '@beistand/server/config';
import { startServer } from '@beistand/server/serve';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { seedOnce } from './once.ts';

let folder = '';
let config = readConfig({}, 'trial');
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'beistand-seed-'));
  chmodSync(folder, 0o711); // so that the database's unprivileged user may enter
  config = { ...readConfig({ DATA_DIR: folder }, 'trial'), port: 0 };
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));
const mark = () => join(folder, 'unfinished-demo');

const said: string[] = [];
const seed = async () => (await seedOnce(config, (line) => said.push(line))).close();

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

/** As a seed leaves it that was killed before its last act. */
const interrupt = () =>
  withServer(async (_, { owner, app }) => {
    await owner.kysely.updateTable('organisation_hosts').set({ is_default: false }).execute();
    return app.world.instance;
  });

test('what looks like half a demo, but was not marked by the seed, is left as it is', async () => {
  const before = await accounts();
  expect(existsSync(mark())).toBe(false);
  await interrupt();
  for (const instance of [null, '0'.repeat(32)]) {
    if (instance) writeFileSync(mark(), instance);
    await expect(seed()).rejects.toThrow('not the demo');
    expect(await accounts()).toEqual(before);
  }
});

test('an interrupted first start is begun again, and what there was is kept', async () => {
  const before = await accounts();
  writeFileSync(mark(), await interrupt());
  said.length = 0;
  await seed();
  const after = await accounts();
  expect(after).toHaveLength(before.length);
  expect(after.filter((id) => before.includes(id))).toEqual([]);
  expect(said.join('\n')).toMatch(/interrupted/);
  expect(existsSync(mark())).toBe(false);
  expect(readdirSync(join(folder, 'database')).filter((one) => one.startsWith('unfinished-'))).toHaveLength(
    1,
  );
});
