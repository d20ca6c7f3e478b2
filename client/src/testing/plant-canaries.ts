// A life of a centre and its people with something recognisable in every field that only people may read.

import { randomBytes } from 'node:crypto';
import type { Notice } from '@beistand/contract';
import { readInvitation, readRecoveryCode } from '@beistand/crypto';
import type { Database } from '@beistand/server/database';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { toBase64url, utf8 } from '@beistand/wire';
import { changePhrase } from '../account/change-phrase.ts';
import { signIn, signInWithCode } from '../account/sign-in.ts';
import { signOut } from '../account/sign-out.ts';
import { download } from '../attachment/download.ts';
import { sendFile } from '../attachment/send-file.ts';
import { attach } from '../attachment/upload.ts';
import { type CentrePlan, centres, franz, topics } from '../cast/people.ts';
import { join as joinAs, linkParts, raiseCentre, raiseTopics } from '../cast/raise.ts';
import { setBits } from '../centre/extend.ts';
import { invitationPath, invite } from '../centre/invite.ts';
import { accept } from '../conversation/accept.ts';
import { noteConversation } from '../conversation/list.ts';
import { refresh } from '../conversation/open.ts';
import { type EnquiryDraft, keepDraft } from '../enquiry/draft.ts';
import { beginEnquiry, type Enquiry, type Pending, prepareEnquiry, sendEnquiry } from '../enquiry/enquire.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import { admit } from '../group/admit.ts';
import { askToJoin, openDoor } from '../group/door.ts';
import { startGroup } from '../group/start.ts';
import { follow } from '../live/follow.ts';
import type { Body } from '../message/body.ts';
import { sendLater } from '../message/later.ts';
import { deliver, queueMessage, send } from '../message/send.ts';
import { type SignalBody, signal } from '../message/signal.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import type { ConversationRow } from '../slot/row.ts';
import { changeState, type StateBody } from '../slot/state.ts';
import { openNotes, openThread } from '../thread/open.ts';
import type { FaultyWorld } from './faults.ts';
import type { Needle } from './leak-scan.ts';

const canaries: Needle[] = [];
/** A text nobody else writes, with a letter and a space that encodings spell differently. */
function text(field: string): string {
  const value = `Grüße ${field.replace(/\W/g, '')} ${randomBytes(9).toString('hex')}`;
  canaries.push({ field, bytes: utf8(value) });
  return value;
}
const secret = (field: string, bytes: Uint8Array): void =>
  void canaries.push({ field, bytes: Uint8Array.from(bytes) });
/** As printed and typed: with and without its dashes. */
function written(field: string, code: string): void {
  secret(`${field}, written`, utf8(code));
  secret(`${field}, without dashes`, utf8(code.replaceAll('-', '')));
}
function keysOf(field: string, { account, world, ...self }: Self): void {
  secret(`${field}: master key`, account.masterKey);
  secret(`${field}: signing key`, account.signKey.slice(0, 32));
  secret(`${field}: opening key`, account.openKey.slice(0, 32));
  for (const key of self.centreKeys.values()) secret(`${field}: seed of a centre key`, key.seed);
  for (const room of self.rooms.values())
    for (const key of room.epochKeys.values()) secret(`${field}: key of an epoch`, key);
}

type Keys<T> = T extends T ? keyof T : never;
/** Every field of everything sealed, and the canary in it; null where only numbers, ids and constants stand. A new field without a line here doesn't compile. */
export const sealedFields = {
  body: {
    t: null,
    ts: null,
    ref: null,
    x: 'answer',
    name: 'name in the first message',
    topic: 'title in the first message',
    centre: null,
    create: null,
    conv: null,
    notes: null,
    edits: null,
    id: null,
    key: 'key of a file',
    mime: null,
    size: null,
    ms: null,
  },
  signal: { t: null, ts: null, call: null, n: null, x: 'signal' },
  row: {
    name: 'name in a row',
    topic: 'topic in a row',
    lastWords: 'last words in a row',
    isLastMine: null,
    isLastFile: null,
    readSeq: null,
    draft: 'draft in a row',
  },
  state: {
    pins: null,
    founding: null,
    invitations: 'secret of an invitation',
    checked: 'state',
    names: 'name in a group',
  },
  draft: { text: 'draft before the account', topic: null, centre: null, pin: null, to: null },
  enquiry: {
    text: 'first message',
    topic: null,
    topicTitle: 'title in the first message',
    centre: null,
    pin: null,
    to: null,
    consent: null,
  },
  pending: {
    masterKey: 'ada: master key',
    account: null,
    recoveryCode: 'recovery code',
    createdAt: null,
    name: null,
    phrase: 'phrase of a seeker',
    createHash: null,
  },
} satisfies {
  body: Record<Keys<Body>, string | null>;
  signal: Record<keyof SignalBody, string | null>;
  row: Record<keyof ConversationRow, string | null>;
  state: Record<keyof StateBody, string | null>;
  draft: Record<keyof EnquiryDraft, string | null>;
  enquiry: Record<keyof Enquiry, string | null>;
  pending: Record<keyof NonNullable<Pending['newcomer']>, string | null>;
};

