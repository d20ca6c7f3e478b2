// A whole life of a centre and its people, once as it is and once with every write sent fifty times at once.
import { contract, type RefusalCode } from '@beistand/contract';
import type { FreshDatabase } from '@beistand/server/testing';
import { useDatabase } from '@beistand/server/testing/vitest';
import { BIT, fromBase64url, ROLE, toBase64url, VAULT_POLICY } from '@beistand/wire';
import { expect, it } from 'vitest';
import { changePhrase } from '../account/change-phrase.ts';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { signOut } from '../account/sign-out.ts';
import { draftCentre, dropDraft, leaveAdministration } from '../administration/centres.ts';
import { sendFile } from '../attachment/send-file.ts';
import { attach } from '../attachment/upload.ts';
import { phraseOf } from '../cast/people.ts';
import { setBits } from '../centre/extend.ts';
import { setPolicy } from '../centre/rotate.ts';
import { confirmVault, drawVaultUse, drillVault, useVault } from '../centre/vault.ts';
import { accept, giveBack } from '../conversation/accept.ts';
import { addMember } from '../conversation/change.ts';
import { noteConversation } from '../conversation/list.ts';
import { refresh } from '../conversation/open.ts';
import { forgetDraft, keepDraft } from '../enquiry/draft.ts';
import { beginEnquiry, sendEnquiry } from '../enquiry/enquire.ts';
import { endLink, makeLink } from '../enquiry/own-link.ts';
import { admit, closeGroup, turnAway } from '../group/admit.ts';
import { askToJoin, closeDoor, leaveGroup, openDoor } from '../group/door.ts';
import { startGroup } from '../group/start.ts';
import { follow } from '../live/follow.ts';
import { deleteMessage } from '../message/change.ts';
import { cancelLater, listLater, sendLater } from '../message/later.ts';
import { send } from '../message/send.ts';
import { type HeardSignal, hearSignal, signal } from '../message/signal.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import { openNotes, openThread } from '../thread/open.ts';
import { type FaultyWorld, type Name, nameOf } from './faults.ts';
import { altstadt, openOrganisation } from './open-organisation.ts';
import { seekerOf, takeBack, textsOf } from './people.ts';

const TIMES = 50;
const isWrite = (name: Name) => contract[name].method !== 'GET';
const writes = (Object.keys(contract) as Name[]).filter(isWrite);

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
  await work(database, { lead, clara, david, ada }, centre, conversation);
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

/** What else is done around a conversation. */
async function work(
  { owner }: FreshDatabase,
  { lead, clara, david, ada }: Record<'lead' | 'clara' | 'david' | 'ada', Self>,
  centre: string,
  conversation: string,
): Promise<void> {
  const { messageId } = await send(ada, conversation, 'Nicht so gemeint.');
  await deleteMessage(ada, conversation, messageId);
  const at = ada.world.now() + 3_600_000;
  await sendLater(ada, conversation, 'Später.', at);
  const withdrawn = await sendLater(ada, conversation, 'Nie.', at);
  expect(await cancelLater(ada, withdrawn.messageId)).toBe(true);
  expect(await listLater(ada)).toHaveLength(1);
  await makeLink(david, centre);
  await endLink(david, centre);
  await openThread(david, conversation);
  await openNotes(david, conversation);

  const heard: (HeardSignal | null)[] = [];
  const wasHeard = Promise.withResolvers<void>();
  const isListening = Promise.withResolvers<void>();
  const stop = follow(
    david,
    async (notice) => {
      if (notice.t === 'resync' || notice.t === 'hello') isListening.resolve();
      if (notice.t !== 'signal') return;
      const one = await hearSignal(david, notice);
      if (one) heard.push(one);
      if (one?.body.t === 'end') wasHeard.resolve();
    },
    () => undefined,
  );
  await isListening.promise;
  const call = toBase64url(ada.world.random(16));
  await signal(ada, conversation, { t: 'offer', call });
  await signal(ada, conversation, { t: 'end', call });
  await wasHeard.promise;
  stop();
  expect(heard.map((one) => one?.body.t)).toEqual(['offer', 'end']);

  const group = await startGroup(david, centre, 'Dienstagsgruppe');
  const { code } = await openDoor(david, group);
  await closeDoor(david, group);
  const { code: again } = await openDoor(david, group);
  expect(again).not.toBe(code);
  const mine = { name: 'stille-eule', pin: null };
  const adas = toBase64url(myId(ada));
  await askToJoin(ada, again, mine);
  await turnAway(david, group, adas);
  await askToJoin(ada, again, mine);
  await admit(david, group, [adas]);
  await send(ada, group, 'Hier bin ich.');
  await leaveGroup(ada, group);
  await refresh(david, group);
  expect(await textsOf(david, group)).toEqual(['Hier bin ich.']);
  await closeGroup(david, group);

  await setPolicy(lead, centre, VAULT_POLICY.twoConfirm);
  const { use } = await useVault(clara, drawVaultUse(clara, conversation, 'absent'));
  await confirmVault(lead, conversation, use);
  expect(await textsOf(clara, conversation)).toContain('Satz 0');
  expect(await drillVault(clara, centre)).toEqual({ drawn: 4, opened: 4 });

  // A key that came broken: asked for, and healed by who asks for help.
  const id = toBase64url(myId(lead));
  await addMember(david, conversation, id, ROLE.counsels);
  const { rowCount } = await owner.pool.query(
    'update wraps set box = $1 where conversation_id = $2 and id = $3',
    [Buffer.alloc(1168, 7), fromBase64url(conversation), fromBase64url(id)],
  );
  expect(rowCount).toBeGreaterThan(0);
  // What a look brings about is done by the next one.
  for (const self of [lead, lead, ada, ada]) await refresh(self, conversation);
  expect(await textsOf(lead, conversation)).toContain('Satz 0');
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
  endLink: ['NOT_FOUND'],
  healWrap: ['NOT_FOUND'],
  cancelLater: ['NOT_FOUND'],
  turnAway: ['NOT_FOUND'],
  leaveAdministration: ['NOT_FOUND'],
  logout: [],
};

const [once, often] = [await useDatabase(), await useDatabase()];

it('R7: fifty times every write has the effect of one', { timeout: 600_000 }, async ({ annotate }) => {
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
