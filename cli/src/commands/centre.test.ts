import { call } from '@beistand/client';
import { franz } from '@beistand/client/cast/people';
import { openOrganisation } from '@beistand/client/testing/open-organisation';
import { useDatabase } from '@beistand/server/testing/vitest';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { runCommand } from '../run-command.ts';

const database = await useDatabase();
let house: Awaited<ReturnType<typeof openOrganisation>>;
beforeAll(async () => {
  house = await openOrganisation(database);
});
afterAll(() => house.app.close());

async function run(args: string[], { phrase = franz.phrase, origin = house.origin } = {}) {
  const said: string[] = [];
  const complained: string[] = [];
  const asked: string[] = [];
  const code = await runCommand(
    args,
    { ORIGIN: origin },
    {
      say: (line) => said.push(line),
      complain: (line) => complained.push(line),
      askSecret: async (question) => {
        asked.push(question);
        return phrase;
      },
      isRoot: true,
    },
  );
  return { code, said: said.join('\n'), complained: complained.join('\n'), asked };
}

const topic = ['topic', 'add', 'Wohnen', '--as', franz.signInName, '--promise-hours', '16'];
const centre = [
  ...['centre', 'add', 'Kehl', '--as', franz.signInName, '--state', 'DE-BW', '--phone', '030 23125 418'],
  ...['--open', 'mo-th 09:00-17:00', '--open', 'fr 09:00-12:00', '--area', '77694', '--area', '77700-77799'],
];

test('a topic and a draft, once each, however often they are asked for', async () => {
  const added = await run(topic);
  expect(added).toMatchObject({ code: 0, complained: '', said: 'Added the topic "Wohnen".' });
  expect(added.asked).toEqual([`Phrase of ${franz.signInName}:`]);
  expect(await run(topic)).toMatchObject({ code: 0, said: expect.stringContaining('already') });
  const first = await run([...centre, '--topic', 'Wohnen']);
  expect(first).toMatchObject({ code: 0, complained: '' });
  expect(first.said).toMatch(new RegExp(`^${house.origin}/i/[\\w-]{22}$`, 'm'));
  const again = await run([...centre, '--phone', '030 23125 419']);
  expect(again.code).toBe(0);
  const { world } = house.administrator;
  const { topics } = await call(world, 'listTopics', {});
  expect(topics.filter(({ title }) => title === 'Wohnen')).toHaveLength(1);
  const { centres } = await call(world, 'listCentres', {});
  expect(centres.map(({ name, state }) => [name, state])).toEqual([['Kehl', 'draft']]);
  const draft = await call(world, 'centre', { centre: centres[0]!.centre });
  expect(draft).toMatchObject({ phone: '030 23125 419', timeZone: 'Europe/Berlin' });
  expect(draft.topics).toHaveLength(topics.length);
  expect(draft.weekly).toHaveLength(5);
  expect(draft.weekly[4]).toEqual({ day: 5, from: '09:00', until: '12:00' });
});

test('what stands in the way is said in words, and the phrase never', async () => {
  const wrong = await run(topic, { phrase: 'not the phrase at all' });
  expect(wrong).toMatchObject({
    code: 1,
    said: '',
    complained: 'Sign-in name and phrase don’t belong together.',
  });
  const nobody = await run(topic, { origin: 'http://localhost:9' });
  expect(nobody).toMatchObject({ code: 1, complained: expect.stringContaining('is ORIGIN right') });
  expect(JSON.stringify([wrong, nobody])).not.toContain('not the phrase');
  const unknown = await run([...centre, '--topic', 'Fliegen']);
  expect(unknown).toMatchObject({ code: 1, complained: expect.stringContaining('no topic "Fliegen"') });
  expect(await run(topic, { origin: '' })).toMatchObject({ code: 2, asked: [] });
});