const signInName = `g${randomBytes(8).toString('hex')}-otter`;

/** Everything people do, with a canary wherever a person or a client puts something that only people may read. */
export async function plantEverywhere(
  owner: Database,
  newWorld: () => FaultyWorld,
  onNotice: (notice: Notice) => void,
): Promise<{ canaries: readonly Needle[]; signInName: string }> {
  await addOrganisation(owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
  const invited = await inviteAdministrator(owner, 'Lindenwerk');
  const boss = { ...franz, phrase: text('phrase of an administrator') };
  const administrator = await joinAs(newWorld(), invitationPath(toBase64url(invited!.invitation)), boss);
  const topicIds = await raiseTopics(administrator, topics);
  const [plan] = centres as [CentrePlan];
  const lead = { ...plan.lead, phrase: text('phrase of a lead') };
  const colleagues = plan.colleagues.map(({ person, bits }) => ({
    bits,
    person: { ...person, phrase: text(`phrase of ${person.signInName}`) },
  }));
  const raised = await raiseCentre(newWorld, administrator, { ...plan, lead, colleagues }, topicIds);
  const { centre, sheet } = raised;
  written('paper code', sheet.writtenCode);
  secret('paper code', await readRecoveryCode(sheet.writtenCode));
  const { path } = await invite(raised.lead, centre);
  const { fragment } = linkParts(path);
  written('fragment of an invitation', fragment!.split('.')[0]!);
  secret('secret of an invitation', readInvitation(fragment!).invitation);

  const world = newWorld();
  secret('secret of a tab', (await world.tab.secret())!);
  await keepDraft(world, { text: text('draft before the account'), topic: null, centre: null, pin: null });
  const { version: consent } = await call(world, 'consentText', {});
  const enquiry = {
    text: text('first message'),
    topic: topicIds[0]!,
    topicTitle: text('title in the first message'),
    centre,
    pin: null,
    consent,
  };
  const phrase = text('phrase of a seeker');
  const { pending, writtenCode } = await beginEnquiry(world, enquiry, signInName, phrase);
  written('recovery code', writtenCode);
  secret('recovery code', await readRecoveryCode(writtenCode));
  pending.shownName = text('name in the first message');
  await prepareEnquiry(world, pending, null);
  const { self: ada, arrived } = await sendEnquiry(world, pending, null, () => undefined);
  const { conversation } = arrived;
  const stop = follow(ada, onNotice, () => undefined);
  await changeState(ada, (body) => ({ ...body, checked: { [text('state')]: { by: 'digits', at: 1 } } }));

  const [clara, david] = raised.colleagues as [Self, Self];
  await listWaiting(clara);
  await accept(clara, conversation);
  await send(clara, conversation, text('answer'));
  const { messageId } = await send(ada, conversation, text('message that is edited'));
  const edit = await queueMessage(
    ada,
    conversation,
    { t: 'edit', ts: 1, ref: messageId, x: text('edited message') },
    2,
  );
  await deliver(ada, edit, () => undefined);
  const attachment = attach(ada, conversation, new Blob([text('content of a file')]), {
    name: `${text('name of a file')}.txt`,
    mime: 'text/plain',
  });
  secret('key of a file', attachment.fileKey);
  const file = await sendFile(ada, attachment);
  await download(clara, conversation, file.messageId, () => undefined);
  world.plan('appendMessage', () => Promise.reject(new TypeError('fetch failed')));
  await send(ada, conversation, text('message that had to wait'));
  await sendLater(ada, conversation, text('message that waits for its hour'), world.now() + 3_600_000);
  const callId = toBase64url(randomBytes(16));
  await signal(ada, conversation, { t: 'offer', call: callId, x: text('signal') });
  await noteConversation(clara, conversation, {
    name: text('name in a row'),
    topic: text('topic in a row'),
    lastWords: text('last words in a row'),
    draft: { text: text('draft in a row'), at: 1 },
  });
  const thread = await openThread(clara, conversation);
  await send(clara, thread!, text('words in a staff thread'));
  await send(clara, await openNotes(clara, conversation), text('private notes'));
  const group = await startGroup(clara, centre, text('title of a group'));
  const { code } = await openDoor(clara, group);
  await askToJoin(ada, code, { name: text('name in a group'), pin: null });
  await admit(clara, group, [toBase64url(myId(ada))]);
  await send(ada, group, text('words in a group'));
  await setBits(raised.lead, centre, toBase64url(david.account.bundle.kid), 0);
  await refresh(ada, conversation);

  const changed = await changePhrase(ada, signInName, text('new phrase'));
  written('new recovery code', changed.writtenCode);
  const back = await signInWithCode(newWorld(), signInName, changed.writtenCode);
  await refresh(back, conversation);
  await signIn(newWorld(), lead.signInName, lead.phrase);
  stop();
  for (const [field, self] of Object.entries({ ada, back, clara, david, lead: raised.lead }))
    keysOf(field, self);
  await signOut(changed.self);
  return { canaries, signInName };
}
