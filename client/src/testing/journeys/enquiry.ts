import { expect } from 'vitest';
import { signIn, signInWithCode } from '../../account/sign-in.ts';
import { david, phraseOf } from '../../cast/people.ts';
import { listConversations } from '../../conversation/list.ts';
import { keepDraft, readDraft } from '../../enquiry/draft.ts';
import { beginEnquiry, prepareEnquiry, readPending, sendEnquiry } from '../../enquiry/enquire.ts';
import { endLink, makeLink, readLink } from '../../enquiry/own-link.ts';
import { wayBackOf } from '../../enquiry/revise.ts';
import { call, ServerRefusal } from '../../server/call.ts';
import type { ClientWorld } from '../../world.ts';
import { mortalPage } from '../mortal-page.ts';
import { textsOf } from '../people.ts';
import { type Journey, quiet, tabOf, untilDeath } from './journey.ts';

const enquiring: Journey = {
  verb: 'enquire',
  holds: 'the text is kept, all or nothing arrives, the account works',
  begin: async ({ organisation, database, emmendingen }) => {
    const fresh = () => organisation.newWorld();
    const phrase = phraseOf('otter');
    const topic = organisation.topicIds[0]!;
    const { centre } = emmendingen;
    const countOf = async (table: 'accounts' | 'items') => {
      const { rows } = await database.owner.pool.query(`select count(*)::int as n from ${table}`);
      return rows[0].n as number;
    };
    const enquiryOf = async (world: ClientWorld, text: string) => {
      const { version: consent } = await call(world, 'consentText', {});
      return { text, topic, topicTitle: 'Schulden', centre, pin: null, consent };
    };
    const write = async (world: ClientWorld, text: string, name: string) => {
      const begun = await beginEnquiry(world, await enquiryOf(world, text), name, phrase);
      await prepareEnquiry(world, begun.pending, null);
      await sendEnquiry(world, begun.pending, null, quiet);
      return begun;
    };
    const before = { accounts: await countOf('accounts'), items: await countOf('items') };

    return {
      run: async (at, n) => {
        const [name, text] = [`zarte-eule-${1000 + n}`, `Ich schreibe zum ersten Mal, ${n}.`];
        const page = mortalPage(fresh());
        let isKept = false;
        let writtenCode: string | null = null;
        await untilDeath(page, at, async () => {
          isKept = await keepDraft(page, { text, topic, centre, pin: null });
          const begun = await beginEnquiry(page, await enquiryOf(page, text), name, phrase);
          writtenCode = begun.writtenCode;
          await prepareEnquiry(page, begun.pending, null);
          await sendEnquiry(page, begun.pending, null, quiet);
        });

        // The same tab, loaded again: the page offers what is kept.
        const again = organisation.newWorld(page.browser);
        const [draft, pending] = [await readDraft(again), await readPending(again)];
        if (pending) {
          const shown = (await wayBackOf(pending))!.writtenCode;
          expect(writtenCode ?? shown).toBe(shown);
          writtenCode = shown;
          await sendEnquiry(again, pending, null, quiet);
        } else if (draft) writtenCode = (await write(again, draft.text, name)).writtenCode;
        else if (!isKept) writtenCode = (await write(again, text, name)).writtenCode;
        // Nothing is kept that was kept before: then it has arrived, and the phrase opens it.
        expect([await again.tab.read('draft'), await again.tab.read('pending')]).toEqual([null, null]);
        for (const comeIn of [
          () => signIn(fresh(), name, phrase),
          () => signInWithCode(fresh(), name, writtenCode!),
        ]) {
          const self = await comeIn();
          const { conversations } = await listConversations(self);
          expect(conversations).toHaveLength(1);
          expect(await textsOf(self, conversations[0]!.conversation)).toEqual([text]);
        }
        return page;
      },
      end: async (tries) => {
        expect(await countOf('accounts')).toBe(before.accounts + tries);
        expect(await countOf('items')).toBe(before.items + 2 * tries);
      },
    };
  },
};

const linking: Journey = {
  verb: 'make a link of one’s own',
  holds: 'it leads there until it is ended',
  begin: async (stage) => {
    const { organisation, altstadt } = stage;
    const { centre } = altstadt;
    const tab = await tabOf(stage, david.signInName, david.phrase);
    const isOpen = async (path: string) => {
      try {
        return (
          (await readLink(organisation.newWorld(), path.slice(3, path.indexOf('#')))).name === david.name
        );
      } catch (error) {
        if (!(error instanceof ServerRefusal) || error.code !== 'NOT_FOUND') throw error;
        return false;
      }
    };
    return {
      run: async (at) => {
        let path: string | null = null;
        const killed = await tab.kill(at, async (self) => {
          ({ path } = await makeLink(self, centre));
          await endLink(self, centre);
        });
        const again = await makeLink(tab.self, centre);
        expect(await isOpen(again.path)).toBe(true);
        await endLink(tab.self, centre);
        for (const one of [path ?? again.path, again.path]) expect(await isOpen(one)).toBe(false);
        return killed;
      },
    };
  },
};

export const enquiries: Journey[] = [enquiring, linking];
