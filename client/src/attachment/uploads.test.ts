import { PART_BYTES } from '@beistand/wire';
import { expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { lock } from '../account/sign-out.ts';
import { refresh } from '../conversation/open.ts';
import { resume } from '../message/outbox.ts';
import { deliver } from '../message/send.ts';
import type { Self } from '../self.ts';
import { requestLost, says } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { type UploadRow, uploadsIn } from './uploads.ts';

const organisation = await useOrganisation();
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara] = colleagues as [Self];

const codeOf = (error: unknown) => String((error as { code?: unknown }).code);

/** A page of somebody new; `until` answers once its rows are as asked. */
async function newPage() {
  const seeker = await conversationOf(organisation, centre, clara);
  const page: { self: Self | null } = { self: seeker.self };
  const watchers = new Set<() => void>();
  const uploads = uploadsIn({
    me: () => page.self,
    onChange: () => {
      for (const watch of watchers) watch();
    },
    onSent: () => undefined,
    codeOf,
  });
  const rows = () => uploads.rowsOf(seeker.conversation);
  const until = (isSo: (rows: UploadRow[]) => boolean): Promise<void> =>
    new Promise((resolve) => {
      const watch = () => {
        if (!isSo(rows())) return;
        watchers.delete(watch);
        resolve();
      };
      watchers.add(watch);
      watch();
    });
  const begin = (name: string, size = 100) =>
    uploads.begin(seeker.conversation, new Blob([new Uint8Array(size)]), { name, mime: 'application/pdf' });
  const received = async () =>
    (await refresh(clara, seeker.conversation)).entries.flatMap((entry) =>
      entry.t === 'message' && entry.file ? [entry.file.name] : [],
    );
  return { ...seeker, page, uploads, rows, until, begin, received, line: lineOf(seeker.self) };
}

const areSent = (rows: UploadRow[]) => rows.every(({ state }) => state === 'sent');

it('go one after the other, and stay until the page has shown their messages', async () => {
  const { begin, rows, until, received } = await newPage();
  begin('eins');
  begin('zwei');
  expect(rows().map(({ name, state }) => [name, state])).toEqual([
    ['eins', 'queued'],
    ['zwei', 'queued'],
  ]);
  await until((all) => all[0]?.state === 'sending');
  expect(rows()[1]?.state).toBe('queued');
  await until(areSent);
  expect(await received()).toEqual(['eins', 'zwei']);
  expect(rows().every(({ messageId }) => messageId !== null)).toBe(true);
});

it('one that waits says so, and given up lets the next go; what was queued never begins', async () => {
  const { begin, rows, until, uploads, line, received } = await newPage();
  line.wait = () => new Promise(() => undefined);
  line.plan('writePart', requestLost);
  const first = begin('eins');
  const second = begin('zwei');
  begin('drei');
  await until((all) => all[0]?.state === 'waiting');
  expect(uploads.giveUp(second)).toBe(true);
  expect(uploads.giveUp(first)).toBe(true);
  await until(areSent);
  expect(rows()).toHaveLength(1);
  expect(await received()).toEqual(['drei']);
  expect(uploads.giveUp(first)).toBe(false);
});

it('refused, one says why, and goes on where it was when asked to', async () => {
  const { begin, rows, until, uploads, line, received } = await newPage();
  line.plan('writePart', (send) => send());
  line.plan('writePart', says('SLOW', { after: 20_000 }));
  const id = begin('eins', 2 * PART_BYTES);
  await until((all) => all[0]?.state === 'stopped');
  expect(rows()).toMatchObject([{ code: 'QUOTA', done: 1, of: 3 }]);
  expect(uploads.retry(id)).toBe(true);
  await until(areSent);
  expect(line.calls.filter((name) => name === 'writePart')).toHaveLength(4);
  expect(await received()).toEqual(['eins']);
  expect(uploads.retry('A')).toBe(false);
});

it('wait through a pause of the same person, and are nobody else’s', async () => {
  const { begin, rows, until, uploads, page, self, world, name, phrase, received } = await newPage();
  begin('eins', 2 * PART_BYTES);
  begin('zwei');
  await until((all) => all[0]?.done === 1);
  uploads.pause(self);
  lock(self);
  page.self = null;
  expect(rows().map(({ state, code }) => [state, code])).toEqual([
    ['stopped', 'SESSION'],
    ['stopped', 'SESSION'],
  ]);
  page.self = await signIn(organisation.newWorld(world), name, phrase);
  uploads.resume(page.self);
  await until(areSent);
  expect(await received()).toEqual(['eins', 'zwei']);
  uploads.resume((await seekerOf(organisation, centre)).self);
  expect(rows()).toEqual([]);
});

it('are the outbox’s once their message stands there: sent once, whoever tries again', async () => {
  const { begin, rows, until, uploads, self, line, received } = await newPage();
  line.plan('appendMessage', says('SESSION'));
  const id = begin('eins');
  await until((all) => all[0]?.state === 'stopped');
  expect(rows()).toMatchObject([{ name: 'eins', code: 'SESSION' }]);
  expect(uploads.retry(id)).toBe(false);
  uploads.resume(self);
  for (const row of resume(self)) await deliver(self, row, () => undefined);
  expect(rows()).toEqual([]);
  expect(await received()).toEqual(['eins']);
});

it('are forgotten by who signs out', async () => {
  const { begin, rows, until, uploads, line, received } = await newPage();
  line.wait = () => new Promise(() => undefined);
  line.plan('writePart', requestLost);
  begin('eins');
  await until((all) => all[0]?.state === 'waiting');
  uploads.forget();
  expect(rows()).toEqual([]);
  expect(await received()).toEqual([]);
});
