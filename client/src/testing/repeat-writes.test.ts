// A whole life of a centre and its people, once as it is and once with every write sent fifty times at once.
import { contract, type RefusalCode } from '@beistand/contract';
import type { FreshDatabase } from '@beistand/server/testing';
import { useDatabase } from '@beistand/server/testing/vitest';
import { BIT, toBase64url } from '@beistand/wire';
import { expect, it } from 'vitest';
import { changePhrase } from '../account/change-phrase.ts';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { signOut } from '../account/sign-out.ts';
import { draftCentre, dropDraft, leaveAdministration } from '../administration/centres.ts';
import { sendFile } from '../attachment/send-file.ts';
import { attach } from '../attachment/upload.ts';
import { phraseOf } from '../cast/people.ts';
import { setBits } from '../centre/extend.ts';
import { accept, giveBack } from '../conversation/accept.ts';
import { noteConversation } from '../conversation/list.ts';
import { forgetDraft, keepDraft } from '../enquiry/draft.ts';
import { beginEnquiry, sendEnquiry } from '../enquiry/enquire.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import { type FaultyWorld, type Name, nameOf } from './faults.ts';
import { altstadt, openOrganisation } from './open-organisation.ts';
import { seekerOf, takeBack, textsOf } from './people.ts';

const TIMES = 50;
const isWrite = (name: Name) => contract[name].method !== 'GET';
/** Their retries and races stand beside them: keep-up, own-link, kill-messages, later, signal, thread and vault tests. */
const triedElsewhere: Name[] = [
  'askForKeys',
  'healWrap',
  'makeLink',
  'endLink',
  'eraseMessage',
  'signal',
  'sendLater',
  'cancelLater',
  'startConversation',
  'useVault',
  'confirmVaultUse',
  'drillVault',
];
const writes = (Object.keys(contract) as Name[]).filter(
  (name) => isWrite(name) && !triedElsewhere.includes(name),
);

/** How often each write was answered, and with what. */
type Answers = Map<Name, Map<string, number>>;

/** Each write leaves `times` times at once. The browser keeps the last cookie, and the page hears that answer. */
const repeating =
  (times: number, answers: Answers) =>
  (world: FaultyWorld): FaultyWorld => {
    const { fetch } = world;
    world.fetch = async (url, init) => {
      const name = nameOf(url, init.method);
      if (!isWrite(name)) return fetch(url, init);
      let heard: Response | null = null;
      const said = answers.get(name) ?? new Map<string, number>();
      answers.set(name, said);
      const note = (code: string) => void said.set(code, (said.get(code) ?? 0) + 1);
      await Promise.all(
        Array.from({ length: times }, async () => {
          const response = await fetch(url, init);
          if (response.ok || !heard) heard = response;
          if (response.ok) note('ok');
          else note(((await response.clone().json()) as { code: string }).code);
        }),
      );
      return heard!;
    };
    return world;
  };

