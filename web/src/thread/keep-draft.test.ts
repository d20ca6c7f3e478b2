import { expect, it } from 'vitest';
import { keepDraft } from './keep-draft.ts';

/** A sheet and a server that can be out of reach; answers what the server has. */
function desk(before: string) {
  const now: { text: string | null; isOnline: boolean; stored: string; writes: number } = {
    text: before,
    isOnline: true,
    stored: before,
    writes: 0,
  };
  const keep = keepDraft(before, {
    read: () => now.text,
    write: async (text) => {
      if (!now.isOnline) throw new Error('offline');
      now.writes++;
      await Promise.resolve();
      now.stored = text;
    },
  });
  return { now, keep };
}

it('a draft that was deleted without a network is deleted once there is one again', async () => {
  const { now, keep } = desk('Doch lieber nicht');
  Object.assign(now, { text: '', isOnline: false });
  expect(await keep()).toBe(false);
  expect(await keep()).toBe(false);
  now.isOnline = true;
  expect(await keep()).toBe(true);
  expect(now).toMatchObject({ stored: '', writes: 1 });
});

it('stores one after the other and last what stands there last', async () => {
  const { now, keep } = desk('');
  now.text = 'Gut';
  const first = keep();
  now.text = 'Guten Tag';
  await Promise.all([first, keep(), keep()]);
  expect(now).toMatchObject({ stored: 'Guten Tag', writes: 1 });
});

it('stores nothing that is under way as a message, and nothing twice', async () => {
  const { now, keep } = desk('Halb');
  expect(await keep()).toBe(true);
  now.text = null;
  expect(await keep()).toBe(true);
  expect(now).toMatchObject({ stored: 'Halb', writes: 0 });
});
