import { type FaultyWorld, nameOf } from './faults.ts';

/** What is waited for, by the contract's name or the store's, and on which side of it. */
export type Await = { what: string; side: 'before' | 'under way' | 'after' };

export type MortalPage = FaultyWorld & {
  /** From now on the page dies at its `at`-th await of anything outside it; answers when it has died. */
  dieAt: (at: number) => Promise<void>;
  /** Every await passed since then, in order. */
  passed: Await[];
  /** Dies now, wherever it is. */
  close: () => void;
  /** What outlives the page: cookies and the tab's rows, for the next page of the same tab. */
  browser: Pick<FaultyWorld, 'jar' | 'tab'>;
};

/**
 * A page that can be killed at each of its awaits. A call that writes has three: before it leaves; under way, when the
 * server does what it was asked and neither answer nor cookie arrives; and after, when the browser has the cookie
 * and nobody is left to read. Reading and storage have two. Once dead nothing of it moves again; the browser's jar and the tab's rows remain.
 */
export function mortalPage(inner: FaultyWorld): MortalPage {
  let deathAt = Number.POSITIVE_INFINITY;
  let isDead = false;
  let die = (): void => undefined;
  const passed: Await[] = [];
  const never = new Promise<never>(() => undefined);
  const { promise: death, resolve: end } = Promise.withResolvers<void>();

  const close = (): void => {
    isDead = true;
    end();
    die();
  };
  const point = async (what: string, side: Await['side']): Promise<void> => {
    if (isDead) return never;
    passed.push({ what, side });
    if (passed.length !== deathAt) return;
    close();
    return never;
  };
  const between = async <T>(what: string, act: () => Promise<T>): Promise<T> => {
    await point(what, 'before');
    const done = await act();
    await point(what, 'after');
    return done;
  };
  const page: MortalPage = {
    ...inner,
    passed,
    close,
    browser: { jar: inner.jar, tab: inner.tab },
    dieAt: (at) => {
      passed.length = 0;
      deathAt = at;
      return new Promise((resolve) => {
        die = resolve;
      });
    },
    fetch: async (url, init) => {
      const name = nameOf(url, init.method);
      await point(name, 'before');
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
        await point(name, 'under way');
        fill(after);
      }
      await point(name, 'after');
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
