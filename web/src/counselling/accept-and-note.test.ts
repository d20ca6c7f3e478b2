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
  await acceptAndNote('c');
  Object.assign(answers, {
    openConversation: () => ({ entries: [], seq: 3 }),
    noteConversation: fails('UNREACHABLE'),
  });
  await acceptAndNote('c');
  expect(asked).toEqual(['accept', 'openConversation', 'accept', 'openConversation', 'noteConversation']);
});

it('is not accepted when a colleague was faster, and nothing follows', async () => {
  Object.assign(answers, { accept: fails('TAKEN') });
  await expect(acceptAndNote('c')).rejects.toMatchObject({ code: 'TAKEN' });
  expect(asked).toEqual(['accept']);
});
