import {
  describeCentre,
  invite,
  letIn,
  listCandidates,
  listWaiting,
  type Self,
  setBits,
} from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { phraseOf, thomas, topics } from '@beistand/client/cast/people';
import { join as joinBy } from '@beistand/client/cast/raise';
import { expect, test } from './fixtures.ts';
import type { House } from './house.ts';
import { goTo, row, showRow, signInAs } from './staff-steps.ts';

const counsels = 1;
const leads = 2;

const ask = (house: House, name: string, text: string) =>
  askForHelp(house.newWorld(), {
    centre: house.emmendingen.centre,
    topic: house.topicIds[0]!,
    topicTitle: topics[0]!.title,
    text,
    name,
    phrase: phraseOf('wolke'),
  });

/** Somebody new who counsels in the lead's centre; answers their key. */
async function newColleague(house: House, lead: Self, centre: string, name: string): Promise<string> {
  const person = { name, signInName: `${name.toLowerCase()}-wald`, phrase: phraseOf('zaun') };
  await joinBy(house.newWorld(), (await invite(lead, centre)).path, person);
  const candidate = (await listCandidates(lead, centre)).find((one) => one.person?.name === name);
  await letIn(lead, centre, candidate!, { bits: counsels, digitsCompared: false });
  return (await describeCentre(lead, centre)).people.at(-1)!.key;
}

test('two leads take somebody out at once: both are out, one key after the other, and everybody reads on', async ({
  house,
  someone,
}) => {
  const { centre, lead, colleagues } = house.emmendingen;
  const miriam = colleagues[0]!;
  const hers = (await describeCentre(miriam, centre)).people.find(({ isMe }) => isMe)!;
  await setBits(lead, centre, hers.key, hers.bits | leads);
  const [nora, olaf] = [
    await newColleague(house, lead, centre, 'Nora'),
    await newColleague(house, lead, centre, 'Olaf'),
  ];
  const before = await describeCentre(lead, centre);
  await ask(house, 'alter-dachs-7001', 'Das kam davor.');
  const { page } = await someone('desk');
  await signInAs(page, thomas);
  await page.getByRole('link', { name: 'Beratungsstelle' }).click();
  await goTo(page, 'Menschen');
  await page.getByRole('button', { name: 'Ändern, was Nora hier tut' }).click();
  await page.getByText('Aus der Stelle nehmen', { exact: true }).click();
  await Promise.all([
    page.getByRole('button', { name: 'Nora aus der Stelle nehmen' }).click(),
    setBits(miriam, centre, olaf, 0),
  ]);
  await expect(page.getByText('Nora gehört nicht mehr zu dieser Stelle.')).toBeVisible();

  const after = await describeCentre(miriam, centre);
  expect(after.people.map(({ key }) => key)).not.toContain(nora);
  expect(after.people.map(({ key }) => key)).not.toContain(olaf);
  // Each went with a new inbox key of its own, in one order for everybody.
  expect(after.changes.slice(before.changes.length).map(({ what }) => what)).toEqual([
    'person',
    'key',
    'person',
    'key',
  ]);
  await ask(house, 'alter-dachs-7002', 'Das kam danach.');
  const { waiting } = await listWaiting(miriam);
  expect(waiting.map(({ firstWords }) => firstWords)).toEqual(
    expect.arrayContaining(['Das kam davor.', 'Das kam danach.']),
  );
  await page.getByRole('link', { name: 'Beratungen' }).click();
  for (const [name, words] of [
    ['alter-dachs-7001', 'Das kam davor.'],
    ['alter-dachs-7002', 'Das kam danach.'],
  ] as const) {
    await showRow(page, name);
    await expect(row(page, name)).toContainText(words);
  }
});
