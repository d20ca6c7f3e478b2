// Long: one corpus, and every field of every screen that it goes through.
import { createHash } from 'node:crypto';
import {
  accept,
  addTopic,
  attach,
  call,
  deliver,
  invite,
  letIn,
  listCandidates,
  queueMessage,
  send,
  sendFile,
} from '@beistand/client';
import { askForHelp } from '@beistand/client/cast/ask';
import { clara, eva, phraseOf } from '@beistand/client/cast/people';
import { join } from '@beistand/client/cast/raise';
import { isLine } from '@beistand/contract';
import type { Locator, Page } from '@playwright/test';
import { test as base, expect } from './fixtures.ts';
import { lines, texts } from './hostile-texts.ts';
import { type House, openHouse } from './house.ts';
import { type Visitor, visit } from './people.ts';
import { signIn } from './seeker-steps.ts';
import { row, signInAs } from './staff-steps.ts';

/** A house of this file alone: nobody else should have to live with these names. */
const test = base.extend<{ attacked: Visitor }, { house: House }>({
  house: [
    // biome-ignore lint/correctness/noEmptyPattern: Playwright reads the names of what is needed from here
    async ({}, use) => {
      const house = await openHouse();
      await use(house);
      await house.stop();
    },
    { scope: 'worker', timeout: 120_000 },
  ],
  attacked: async ({ someone, house }, use) => {
    const visitor = await someone('desk');
    await watch(visitor, house.origin);
    await use(visitor);
  },
});
test.describe.configure({ timeout: 240_000 });

/** What ran, what was asked for elsewhere, what a dialog said: complaints like those of the browser itself. */
async function watch({ page, complaints }: Visitor, origin: string): Promise<void> {
  page.on('dialog', (dialog) => {
    complaints.push(`a dialog: ${dialog.message()}`);
    void dialog.dismiss();
  });
  page.on('request', (request) => {
    if (!/^(data|blob):/.test(request.url()) && !request.url().startsWith(`${origin}/`))
      complaints.push(`asked ${request.url()}`);
  });
  await page.addInitScript(() => {
    Object.assign(globalThis, { canary: () => complain('executed') });
  });
}

/** Elements that became a handler or an address of another kind, and scripts that aren't the build's; in the page, or in these. */
const strayIn = (page: Page, documents?: string[]): Promise<string[]> =>
  page.evaluate(
    (given) =>
      (given?.map((html) => new DOMParser().parseFromString(html, 'text/html')) ?? [document])
        .flatMap((one) => [...one.querySelectorAll('*')])
        .flatMap((element) => {
          const suspicious = [...element.attributes].filter(
            ({ name, value }) =>
              name.startsWith('on') ||
              name === 'srcdoc' ||
              (/^(href|src|action|formaction|data|xlink:href)$/.test(name) &&
                /^\s*(javascript|data|vbscript):/i.test(value)),
          );
          const isStray = element.matches(
            'script:not([integrity], [type=importmap], [type="application/json"]), iframe, object, embed, base',
          );
          return isStray || suspicious.length > 0 ? [element.outerHTML.slice(0, 200)] : [];
        }),
    documents,
  );
const isInert = async (page: Page) => expect(await strayIn(page)).toEqual([]);

/** All of these stand there to the letter, in one element each. */
async function read(where: Locator, wanted: readonly string[]): Promise<void> {
  // Soft hyphens are ours: where a long word may break.
  const shown = await where.evaluateAll((all) =>
    all.map((element) => (element.textContent ?? '').replaceAll('\u00ad', '')),
  );
  expect(wanted.filter((text) => !shown.some((one) => one.includes(text)))).toEqual([]);
}

const hashOf = (text: string) => createHash('sha256').update(text).digest('base64');
/** Each field is opened in a whole page with an eighth of the corpus, another one each; all of it with FULL=1. */
const share = (field: number) => lines.filter((_, i) => process.env.FULL === '1' || i % 8 === field);
const fits = (most: number) => lines.filter((line) => line.length <= most);
const note = (what: string) => test.info().annotations.push({ type: 'figure', description: what });