async function live(database: FreshDatabase, times: number): Promise<{ answers: Answers; texts: unknown }> {
  const answers: Answers = new Map();
  const organisation = await openOrganisation(database, { wrap: repeating(times, answers) });
  const { newWorld, administrator, topicIds } = organisation;
  const { centre, lead, colleagues } = await organisation.raise(altstadt);
  const [clara, david] = colleagues as [Self, Self];
  await call(administrator.world, 'changeTopic', { topic: topicIds[0]!, promiseHours: 8 });
  const unwanted = await draftCentre(administrator, { ...altstadt.fields, name: 'Irrtum', topics: [] }, []);
  await dropDraft(administrator, unwanted);
  await call(lead.world, 'changeCentre', { centre, phone: '030 23125 411' });
  await setBits(lead, centre, toBase64url(david.account.bundle.kid), 0);
  await takeBack(lead, centre, david, BIT.counsellor);

  const visitor = newWorld();
  await keepDraft(visitor, { text: 'Doch nicht', topic: null, centre: null, pin: null });
  await forgetDraft(visitor);

  const { self: ada, conversation, name, phrase, writtenCode } = await seekerOf(organisation, centre);
  await accept(clara, conversation);
  await giveBack(clara, conversation);
  await accept(david, conversation);
  for (let i = 0; i < 3; i++) await send(i % 2 ? ada : david, conversation, `Satz ${i}`);
  const photo = { name: 'foto.jpg', mime: 'image/jpeg' };
  await sendFile(ada, attach(ada, conversation, new Blob(['Ein Bild']), photo));
  await noteConversation(ada, conversation, { readSeq: 5 });
  const { version: consent } = await call(ada.world, 'consentText', {});
  const more = { text: 'Noch etwas', topic: topicIds[1]!, topicTitle: 'Sucht', centre, pin: null, consent };
  const { pending } = await beginEnquiry(ada.world, more, name, '');
  await sendEnquiry(ada.world, { ...pending, newcomer: null }, ada, () => undefined);
  const again = await signIn(newWorld(), name, phrase);
  const changed = await changePhrase(again, name, phraseOf('neu'));
  await expect(signInWithCode(newWorld(), name, writtenCode)).rejects.toThrow();
  const back = await signInWithCode(newWorld(), name, changed.writtenCode);
  const texts = await textsOf(back, conversation);
  await signOut(back);
  await leaveAdministration(administrator);
  await organisation.app.close();
  return { answers, texts };
}

/** Rows of every table of ours. */
async function counted(database: FreshDatabase): Promise<Record<string, number>> {
  const { rows } = await database.owner.pool.query<{ name: string }>(
    `select tablename as name from pg_tables where schemaname = 'public' order by 1`,
  );
  const counts: Record<string, number> = {};
  for (const { name } of rows) {
    const { rows: found } = await database.owner.pool.query(`select count(*)::int as n from "${name}"`);
    counts[name] = found[0].n;
  }
  return counts;
}

/** What may be said to the other forty-nine: the thing was used up, or stands already. */
const mayBeSaid: Partial<Record<Name, RefusalCode[]>> = {
  registerStart: ['POW'],
  loginFinish: ['LOGIN'],
  recoverFinish: ['LOGIN'],
  passwordFinish: ['AGAIN', 'TICKET'],
  inviteColleague: ['ID_TAKEN'],
  dropDraft: ['NOT_FOUND'],
  leaveAdministration: ['NOT_FOUND'],
  logout: [],
};

const [once, often] = [await useDatabase(), await useDatabase()];

it('R7: fifty times every write has the effect of one', { timeout: 120_000 }, async ({ annotate }) => {
  const [single, many] = [await live(once, 1), await live(often, TIMES)];
  expect([...many.answers.keys()].sort()).toEqual([...writes].sort());
  expect(many.texts).toEqual(single.texts);
  for (const [name, said] of many.answers) {
    const codes = [...said.keys()].filter((code) => code !== 'ok');
    const allowed: string[] = mayBeSaid[name] ?? [];
    expect([name, codes.filter((code) => !allowed.includes(code))]).toEqual([name, []]);
  }
  const [before, after] = [await counted(once), await counted(often)];
  // Counted on purpose: each try at a name, each session of whoever proves who they are, each link for a founder.
  const { sessions: _s, attempts: _a, invitations: oneInvitation, ...effects } = before;
  const { sessions: _t, attempts: _b, invitations, ...same } = after;
  expect(same).toEqual(effects);
  const foundings = single.answers.get('inviteLead')!.get('ok')!;
  expect(invitations).toBe(oneInvitation! + foundings * (TIMES - 1));
  const sent = [...many.answers.values()].flatMap((said) => [...said.values()]).reduce((a, b) => a + b, 0);
  await annotate(
    `${writes.length} endpoints that write, ${sent} requests, the effects of ${sent / TIMES}`,
    'figure',
  );
});
