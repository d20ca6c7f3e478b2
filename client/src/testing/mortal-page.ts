import type { FaultyWorld } from './faults.ts';

export type MortalPage = FaultyWorld & {
  /** From now on the page dies at its `at`-th await of anything outside it; answers when it has died. */
  dieAt: (at: number) => Promise<void>;
  /** Every await passed since then, in order, by name. */
  passed: string[];
  /** What outlives the page: cookies and the tab's rows, for the next page of the same tab. */
  browser: Pick<FaultyWorld, 'jar' | 'tab'>;
};

/**
 * A page that can be killed at each of its awaits. A call that writes has three: before it leaves; under way, when the
 * server does what it was asked and neither answer nor cookie arrives; and answered, when the browser has the cookie
 * and nobody is left to read. Reading and storage have two. Once dead nothing of it moves again; the browser's jar and the tab's rows remain.
 */
export function mortalPage(inner: FaultyWorld): MortalPage {
  let deathAt = Number.POSITIVE_INFINITY;
  let isDead = false;
  let die = (): void => undefined;
  const passed: string[] = [];
  const never = new Promise<never>(() => undefined);
  const { promise: death, resolve: end } = Promise.withResolvers<void>();

  const point = async (name: string): Promise<void> => {
    if (isDead) return never;
    passed.push(name);
    if (passed.length !== deathAt) return;
    isDead = true;
    end();
    die();
    return never;
  };
  const between = async <T>(name: string, act: () => Promise<T>): Promise<T> => {
    await point(`${name}: before`);
    const done = await act();
    await point(`${name}: after`);
    return done;
  };
  const page: MortalPage = {
    ...inner,
    passed,
    browser: { jar: inner.jar, tab: inner.tab },
    dieAt: (at) => {
      passed.length = 0;
      deathAt = at;
      return new Promise((resolve) => {
        die = resolve;
      });
    },
    fetch: async (url, init) => {
      const name = `${init.method} ${new URL(url).pathname.replace(/[\w-]{22,}/g, '…')}`;
      await point(`${name}: before`);
      const before = [...inner.jar];
      const response = await inner.fetch(url, init);
      const body = await response.arrayBuffer();
      const after = [...inner.jar];
      const fill = (cookies: typeof before) => {
        inner.jar.clear();
        for (const [cookie, value] of cookies) inner.jar.set(cookie, value);
      };
      // Reading changes nothing: lost on the way is the same as never sent.
      if (init.method !== 'GET') {
        if (passed.length + 1 === deathAt) fill(before);
        await point(`${name}: under way`);
        fill(after);
      }
      await point(`${name}: answered`);
      return new Response(body, { status: response.status });
    },
    // The browser lets go of what a page held when it dies.
    alone: async (act) => {
      const done = await inner.alone(async () => Promise.race([act(), death]));
      return isDead ? never : (done as Awaited<ReturnType<typeof act>>);
    },
    wait: (ms) => between('wait', () => inner.wait(ms)),
    device: {
      read: () => between('read device', inner.device.read),
      write: (bytes) => between('write device', () => inner.device.write(bytes)),
      remove: () => between('remove device', inner.device.remove),
    },
    tab: {
      secret: () => between('secret', inner.tab.secret),
      read: (name) => between(`read ${name}`, () => inner.tab.read(name)),
      write: (name, sealed) => between(`write ${name}`, () => inner.tab.write(name, sealed)),
      remove: (name) => between(`remove ${name}`, () => inner.tab.remove(name)),
    },
  };
  return page;
}

/**
 * Kills the page of a journey at its first, second, third … await, until one lives to its end. `run` begins the
 * journey with a page that dies at `at` and afterwards looks at what is left; it answers the page.
 *
 * @returns the distinct awaits, for the record
 */
export async function killAtEveryAwait(run: (at: number) => Promise<MortalPage>): Promise<string[]> {
  const points = new Set<string>();
  for (let at = 1; ; at++) {
    const { passed } = await run(at);
    const name = passed[at - 1];
    if (!name) return [...points];
    points.add(`${name} (${passed.slice(0, at).filter((one) => one === name).length})`);
  }
}
