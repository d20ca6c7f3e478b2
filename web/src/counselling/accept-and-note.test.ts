import { afterEach, expect, it, vi } from 'vitest';
import { Failed } from '../worker/ask.ts';
import { acceptAndNote } from './accept-and-note.ts';

const answers = vi.hoisted(() => ({}) as Record<string, () => unknown>);
const asked: string[] = [];
vi.mock('../worker/ask.ts', async (original) => ({
  ...(await original<typeof import('../worker/ask.ts')>()),
  ask: async (verb: string) => {
    asked.push(verb);
    return answers[verb]?.();
  },
}));
const fails = (code: string) => () => {
  throw new Failed({ code, body: null });
};

afterEach(() => {
  asked.length = 0;
});

it('is accepted when the accepting was, whatever happens to what follows', async () => {
  Object.assign(answers, { accept: () => 3, openConversation: fails('NOT_FOUND') });
  const onTaken = () => asked.push('taken');
  await acceptAndNote('c', onTaken);
  Object.assign(answers, {
    openConversation: () => ({ entries: [], seq: 3 }),
    noteConversation: fails('UNREACHABLE'),
  });
  await acceptAndNote('c', onTaken);
  const opened = ['accept', 'taken', 'openConversation'];
  expect(asked).toEqual([...opened, ...opened, 'noteConversation']);
});

it('is not accepted when a colleague was faster, and nothing follows', async () => {
  Object.assign(answers, { accept: fails('TAKEN') });
  const onTaken = () => asked.push('taken');
  await expect(acceptAndNote('c', onTaken)).rejects.toMatchObject({ code: 'TAKEN' });
  expect(asked).toEqual(['accept']);
});
