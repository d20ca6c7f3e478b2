import { Unopened } from '@beistand/crypto';
import { expect } from 'vitest';
import { changePhrase } from '../../account/change-phrase.ts';
import { isDeviceKept, keepDevice, resumeDevice } from '../../account/my-device.ts';
import { signIn, signInWithCode } from '../../account/sign-in.ts';
import { phraseOf } from '../../cast/people.ts';
import { linkParts } from '../../cast/raise.ts';
import { beginJoining, finishJoining, invite, listCandidates, prepareJoining } from '../../centre/invite.ts';
import { listConversations } from '../../conversation/list.ts';
import type { Self } from '../../self.ts';
import { ServerRefusal } from '../../server/call.ts';
import type { ClientWorld } from '../../world.ts';
import { type MortalPage, mortalPage } from '../mortal-page.ts';
import { seekerOf, textsOf } from '../people.ts';
import { type Journey, type Stage, untilDeath } from './journey.ts';

type Browser = Partial<MortalPage['browser']>;

/** Null when name and phrase don't belong together. */
async function tried(world: ClientWorld, name: string, phrase: string): Promise<Self | null> {
  try {
    return await signIn(world, name, phrase);
  } catch (error) {
    if (!(error instanceof Unopened || error instanceof ServerRefusal) || error.code !== 'LOGIN') throw error;
    return null;
  }
}

const letters = (n: number): string => String.fromCharCode(97 + (n % 26), 97 + (Math.floor(n / 26) % 26));

const signingIn: Journey = {
  verb: 'sign in',
  holds: 'the next try opens everything',
  begin: async ({ organisation, ada: { name, phrase, conversation } }) => {
    let browser: Browser = {};
    return {
      run: async (at) => {
        const page = mortalPage(organisation.newWorld(browser));
        ({ browser } = page);
        await untilDeath(page, at, async () => listConversations(await signIn(page, name, phrase)));
        const self = await signIn(organisation.newWorld(browser), name, phrase);
        expect(await textsOf(self, conversation)).toEqual(['Ich weiß nicht weiter.']);
        return page;
      },
    };
  },
};

const keepingDevice: Journey = {
  verb: 'make a device one’s own',
  holds: 'it opens afterwards or asks for the phrase',
  begin: async ({ organisation, ada: { name, phrase, conversation } }) => {
    let browser: Browser = {};
    return {
      run: async (at) => {
        const page = mortalPage(organisation.newWorld(browser));
        ({ browser } = page);
        const self = await signIn(page, name, phrase);
        await untilDeath(page, at, async () => {
          await keepDevice(self, name);
          await resumeDevice(page);
        });
        const resumed = await resumeDevice(organisation.newWorld(browser));
        if (resumed) expect(await textsOf(resumed.self, conversation)).toEqual(['Ich weiß nicht weiter.']);
        else expect(await isDeviceKept(organisation.newWorld(browser))).toBe(false);
        return page;
      },
    };
  },
};

const changingPhrase: Journey = {
  verb: 'change the phrase',
  holds: 'exactly one pair of phrase and code works',
  begin: async ({ organisation, altstadt }) => {
    const seeker = await seekerOf(organisation, altstadt.centre);
    const { name } = seeker;
    let current: { phrase: string; code: string | null } = {
      phrase: seeker.phrase,
      code: seeker.writtenCode,
    };
    return {
      run: async (at, n) => {
        const page = mortalPage(organisation.newWorld());
        const self = await signIn(page, name, current.phrase);
        const phrase = phraseOf(`neu${letters(n)}`);
        let code: string | null = null;
        await untilDeath(page, at, async () => {
          code = (await changePhrase(self, name, phrase)).writtenCode;
        });
        const [before, after] = await Promise.all(
          [current.phrase, phrase].map((one) => tried(organisation.newWorld(), name, one)),
        );
        expect([before !== null, after !== null]).toEqual(after ? [false, true] : [true, false]);
        if (after) current = { phrase, code };
        if (current.code) await signInWithCode(organisation.newWorld(), name, current.code);
        return page;
      },
    };
  },
};

const recovering: Journey = {
  verb: 'come back by the code',
  holds: 'one pair of phrase and code works, and it is known',
  begin: async ({ organisation, altstadt }) => {
    const { name, phrase, writtenCode, conversation } = await seekerOf(
      organisation,
      altstadt.centre,
      'Noch da?',
    );
    let [known, code] = [phrase, writtenCode];
    return {
      run: async (at, n) => {
        const page = mortalPage(organisation.newWorld());
        const chosen = phraseOf(`code${letters(n)}`);
        let drawn: string | null = null;
        await untilDeath(page, at, async () => {
          const self = await signInWithCode(page, name, code);
          drawn = (await changePhrase(self, name, chosen)).writtenCode;
        });
        const self = await tried(organisation.newWorld(), name, chosen);
        if (!self) expect(await tried(organisation.newWorld(), name, known)).not.toBe(null);
        else {
          // Whoever never saw the new code draws another one, signed in by the phrase they chose.
          if (drawn === null) drawn = (await changePhrase(self, name, chosen)).writtenCode;
          [known, code] = [chosen, drawn];
        }
        const back = await signInWithCode(organisation.newWorld(), name, code);
        expect(await textsOf(back, conversation)).toEqual(['Noch da?']);
        return page;
      },
    };
  },
};

const registering: Journey = {
  verb: 'register staff',
  holds: 'the account works with its code, or the link is still good',
  begin: async ({ organisation, altstadt }: Stage) => {
    const { lead, centre } = altstadt;
    return {
      run: async (at, n) => {
        const { path } = await invite(lead, centre);
        const [signInName, phrase] = [`neu-${letters(n)}`, phraseOf(`start${letters(n)}`)];
        const given = { ...linkParts(path), name: `Neu ${letters(n)}`, signInName, phrase };
        const page = mortalPage(organisation.newWorld());
        let { joining, writtenCode } = await beginJoining(page, given);
        await untilDeath(page, at, async () => {
          await prepareJoining(page, joining);
          await finishJoining(page, joining);
        });
        // The code was printed before anything was stored.
        if (!(await tried(organisation.newWorld(), signInName, phrase))) {
          const world = organisation.newWorld(page.browser);
          ({ joining, writtenCode } = await beginJoining(world, given));
          await finishJoining(world, joining);
        }
        await signInWithCode(organisation.newWorld(), signInName, writtenCode);
        const came = (await listCandidates(lead, centre)).filter(({ person }) => person?.name === given.name);
        expect(came.map(({ person }) => person?.isProven)).toEqual([true]);
        return page;
      },
    };
  },
};

export const accounts: Journey[] = [signingIn, keepingDevice, changingPhrase, recovering, registering];