test('R11: what would run is seen to run, and to be refused', async ({ house }) => {
  const visitor = await visit('desk', house.origin);
  await watch(visitor, house.origin);
  const { page, complaints, leave } = visitor;
  await page.goto('data:text/html,<img src=x onerror=canary()><a href="javascript:canary()">x</a>');
  await expect.poll(() => complaints).toContain('executed');
  await expect(isInert(page)).rejects.toThrow(/onerror/);
  await page.goto('about:blank');
  expect(await strayIn(page, ['<p>gut</p>', '<a href="javascript:canary()">x</a>'])).toHaveLength(1);
  await page.goto('/');
  complaints.length = 0;
  await page.evaluate(() => {
    const image = document.createElement('img');
    image.src = 'https://elsewhere.example/x.png';
    document.body.append(image);
  });
  await expect.poll(() => complaints.join()).toMatch(/img-src refused https:\/\/elsewhere.example/);
  const attempts = [
    () => document.createElement('img').setAttribute('onerror', 'canary()'),
    () => document.body.insertAdjacentHTML('beforeend', '<img src=x onerror=canary()>'),
    () => {
      document.createElement('script').text = 'canary()';
    },
    () => {
      document.createElement('iframe').srcdoc = '<script>parent.canary()</script>';
    },
  ];
  for (const attempt of attempts) await expect(page.evaluate(attempt)).rejects.toThrow(/Trusted/);
  await expect.poll(() => complaints.join()).toMatch(/require-trusted-types-for refused trusted-types-sink/);
  expect(complaints).not.toContain('executed');
  await leave();
});

