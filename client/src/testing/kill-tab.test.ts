// The tab is killed at every single await of enquire, send and accept, and whoever comes back finds everything whole.
import { useDatabase } from '@beistand/server/testing/vitest';
import { toBase64url } from '@beistand/wire';
import { afterAll, describe, expect, it } from 'vitest';
import { changePhrase } from '../account/change-phrase.ts';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { miriam, phraseOf, thomas } from '../cast/people.ts';
import { setBits } from '../centre/extend.ts';
import { accept, giveBack } from '../conversation/accept.ts';
import { listConversations, noteConversation } from '../conversation/list.ts';
import { openConversation } from '../conversation/open.ts';
import { keepDraft, readDraft } from '../enquiry/draft.ts';
import { beginEnquiry, prepareEnquiry, readPending, sendEnquiry } from '../enquiry/enquire.ts';
import { wayBackOf } from '../enquiry/revise.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { resume } from '../message/outbox.ts';
import { deliver, queueMessage, send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import type { ClientWorld } from '../world.ts';
import { killAtEveryAwait, type MortalPage, mortalPage } from './mortal-page.ts';
import { altstadt, emmendingen, openOrganisation } from './open-organisation.ts';
import { lineOf, seekerOf, textsOf } from './people.ts';

const database = await useDatabase();
const organisation = await openOrganisation(database);
afterAll(() => organisation.app.close());
const { centre, lead, colleagues } = await organisation.raise(emmendingen);
const [first] = colleagues as [Self];
/** Where the many first messages go, out of the way of the other lists. */
const { centre: busy } = await organisation.raise(altstadt);
const quiet = () => undefined;
const fresh = () => organisation.newWorld();
const { kysely } = database.owner;

const countOf = async (table: 'accounts' | 'conversations' | 'items') =>
  Number(
    (
      await kysely
        .selectFrom(table)
        .select(({ fn }) => fn.countAll().as('n'))
        .executeTakeFirstOrThrow()
    ).n,
  );
const acceptsOf = async (conversation: string) =>
  (
    await kysely
      .selectFrom('conversation_events')
      .select('seq')
      .where('conversation_id', '=', Buffer.from(conversation, 'base64url'))
      .where('what', '=', 'accepted')
      .execute()
  ).length;

/** Runs a journey until its end or its page's. */
async function untilDeath(page: MortalPage, at: number, journey: () => Promise<unknown>): Promise<void> {
  const death = page.dieAt(at);
  await Promise.race([journey(), death]);
}

describe('R5: the tab is killed', () => {
  it('R5: at every await of an enquiry: the text is kept, all or nothing arrives, the account works', {
    timeout: 300_000,
  }, async ({ annotate }) => {
    const phrase = phraseOf('otter');
    const topic = organisation.topicIds[0]!;
    const enquiryOf = async (world: ClientWorld, text: string) => {
      const { version: consent } = await call(world, 'consentText', {});
      return { text, topic, topicTitle: 'Schulden', centre: busy, pin: null, consent };
    };
    const write = async (world: ClientWorld, text: string, name: string) => {
      const begun = await beginEnquiry(world, await enquiryOf(world, text), name, phrase);
      await prepareEnquiry(world, begun.pending, null);
      await sendEnquiry(world, begun.pending, null, quiet);
      return begun;
    };
    const before = { accounts: await countOf('accounts'), items: await countOf('items') };

    const points = await killAtEveryAwait(async (at) => {
      const [name, text] = [`zarte-eule-${1000 + at}`, `Ich schreibe zum ersten Mal, ${at}.`];
      const page = mortalPage(fresh());
      let isKept = false;
      let writtenCode: string | null = null;
      await untilDeath(page, at, async () => {
        isKept = await keepDraft(page, { text, topic, centre: busy, pin: null });
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
      expect([await again.tab.read('draft'), await again.tab.read('pending')], page.passed[at - 1]).toEqual([
        null,
        null,
      ]);
      for (const comeIn of [
        () => signIn(fresh(), name, phrase),
        () => signInWithCode(fresh(), name, writtenCode!),
      ]) {
        const self = await comeIn();
        const { conversations } = await listConversations(self);
        expect(conversations, page.passed[at - 1]).toHaveLength(1);
        expect(await textsOf(self, conversations[0]!.conversation)).toEqual([text]);
      }
      return page;
    });
    expect(points.length).toBeGreaterThan(45);
    const runs = points.length + 1;
    expect(await countOf('accounts')).toBe(before.accounts + runs);
    expect(await countOf('items')).toBe(before.items + 2 * runs);
    await annotate(`enquire: killed at ${points.length} awaits`, 'figure');
  });

  it('R5: at every await of sending: the words are there, and arrive once', { timeout: 300_000 }, async ({
    annotate,
  }) => {
    const ada = await seekerOf(organisation, centre);
    await accept(first, ada.conversation);
    const { conversation, name, phrase } = ada;
    const arrived = async () => (await textsOf(first, conversation)).slice(1);
    let page = mortalPage(organisation.newWorld(ada.world));
    let self = await signIn(page, name, phrase);

    const sent: string[] = [];
    const points = await killAtEveryAwait(async (at) => {
      const text = `Zeile ${at}`;
      let isKept = false;
      const killed = page;
      await untilDeath(page, at, async () => {
        await noteConversation(self, conversation, { draft: { text, at: 1 } });
        isKept = true;
        const row = await queueMessage(self, conversation, { t: 'text', ts: 1, x: text });
        await deliver(self, row, quiet);
        await noteConversation(self, conversation, { draft: undefined });
      });

      page = mortalPage(organisation.newWorld(page.browser));
      self = await signIn(page, name, phrase);
      const { conversations } = await listConversations(self);
      for (const row of resume(self)) await deliver(self, row, quiet);
      const draft = conversations[0]!.row.draft?.text;
      if (!(await textsOf(self, conversation)).includes(text)) {
        if (isKept) expect([draft, killed.passed[at - 1]]).toEqual([text, killed.passed[at - 1]]);
        await send(self, conversation, text);
      }
      await noteConversation(self, conversation, { draft: undefined });
      sent.push(text);
      expect(self.outbox.rows.size).toBe(0);
      return killed;
    });
    expect(await arrived()).toEqual(sent);
    expect(points.length).toBeGreaterThan(20);
    await annotate(`send: killed at ${points.length} awaits`, 'figure');
  });

  it('R5: at every await of accepting: taken once or still waiting, and readable', {
    timeout: 300_000,
  }, async ({ annotate }) => {
    const { conversation, self: ada } = await seekerOf(organisation, centre, 'Wer nimmt mich?');
    let page = mortalPage(fresh());
    let clara = await signIn(page, miriam.signInName, miriam.phrase);
    let accepts = 0;
    const points = await killAtEveryAwait(async (at) => {
      const killed = page;
      await untilDeath(page, at, async () => {
        await listWaiting(clara);
        await accept(clara, conversation);
        await openConversation(clara, conversation, quiet);
      });
      page = mortalPage(organisation.newWorld(page.browser));
      clara = await signIn(page, miriam.signInName, miriam.phrase);
      const { waiting } = await listWaiting(clara);
      const { conversations } = await listConversations(clara);
      const isMine = conversations.some((one) => one.conversation === conversation);
      expect([isMine, killed.passed[at - 1]]).toEqual([
        !waiting.some((one) => one.conversation === conversation),
        killed.passed[at - 1],
      ]);
      if (!isMine) await accept(clara, conversation);
      accepts += 1;
      expect(await acceptsOf(conversation)).toBe(accepts);
      expect(await textsOf(clara, conversation)).toEqual(['Wer nimmt mich?']);
      await giveBack(clara, conversation);
      return killed;
    });
    expect(await textsOf(ada, conversation)).toEqual(['Wer nimmt mich?']);
    expect(points.length).toBeGreaterThan(12);
    await annotate(`accept: killed at ${points.length} awaits`, 'figure');
  });

  it('R5: at every await of exchanging a centre’s keys: both or none, and everyone left can read', {
    timeout: 300_000,
  }, async ({ annotate }) => {
    const { conversation } = await seekerOf(organisation, centre, 'Unter welchem Schlüssel?');
    const kid = toBase64url(first.account.bundle.kid);
    let page = mortalPage(fresh());
    let boss = await signIn(page, thomas.signInName, thomas.phrase);
    const bits = lead.logs
      .values()
      .next()
      .value!.views.at(-1)!
      .staff.find(({ kid: one }) => toBase64url(one) === kid)!.bits;
    const points = await killAtEveryAwait(async (at) => {
      const killed = page;
      await untilDeath(page, at, () => setBits(boss, centre, kid, bits ^ 8 ^ 4));
      page = mortalPage(organisation.newWorld(page.browser));
      boss = await signIn(page, thomas.signInName, thomas.phrase);
      await setBits(boss, centre, kid, bits ^ 8 ^ 4);
      await setBits(boss, centre, kid, bits);
      const waits = await seekerOf(organisation, centre, `Danach ${at}`);
      for (const self of [boss, first]) {
        const { waiting } = await listWaiting(self);
        const words = (id: string) => waiting.find((one) => one.conversation === id)?.firstWords;
        expect([words(conversation), words(waits.conversation)]).toEqual([
          'Unter welchem Schlüssel?',
          `Danach ${at}`,
        ]);
      }
      await accept(first, waits.conversation);
      return killed;
    });
    expect(points.length).toBeGreaterThan(6);
    expect(lineOf(first).calls.length).toBeGreaterThan(0);
    await annotate(`exchange a key: killed at ${points.length} awaits`, 'figure');
  });

  if (process.env.FULL)
    it('R5: at every await of a new phrase: exactly one pair of phrase and code works', {
      timeout: 300_000,
    }, async ({ annotate }) => {
      const seeker = await seekerOf(organisation, centre);
      const { name } = seeker;
      let current: { phrase: string; code: string | null } = {
        phrase: seeker.phrase,
        code: seeker.writtenCode,
      };
      const points = await killAtEveryAwait(async (at) => {
        const page = mortalPage(fresh());
        const self = await signIn(page, name, current.phrase);
        const phrase = phraseOf(`neu${at}`);
        let code: string | null = null;
        await untilDeath(page, at, async () => {
          code = (await changePhrase(self, name, phrase)).writtenCode;
        });
        const tries = await Promise.allSettled([
          signIn(fresh(), name, current.phrase),
          signIn(fresh(), name, phrase),
        ]);
        const works = tries.map(({ status }) => status === 'fulfilled');
        expect([works.filter(Boolean).length, page.passed[at - 1]]).toEqual([1, page.passed[at - 1]]);
        if (works[1]) current = { phrase, code };
        if (current.code) await signInWithCode(fresh(), name, current.code);
        return page;
      });
      await annotate(`new phrase: killed at ${points.length} awaits`, 'figure');
    });
});
