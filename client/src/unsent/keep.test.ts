import { afterEach, describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { lock, signOut } from '../account/sign-out.ts';
import { eva } from '../cast/people.ts';
import { type EnquiryDraft, forgetDraft, keepDraft, readDraft } from '../enquiry/draft.ts';
import { memoryTab } from '../node.ts';
import type { Self } from '../self.ts';
import { requestLost, says } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { seekerOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import type { TabStore } from '../world.ts';
import { keepAgain, keepUnsent, readUnsent } from './keep.ts';

const clock = { ahead: 0 };
const organisation = await useOrganisation({ clock: () => Date.now() + clock.ahead });
afterEach(() => {
  clock.ahead = 0;
});
const { centre } = await organisation.raise(altstadt);

const draft = (text: string): EnquiryDraft => ({ text, topic: null, centre: null, pin: null });
const inAnotherTab = (jar: Map<string, string>) => organisation.newWorld({ jar, tab: memoryTab() });

/** A tab whose storage takes nothing, as in a private window that is full. */
const fullTab = (): TabStore => ({
  ...memoryTab(),
  read: () => Promise.reject(new Error('QuotaExceededError')),
  write: () => Promise.reject(new Error('QuotaExceededError')),
  remove: () => Promise.reject(new Error('QuotaExceededError')),
});

describe('what is kept', () => {
  it('survives a reload of the same tab, and no other tab sees it', async () => {
    const world = organisation.newWorld();
    expect(await keepDraft(world, draft('Kaum begonnen'))).toBe(true);
    expect(await readDraft(organisation.newWorld(world))).toEqual(draft('Kaum begonnen'));
    expect(await readDraft(inAnotherTab(world.jar))).toBeNull();
    const copied = { ...world.tab, secret: async () => null };
    expect(await readDraft(organisation.newWorld({ jar: world.jar, tab: copied }))).toBeNull();
  });

  it('survives in two tabs that were opened at once', async () => {
    const first = organisation.newWorld();
    const second = inAnotherTab(first.jar);
    const kept = await Promise.all([keepDraft(first, draft('Erster')), keepDraft(second, draft('Zweiter'))]);
    expect(kept).toEqual([true, true]);
    expect(await readDraft(organisation.newWorld(first))).toEqual(draft('Erster'));
    expect(await readDraft(organisation.newWorld(second))).toEqual(draft('Zweiter'));
  });

  it('is in memory only before the share could be fetched once, and says so', async () => {
    const world = organisation.newWorld();
    world.plan('tab', requestLost);
    expect(await keepDraft(world, draft('Ohne Netz'))).toBe(false);
    expect(await readDraft(world)).toEqual(draft('Ohne Netz'));
    expect(await keepDraft(world, draft('Mit Netz'))).toBe(true);
    world.plan('any', requestLost, 100);
    expect(await keepDraft(world, draft('Wieder ohne'))).toBe(true);
    expect(await readDraft(organisation.newWorld(world))).toEqual(draft('Wieder ohne'));
  });

  it('is not thrown away while its key can’t be asked for', async () => {
    const world = organisation.newWorld();
    await keepDraft(world, draft('Bleibt'));
    for (const fault of [requestLost, says('SLOW'), says('UNAVAILABLE')]) {
      const again = organisation.newWorld(world);
      again.plan('tab', fault);
      await expect(readDraft(again)).rejects.toThrow('key');
      expect(await readDraft(again)).toEqual(draft('Bleibt'));
    }
  });

  it('is what was said last, however quickly one after the other', async () => {
    const world = organisation.newWorld();
    const slow = { ...world.tab };
    let waiting = 0;
    // The first write takes longest.
    slow.write = async (name, sealed) => {
      for (let left = 8 - waiting++; left > 0; left--) await new Promise(setImmediate);
      await world.tab.write(name, sealed);
    };
    const quick = organisation.newWorld({ jar: world.jar, tab: slow });
    await Promise.all(['a', 'ab', 'abc', 'abcd'].map((text) => keepDraft(quick, draft(text))));
    expect(await readDraft(organisation.newWorld(world))).toEqual(draft('abcd'));
    const late = keepDraft(quick, draft('abcde'));
    await forgetDraft(quick);
    await late;
    expect(await world.tab.read('draft')).toBeNull();
  });

  it('goes with the day, with "clear", and with signing out, also offline', async () => {
    const world = organisation.newWorld();
    await keepDraft(world, draft('Von gestern'));
    clock.ahead = 25 * 3_600_000;
    expect(await readDraft(organisation.newWorld(world))).toBeNull();
    clock.ahead = 0;
    await keepDraft(world, draft('Weg damit'));
    const noise = (await world.tab.read('draft'))!;
    world.plan('forget', requestLost);
    await forgetDraft(world);
    expect(await readDraft(organisation.newWorld(world))).toBeNull();
    await forgetDraft(world);
    await world.tab.write('draft', noise);
    expect(await readDraft(organisation.newWorld(world))).toBeNull();

    const { self, world: theirs } = await seekerOf(organisation, centre);
    await keepDraft(theirs, draft('Und das'));
    theirs.plan('logout', requestLost);
    await signOut(self);
    expect(await readDraft(organisation.newWorld(theirs))).toBeNull();
  });

  it('stays in memory when the browser stores nothing, and goes along into the next session', async () => {
    const world = organisation.newWorld({ tab: fullTab() });
    expect(await keepDraft(world, draft('Nur hier'))).toBe(false);
    await signIn(world, eva.signInName, eva.phrase);
    expect(await readDraft(world)).toEqual(draft('Nur hier'));
    await forgetDraft(world);
    expect(await readDraft(world)).toBeNull();
  });
});

describe('a new session', () => {
  it('takes over what was kept under the one before, and again under the next', async () => {
    const world = organisation.newWorld();
    await keepDraft(world, draft('Erst schreiben, dann anmelden'));
    for (let page = organisation.newWorld(world), i = 0; i < 3; i++, page = organisation.newWorld(world)) {
      await signIn(page, eva.signInName, eva.phrase);
      expect(await readDraft(page)).toEqual(draft('Erst schreiben, dann anmelden'));
    }
    expect(await readDraft(organisation.newWorld(world))).toEqual(draft('Erst schreiben, dann anmelden'));
  });

  it('is not begun while what is kept can’t be read', async () => {
    const world = organisation.newWorld();
    await keepDraft(world, draft('Wichtig'));
    const page = organisation.newWorld(world);
    page.plan('tab', says('SLOW'));
    await expect(signIn(page, eva.signInName, eva.phrase)).rejects.toThrow('key');
    expect(await readDraft(organisation.newWorld(world))).toEqual(draft('Wichtig'));
  });

  it('of another tab is followed when told', async () => {
    const world = organisation.newWorld();
    await keepDraft(world, draft('Im ersten Tab'));
    await signIn(inAnotherTab(world.jar), eva.signInName, eva.phrase);
    await keepAgain(world);
    expect(await readDraft(organisation.newWorld(world))).toEqual(draft('Im ersten Tab'));
  });

  it('after a lock finds what was unsent, which was out of memory meanwhile', async () => {
    const { self, world, name, phrase } = await seekerOf(organisation, centre);
    await keepUnsent(world, 'draft', draft('Vor der Pause'));
    lock(self);
    const before = world.calls.length;
    const again: Self = await signIn(world, name, phrase);
    expect(world.calls.slice(before)).toContain('loginFinish');
    expect(await readUnsent(world, 'draft')).toEqual(draft('Vor der Pause'));
    expect(again.account.masterKey.some((byte) => byte !== 0)).toBe(true);
  });
});
