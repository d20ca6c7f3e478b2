// What someone wrote and the server hasn't got yet, kept over reloads of this tab as noise: half of the key dies with
// the tab, half with a session on the server. What is kept is also remembered here, so that a new session's share can
// seal it again, even where the browser lets us store nothing.
import { openUnsent, sealUnsent, Unopened } from '@beistand/crypto';
import { type Bytes, fromBase64url } from '@beistand/wire';
import { inTurn, type Turns } from '../in-turn.ts';
import { call, orCode, Unreachable } from '../server/call.ts';
import type { ClientWorld } from '../world.ts';

const NAMES = ['draft', 'pending', 'outbox', 'replies', 'name'] as const;
export type KeptName = (typeof NAMES)[number];

/** One page's life in a tab; its writes take turns, so what was said last stands last. `values` is what was kept, `stored` which of it the tab has as well. */
type Page = Turns & {
  share: Bytes | null;
  /** Under way: two calls at once would make two sessions, and only one of them stays. */
  asking: Promise<Bytes | null> | null;
  values: Map<KeptName, unknown>;
  stored: Set<KeptName>;
};
const pages = new WeakMap<ClientWorld, Page>();

function pageOf(world: ClientWorld): Page {
  const known = pages.get(world);
  if (known) return known;
  const page: Page = {
    share: null,
    asking: null,
    values: new Map(),
    stored: new Set(),
    queue: Promise.resolve(),
  };
  pages.set(world, page);
  return page;
}

/**
 * The server's half of this tab's key, fetched once a page life, so that text typed offline can still be sealed. Null
 * before it could be fetched: then text lives in memory only, and the interface says so.
 */
export async function shareOf(world: ClientWorld): Promise<Bytes | null> {
  const page = pageOf(world);
  if (page.share) return page.share;
  page.asking ??= askForShare(world).finally(() => {
    page.asking = null;
  });
  page.share ??= await page.asking;
  return page.share;
}

async function askForShare(world: ClientWorld): Promise<Bytes | null> {
  try {
    const asking = world.alone(() => call(world, 'tab', {}));
    const answer = await orCode(['SLOW', 'UNAVAILABLE', 'FAULT'], asking);
    return typeof answer === 'string' ? null : fromBase64url(answer.share);
  } catch (error) {
    if (error instanceof Unreachable) return null;
    throw error;
  }
}

/** True once it survives a reload of this tab. */
export async function keepUnsent(world: ClientWorld, name: KeptName, value: unknown): Promise<boolean> {
  const page = pageOf(world);
  page.values.set(name, value);
  page.stored.delete(name);
  return store(world, name);
}

/** Seals what is remembered under that name at the moment of its turn. */
async function store(world: ClientWorld, name: KeptName): Promise<boolean> {
  const page = pageOf(world);
  const secret = await world.tab.secret();
  await shareOf(world);
  return inTurn(page, async () => {
    if (!secret || !page.share || !page.values.has(name)) return false;
    const place = { tabKey: secret, share: page.share, name };
    const sealed = await sealUnsent(place, page.values.get(name), world.random);
    return orElse(false, async () => {
      await world.tab.write(name, sealed);
      page.stored.add(name);
      return true;
    });
  });
}

/** A browser's storage may be full or shut. Memory is what is left then, and whoever reads our answer says so. */
async function orElse<T>(otherwise: T, act: () => Promise<T>): Promise<T> {
  try {
    return await act();
  } catch {
    return otherwise;
  }
}

/**
 * What was kept under that name, or null when nothing was, or another tab or an ended session kept it. Throws
 * `Unreachable` while something lies there and its key can't be asked for.
 */
export async function readUnsent(world: ClientWorld, name: KeptName): Promise<unknown> {
  const page = pageOf(world);
  if (page.values.has(name)) return page.values.get(name);
  const secret = await world.tab.secret();
  const sealed = secret && (await orElse(null, () => world.tab.read(name)));
  if (!secret || !sealed) return null;
  const share = await shareOf(world);
  if (!share) throw new Unreachable('the key to what this tab keeps');
  try {
    const value = await openUnsent({ tabKey: secret, share, name }, sealed);
    page.values.set(name, value);
    page.stored.add(name);
    return value;
  } catch (error) {
    if (!(error instanceof Unopened)) throw error;
    await dropUnsent(world, [name]);
    return null;
  }
}

/** The server has it, or the person wants it gone. */
export async function dropUnsent(world: ClientWorld, names: readonly KeptName[] = NAMES): Promise<void> {
  const page = pageOf(world);
  for (const name of names) {
    page.values.delete(name);
    page.stored.delete(name);
  }
  await inTurn(page, async () => {
    for (const name of names) await orElse(undefined, () => world.tab.remove(name));
  });
}

/** Before a session is replaced: afterwards nobody has the share under which this was kept. */
export async function holdUnsent(world: ClientWorld): Promise<void> {
  for (const name of NAMES) await readUnsent(world, name);
}

/** A new session has a new share: everything kept is sealed again under it. */
export async function useShare(world: ClientWorld, share: Bytes): Promise<void> {
  const page = pageOf(world);
  page.share = share;
  for (const name of page.values.keys()) await store(world, name);
}

/** The session has ended, or another tab has changed it: seals everything again under whatever share there is now. */
export async function keepAgain(world: ClientWorld): Promise<void> {
  const page = pageOf(world);
  page.share = null;
  for (const name of page.values.keys()) await store(world, name);
}

/** Out of memory, so that only who has the session can read it; what the tab couldn't store is better kept than lost. */
export function shutUnsent(world: ClientWorld): void {
  const page = pageOf(world);
  for (const name of page.stored) page.values.delete(name);
  page.stored.clear();
}

/** Everything this tab holds goes, the key first. */
export async function forgetUnsent(world: ClientWorld): Promise<void> {
  pageOf(world).share = null;
  await dropUnsent(world);
}
