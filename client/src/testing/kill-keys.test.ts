// The tab is killed at every await of what changes keys: nobody is locked out, nothing is half exchanged.
import { useDatabase } from '@beistand/server/testing/vitest';
import { toBase64url } from '@beistand/wire';
import { afterAll, expect, it } from 'vitest';
import { changePhrase } from '../account/change-phrase.ts';
import { isDeviceKept, keepDevice, resumeDevice } from '../account/my-device.ts';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { clara as claraPlan, eva as evaPlan, phraseOf } from '../cast/people.ts';
import { rotateInbox, rotateVault } from '../centre/rotate.ts';
import { drawVaultUse, takeOverByVault, useVault } from '../centre/vault.ts';
import { accept } from '../conversation/accept.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { killAtEveryAwait, type MortalPage, mortalPage } from './mortal-page.ts';
import { altstadt, openOrganisation } from './open-organisation.ts';
import { conversationOf, seekerOf, textsOf } from './people.ts';

const database = await useDatabase();
const organisation = await openOrganisation(database);
afterAll(() => organisation.app.close());
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const fresh = () => organisation.newWorld();
const timeout = 300_000;

/** Runs a journey until its end or its page's. */
async function untilDeath(page: MortalPage, at: number, journey: () => Promise<unknown>): Promise<void> {
  const death = page.dieAt(at);
  await Promise.race([journey(), death]);
}

if (process.env.FULL)
  it('R5: at every await of coming back by the code: one pair of phrase and code works, and it is known', {
    timeout: 1_200_000,
  }, async ({ annotate }) => {
    const { name, phrase, writtenCode, conversation } = await seekerOf(organisation, centre, 'Noch da?');
    let [known, code] = [phrase, writtenCode];
    const points = await killAtEveryAwait(async (at) => {
      const page = mortalPage(fresh());
      const chosen = phraseOf(`neu${'abcdefghij'[at % 10]}${'abcdefghij'[Math.floor(at / 10) % 10]}`);
      let drawn: string | null = null;
      await untilDeath(page, at, async () => {
        const self = await signInWithCode(page, name, code);
        drawn = (await changePhrase(self, name, chosen)).writtenCode;
      });
      const where = page.passed[at - 1];
      const works = (tried: string) =>
        signIn(fresh(), name, tried).then(
          (self) => self,
          () => null,
        );
      const self = await works(chosen);
      if (!self) expect([(await works(known)) !== null, where]).toEqual([true, where]);
      else {
        // Whoever never saw the new code draws another one, signed in by the phrase they chose.
        if (drawn === null) drawn = (await changePhrase(self, name, chosen)).writtenCode;
        [known, code] = [chosen, drawn];
      }
      const back = await signInWithCode(fresh(), name, code);
      expect(await textsOf(back, conversation)).toEqual(['Noch da?']);
      return page;
    });
    expect(points.length).toBeGreaterThan(20);
    await annotate(`recover: killed at ${points.length} awaits`, 'figure');
  });

it('R5: at every await of giving a centre new keys: everybody reads what waits and what comes', {
  timeout,
}, async ({ annotate }) => {
  const { conversation } = await seekerOf(organisation, centre, 'Unter dem ersten Schlüssel.');
  const { self: ada, conversation: accepted } = await conversationOf(organisation, centre, david);
  let page = mortalPage(fresh());
  let boss = await signIn(page, evaPlan.signInName, evaPlan.phrase);
  const points = await killAtEveryAwait(async (at) => {
    const killed = page;
    await untilDeath(page, at, async () => {
      await rotateInbox(boss, centre);
      await rotateVault(boss, centre);
    });
    page = mortalPage(organisation.newWorld(page.browser));
    boss = await signIn(page, evaPlan.signInName, evaPlan.phrase);
    const later = await seekerOf(organisation, centre, `Danach ${at}.`);
    for (const self of [boss, clara, david]) {
      const { waiting } = await listWaiting(self);
      const words = (id: string) => waiting.find((one) => one.conversation === id)?.firstWords;
      expect([words(conversation), words(later.conversation)]).toEqual([
        'Unter dem ersten Schlüssel.',
        `Danach ${at}.`,
      ]);
    }
    await accept(david, later.conversation);
    await send(ada, accepted, `Zeile ${at}`);
    expect((await textsOf(david, accepted)).at(-1)).toBe(`Zeile ${at}`);
    return killed;
  });
  expect(points.length).toBeGreaterThan(6);
  await annotate(`rotate: killed at ${points.length} awaits`, 'figure');
});

it('R5: at every await of making a device one’s own: it opens afterwards or asks for the phrase', {
  timeout,
}, async ({ annotate }) => {
  const { name, phrase, conversation } = await seekerOf(organisation, centre, 'Auf meinem Gerät.');
  let browser: Partial<MortalPage['browser']> = {};
  const points = await killAtEveryAwait(async (at) => {
    const page = mortalPage(organisation.newWorld(browser));
    ({ browser } = page);
    await untilDeath(page, at, async () => {
      await keepDevice(await signIn(page, name, phrase), name);
      await resumeDevice(page);
    });
    const resumed = await resumeDevice(organisation.newWorld(browser));
    if (resumed) expect(await textsOf(resumed.self, conversation)).toEqual(['Auf meinem Gerät.']);
    else expect(await isDeviceKept(organisation.newWorld(browser))).toBe(false);
    return page;
  });
  expect(points.length).toBeGreaterThan(15);
  await annotate(`my device: killed at ${points.length} awaits`, 'figure');
});

it('R5: at every await of taking over by the vault: stated once, taken over once', { timeout }, async ({
  annotate,
}) => {
  let page = mortalPage(fresh());
  let custodian = await signIn(page, claraPlan.signInName, claraPlan.phrase);
  const points = await killAtEveryAwait(async (at) => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, david);
    const wish = drawVaultUse(custodian, conversation, 'absent');
    const killed = page;
    await untilDeath(page, at, async () => {
      await useVault(custodian, wish);
      await takeOverByVault(custodian, conversation);
    });
    page = mortalPage(organisation.newWorld(page.browser));
    custodian = await signIn(page, claraPlan.signInName, claraPlan.phrase);
    const isIn = await takeOverByVault(custodian, conversation).then(
      () => true,
      () => false,
    );
    if (!isIn) {
      await useVault(custodian, wish);
      await takeOverByVault(custodian, conversation);
    }
    await send(custodian, conversation, 'Ich bin da.');
    expect((await textsOf(ada, conversation)).at(-1)).toBe('Ich bin da.');
    const bytes = Buffer.from(conversation, 'base64url');
    const { kysely } = database.owner;
    const uses = await kysely
      .selectFrom('vault_uses')
      .select('id')
      .where('conversation_id', '=', bytes)
      .execute();
    const records = await kysely
      .selectFrom('conversation_events')
      .select('seq')
      .where('conversation_id', '=', bytes)
      .where('what', '=', 'vault-used')
      .execute();
    expect([uses.map(({ id }) => toBase64url(id)), records.length, killed.passed[at - 1]]).toEqual([
      [wish.use],
      1,
      killed.passed[at - 1],
    ]);
    return killed;
  });
  expect(points.length).toBeGreaterThan(10);
  await annotate(`vault: killed at ${points.length} awaits`, 'figure');
});