test('R11: no document holds a script, a style or a handler of its own but the import map', async ({
  house,
}) => {
  const { topics } = await call(house.newWorld(), 'listTopics', {});
  const { code } = await call(house.newWorld(), 'centre', { centre: house.altstadt.centre });
  const paths = [
    '/',
    '/h',
    '/w',
    '/n',
    '/k',
    '/s',
    '/b',
    '/b/centre/people',
    '/i/AAAAAAAAAAAAAAAAAAAAAA',
    '/nirgends',
  ];
  for (const path of [...paths, `/a/${topics[0]!.code}`, `/a/${code}`]) {
    const answer = await fetch(house.origin + path);
    const html = await answer.text();
    const policy = answer.headers.get('content-security-policy') ?? '';
    const scripts = [...html.matchAll(/<script([^>]*)>(.*?)<\/script>/gs)].map(([, how = '', text = '']) => ({
      how,
      text,
    }));
    for (const { how, text } of scripts) {
      if (how.includes('application/json')) expect(text).not.toContain('<');
      else if (how.includes('importmap')) expect(policy).toContain(`'sha256-${hashOf(text)}'`);
      else expect([text, how]).toEqual(['', expect.stringMatching(/src="\/assets\/.*integrity="sha384-/)]);
    }
    const hashes = policy.match(/'sha\d+-/g) ?? [];
    expect(hashes).toHaveLength(scripts.filter(({ how }) => how.includes('importmap')).length);
    expect(html, path).not.toMatch(/<style|\sstyle=|\son\w+=|href="javascript/i);
    for (const [, link = ''] of html.matchAll(/<link ([^>]*(?:stylesheet|modulepreload)[^>]*)>/g))
      expect(link).toMatch(/integrity="sha384-/);
  }
});

test('R11: words of a seeker and of a counsellor', async ({ house, attacked, someone }) => {
  const name = '"><img src=x onerror=canary()>';
  const phrase = phraseOf('nagel');
  const { self, conversation } = await askForHelp(house.newWorld(), {
    ...{ centre: house.altstadt.centre, topic: house.topicIds[0]!, topicTitle: lines[0]! },
    ...{ text: texts[0]!, name, phrase },
  });
  await accept(house.clara, conversation);
  const pages = [0, 1, 2, 3].map((part) => texts.filter((_, i) => i % 4 === part));
  for (const page of pages) {
    await send(self, conversation, page.join('\n'));
    await send(house.clara, conversation, page.toReversed().join('\n'));
  }
  const { page } = attacked;
  await signIn(page, { name, phrase, code: '' });
  const counsellor = await someone('desk');
  await watch(counsellor, house.origin);
  await signInAs(counsellor.page, clara);
  await row(counsellor.page, name).click();
  for (const reader of [page, counsellor.page]) {
    const bubbles = reader.getByRole('log').getByRole('article');
    await expect(bubbles).toHaveCount(1 + 2 * pages.length);
    for (const written of pages) await read(bubbles, [written.join('\n'), written.toReversed().join('\n')]);
    await isInert(reader);
  }
  const desk = counsellor.page;
  await desk.getByRole('button', { name: 'Weitere Schritte' }).click();
  await desk.getByRole('button', { name: 'Übergeben', exact: true }).click();
  await desk.getByRole('dialog').getByLabel('An wen?').selectOption({ index: 1 });
  await read(desk.getByRole('dialog').getByRole('row'), [name]);
  await isInert(desk);
  note(`${texts.length} texts in messages of both sides`);
});

test('R11: names of files, and files that are pages', async ({ house, attacked: { page } }) => {
  const phrase = phraseOf('kessel');
  const { self, conversation } = await askForHelp(house.newWorld(), {
    ...{ centre: house.altstadt.centre, topic: house.topicIds[0]!, topicTitle: 'Schulden' },
    ...{ text: 'Viele Dateien.', name: 'stiller-ahorn-3', phrase },
  });
  await accept(house.clara, conversation);
  const give = (name: string, mime: string, content: string) =>
    sendFile(self, attach(self, conversation, new Blob([content]), { name, mime }));
  const names = share(6).filter((line) => isLine(line, 255));
  for (const name of names) await give(name, 'text/plain', name);
  const drawing = '<svg xmlns="http://www.w3.org/2000/svg" onload="canary()"><script>canary()</script></svg>';
  const pages = { 'Seite.txt': '<script>canary()</script>', 'Bild.png': drawing, 'Bild.svg': drawing };
  const types: Record<string, string> = {
    'Seite.txt': 'text/plain',
    'Bild.png': 'image/png',
    'Bild.svg': 'image/svg+xml',
  };
  for (const [name, content] of Object.entries(pages)) await give(name, types[name]!, content);
  await signInAs(page, clara);
  await row(page, 'stiller-ahorn-3').click();
  // In the conversation: its row tells the last file's name sooner.
  await expect(page.getByRole('log').getByText('Bild.svg')).toBeVisible();
  await read(page.getByRole('log').locator('bdi'), names);
  await isInert(page);
  const view = (name: string) => page.getByRole('button', { name: `Ansehen: ${name}`, exact: true }).last();
  for (const name of [names[0]!, names.at(-1)!]) {
    await view(name).click();
    const dialog = page.getByRole('dialog', { name });
    await expect(dialog.frameLocator('iframe').locator('pre')).toHaveText(name);
    await dialog.getByRole('button', { name: 'Schließen' }).click();
  }
  await view('Seite.txt').click();
  await expect(page.frameLocator('iframe').locator('pre')).toHaveText(pages['Seite.txt']);
  await page.getByRole('button', { name: 'Schließen' }).click();
  await view('Bild.png').click();
  await expect(page.getByText('Diese Datei lässt sich hier nicht anzeigen.')).toBeVisible();
  await expect(view('Bild.svg')).toHaveCount(0);
  await page.getByRole('button', { name: 'Speichern: Bild.svg' }).click();
  const saving = page.waitForEvent('download');
  await page.getByRole('dialog').getByRole('button', { name: 'Speichern', exact: true }).click();
  // Chromium names what it saves, and never shows it.
  expect((await saving).suggestedFilename()).toBe('Bild.svg');
  expect(page.frames()).toHaveLength(1);
  note(`${names.length} names of files, 3 files that are pages`);
});

test('R11: what runs in the document for files reaches nothing of ours', async ({ house }) => {
  const { page, complaints, leave } = await visit('desk', house.origin);
  await page.goto('/h');
  await page.evaluate(() => {
    localStorage.setItem('canary', 'x');
    const frame = document.createElement('iframe');
    frame.src = '/viewer';
    document.body.append(frame);
  });
  await expect.poll(() => page.frames().length).toBe(2);
  const frame = page.frames()[1]!;
  await frame.waitForLoadState();
  const reached = await frame.evaluate(async (origin) => {
    const tried = async (act: () => unknown): Promise<string> => {
      try {
        return `reached ${await act()}`;
      } catch (error) {
        return (error as Error).name;
      }
    };
    return {
      origin: self.origin,
      page: await tried(() => parent.document.title),
      storage: await tried(() => localStorage.length),
      cookies: await tried(() => document.cookie),
      database: await tried(() => indexedDB.open('x')),
      connection: await tried(() => fetch(`${origin}/api/organisation`)),
      worker: await tried(() => new Worker(`${origin}/assets/x.js`)),
      window: String(open(`${origin}/h`)),
    };
  }, house.origin);
  expect(reached).toEqual({
    origin: 'null',
    page: 'SecurityError',
    storage: 'SecurityError',
    cookies: 'SecurityError',
    database: 'SecurityError',
    connection: 'TypeError',
    worker: expect.stringMatching(/Error$/),
    window: 'null',
  });
  await expect.poll(() => complaints.join()).toMatch(/connect-src refused .*trusted-types-sink/);
  await leave();
});

test('R11: the name a seeker goes by', async ({ house, attacked: { page } }) => {
  const phrase = phraseOf('faden');
  const { self, conversation } = await askForHelp(house.newWorld(), {
    ...{ centre: house.altstadt.centre, topic: house.topicIds[0]!, topicTitle: 'Schulden' },
    ...{ text: 'Wie heiße ich?', name: 'stiller-ahorn-1', phrase },
  });
  await accept(house.clara, conversation);
  await signInAs(page, clara);
  await row(page, 'stiller-ahorn-1').click();
  // What is no line, or too long for a name, is left out by whoever reads it (the client's tests say so).
  const names = share(2).filter((line) => isLine(line, 80));
  for (const name of names) {
    const renaming = await queueMessage(self, conversation, { t: 'text', ts: 0, x: 'Jetzt so.', name });
    await deliver(self, renaming, () => undefined);
    await expect(page.getByRole('main')).toContainText(name);
  }
  await isInert(page);
  note(`${names.length} names of a seeker`);
});

test('R11: titles and descriptions of topics', async ({ house, attacked: { page } }) => {
  const common = { address: 'sie' as const, promiseHours: 16, icon: 'circle' };
  for (const line of lines)
    await addTopic(house.administrator, {
      ...common,
      title: line.length <= 80 ? line.trim() : 'Lang',
      short: line.length <= 40 ? line.trim() : 'Lang',
      description: line,
    });
  for (const icon of fits(40))
    await addTopic(house.administrator, {
      ...common,
      title: 'Bild',
      short: 'Bild',
      description: 'Bild',
      icon,
    });
  const { topics } = await call(house.newWorld(), 'listTopics', {});
  await page.goto('/');
  await read(
    page.locator('main'),
    topics.flatMap(({ short, description }) => [short, description]),
  );
  await isInert(page);
  const opened = share(0);
  for (const { code, description } of topics.filter((one) => opened.includes(one.description))) {
    await page.goto(`/a/${code}`);
    await read(page.locator('main'), [description]);
    await isInert(page);
  }
  note(`${topics.length} topics, ${opened.length} opened`);
});

test('R11: name and address of a centre', async ({ house, attacked: { page } }) => {
  const { centre, lead } = house.altstadt;
  const { code } = await call(house.newWorld(), 'centre', { centre });
  const { topics } = await call(house.newWorld(), 'listTopics', {});
  const topic = topics.find(({ topic }) => topic === house.topicIds[0])!;
  const blank = await page.context().newPage();
  const opened = share(1);
  for (const line of lines) {
    const fields = {
      name: line,
      street: line,
      city: line.length <= 80 ? line : 'Lang',
      phone: line.length <= 40 ? line : '1',
    };
    await call(lead.world, 'changeCentre', { centre, ...fields });
    expect(await strayIn(blank, [await (await fetch(`${house.origin}/a/${code}`)).text()])).toEqual([]);
    if (!opened.includes(line)) continue;
    await page.goto(`/a/${code}`);
    await read(page.locator('main'), Object.values(fields));
    await isInert(page);
    await page.goto(`/a/${topic.code}`);
    await page.getByLabel('Ihre Postleitzahl').fill('79098');
    await page.keyboard.press('Enter');
    await expect(page.getByRole('heading', { name: 'Zwei Stellen für Sie' })).toBeVisible();
    await read(page.locator('main'), [fields.name, fields.street]);
    await isInert(page);
  }
  await signInAs(page, eva);
  await page.getByRole('link', { name: 'Beratungsstelle' }).click();
  await expect(page.getByRole('navigation').getByText(lines.at(-1)!)).toBeVisible();
  await isInert(page);
  note(`${lines.length} centres, ${opened.length} opened`);
});

test('R11: names of staff', async ({ house, attacked: { page }, someone }) => {
  const { centre, lead } = house.altstadt;
  const some = fits(80).filter((_, i) => i % 8 === 0);
  const people = [];
  for (const [i, name] of some.entries()) {
    const { path } = await invite(lead, centre);
    people.push(
      await join(house.newWorld(), path, { name, signInName: `jemand-${i}`, phrase: phraseOf('beutel') }),
    );
  }
  await signInAs(page, eva);
  await page.getByRole('link', { name: 'Beratungsstelle' }).click();
  await page.getByRole('link', { name: 'Menschen' }).click();
  await expect(page.getByRole('main')).toContainText(some.at(-1)!);
  await read(page.getByRole('main'), some);
  await isInert(page);

  const candidate = (await listCandidates(lead, centre)).find(({ person }) => person?.name === some[0]);
  await letIn(lead, centre, candidate!, { bits: 1, digitsCompared: false });
  const phrase = phraseOf('ofen');
  const { conversation } = await askForHelp(house.newWorld(), {
    ...{ centre, topic: house.topicIds[0]!, topicTitle: 'Schulden' },
    ...{ text: 'Wer sind Sie?', name: 'stiller-ahorn-2', phrase },
  });
  await accept(people[0]!, conversation);
  await send(people[0]!, conversation, 'Ich.');
  const seeker = await someone('desk');
  await watch(seeker, house.origin);
  await signIn(seeker.page, { name: 'stiller-ahorn-2', phrase, code: '' });
  await expect(seeker.page.getByRole('log')).toContainText('Ich.');
  await read(seeker.page.locator('body'), [some[0]!]);
  await isInert(seeker.page);
  note(`${some.length} names of staff`);
});
