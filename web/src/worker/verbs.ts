import {
  accept,
  beginEnquiry,
  type Candidate,
  type ClientWorld,
  type ConversationRow,
  call,
  checkPaper,
  deliver,
  type Enquiry,
  type EnquiryDraft,
  follow,
  forgetDraft,
  foundCentre,
  giveBack,
  invite,
  judgePassword,
  keepDraft,
  letIn,
  listCandidates,
  listConversations,
  listWaiting,
  type NameParts,
  noteConversation,
  type OpenConversation,
  type OutboxRow,
  openConversation,
  type Pending,
  prepareEnquiry,
  proposeName,
  proposePhrase,
  queueMessage,
  readDraft,
  readPending,
  redeem,
  redeemAsMyself,
  rename,
  type Self,
  type Sent,
  Stop,
  sendEnquiry,
  setBits,
  signIn,
  signInWithCode,
  signOut,
} from '@beistand/client';
import type { Notice } from '@beistand/contract';

/** What the worker tells the page unasked. No keys, no bytes: plaintext for the eyes only. */
export type WorkerEvent =
  | { t: 'notice'; notice: Notice }
  | { t: 'line'; isConnected: boolean }
  /** The newest page of a conversation, before all of it is judged. */
  | { t: 'newest-page'; page: OpenConversation }
  /** The enquiry or a message can't go out yet and keeps trying by itself. */
  | { t: 'waiting'; what: 'enquiry' | 'message'; reason: 'offline' | 'slow'; messageId: string | null }
  | { t: 'sent'; sent: Sent; conversation: string }
  | { t: 'stopped'; messageId: string; conversation: string; code: string };

/** Texts the worker fetches when they are needed: words, names, common passwords. */
export type DataName = 'words' | 'names' | 'passwords';

export type Surroundings = {
  world: ClientWorld;
  emit: (event: WorkerEvent) => void;
  loadText: (name: DataName) => Promise<string>;
};

/** Everything the page can ask for, by name; one argument, one answer, both plain data. */
export function verbsOf({ world, emit, loadText }: Surroundings) {
  let self: Self | null = null;
  let pending: Pending | null = null;
  let preparing: Promise<void> = Promise.resolve();
  let stopFollowing: () => void = () => undefined;

  const me = (): Self => {
    if (!self) throw new Stop('NOT_WANTED');
    return self;
  };
  const become = (next: Self): void => {
    stopFollowing();
    self = next;
    stopFollowing = follow(
      next,
      (notice) => emit({ t: 'notice', notice }),
      (isConnected) => emit({ t: 'line', isConnected }),
    );
  };
  const deliverInBackground = (row: OutboxRow): void => {
    deliver(me(), row, (reason) =>
      emit({ t: 'waiting', what: 'message', reason, messageId: row.messageId }),
    ).then(
      (sent) => emit({ t: 'sent', sent, conversation: row.conversation }),
      (error: unknown) =>
        emit({ t: 'stopped', messageId: row.messageId, conversation: row.conversation, code: codeOf(error) }),
    );
  };
  const prepareInBackground = (of: Pending): void => {
    // A failure here is met again, and told, when the person sends.
    preparing = prepareEnquiry(world, of, self).catch(() => undefined);
  };

  return {
    /** What this tab still holds from before a reload. */
    start: async () => {
      const draft = await readDraft(world);
      pending = await readPending(world);
      return { draft, hasPending: pending !== null, pendingText: pending?.enquiry.text ?? null };
    },
    organisation: () => call(world, 'organisation', {}),
    topics: () => call(world, 'listTopics', {}),
    consentText: () => call(world, 'consentText', {}),
    keepDraft: (draft: EnquiryDraft) => keepDraft(world, draft),
    forgetDraft: async () => {
      pending = null;
      await forgetDraft(world);
    },
    proposeName: async () => proposeName(world.random, JSON.parse(await loadText('names')) as NameParts),
    proposePhrase: async () => proposePhrase(world.random, (await loadText('words')).trim().split('\n')),
    judgePhrase: async ({ phrase, name }: { phrase: string; name: string }) =>
      judgePassword(phrase, name, new Set((await loadText('passwords')).trim().split('\n'))),
    /** Draws the account and begins the slow work; answers the code to write down. */
    beginEnquiry: async (given: { enquiry: Enquiry; name: string; phrase: string }) => {
      const begun = await beginEnquiry(world, given.enquiry, given.name, given.phrase);
      pending = begun.pending;
      prepareInBackground(begun.pending);
      return { writtenCode: begun.writtenCode };
    },
    /** Of someone signed in: no account, no code. */
    beginAnotherEnquiry: async (given: { enquiry: Enquiry; name: string }) => {
      const { pending: begun } = await beginEnquiry(world, given.enquiry, given.name, '');
      pending = { ...begun, newcomer: null };
      prepareInBackground(pending);
    },
    renameEnquiry: async (name: string) => {
      if (!pending) throw new Stop('NOT_WANTED');
      pending = rename(pending, name);
      prepareInBackground(pending);
    },
    sendEnquiry: async () => {
      if (!pending) throw new Stop('NOT_WANTED');
      await preparing;
      const waiting = (reason: 'offline' | 'slow') =>
        emit({ t: 'waiting', what: 'enquiry', reason, messageId: null });
      const { self: arrived, arrived: answer } = await sendEnquiry(world, pending, self, waiting);
      pending = null;
      if (arrived !== self) become(arrived);
      return answer;
    },
    signIn: async ({ name, phrase }: { name: string; phrase: string }) => {
      become(await signIn(world, name, phrase));
      return { kind: me().kind };
    },
    signInWithCode: async ({ name, code }: { name: string; code: string }) => {
      become(await signInWithCode(world, name, code));
      return { kind: me().kind };
    },
    signOut: async () => {
      stopFollowing();
      if (self) await signOut(self);
      self = null;
      pending = null;
    },
    isSignedIn: async () => ({ isSignedIn: self !== null, kind: self?.kind ?? null }),
    me: () => call(world, 'me', {}),
    listConversations: (after?: string) => listConversations(me(), after),
    openConversation: (conversation: string) =>
      openConversation(me(), conversation, (page) => emit({ t: 'newest-page', page })),
    noteConversation: ({ conversation, change }: { conversation: string; change: ConversationRow }) =>
      noteConversation(me(), conversation, change),
    /** Durable first, then under way; `sent` or `stopped` follows as an event. */
    sendMessage: async ({ conversation, text }: { conversation: string; text: string }) => {
      const row = await queueMessage(me(), conversation, { t: 'text', ts: world.now(), x: text });
      deliverInBackground(row);
      return { messageId: row.messageId };
    },
    outbox: async () => [...(self?.outbox.rows.values() ?? [])],
    retryMessage: async (messageId: string) => {
      const row = me().outbox.rows.get(messageId);
      if (row) deliverInBackground(Object.assign(row, { stoppedBy: null }));
    },
    listWaiting: (after?: string) => listWaiting(me(), after),
    accept: (conversation: string) => accept(me(), conversation),
    giveBack: (conversation: string) => giveBack(me(), conversation),
    readInvitation: (invitation: string) => call(world, 'readInvitation', { invitation }),
    redeem: async (given: {
      invitation: string;
      fragment: string | null;
      name: string;
      signInName: string;
      phrase: string;
    }) => {
      const { self: joined, writtenCode } = await redeem(world, given);
      become(joined);
      return { writtenCode };
    },
    redeemAsMyself: (given: { invitation: string; fragment: string | null }) =>
      redeemAsMyself(me(), given.invitation, given.fragment),
    foundCentre: (given: { centre: string; name: string }) => foundCentre(me(), given.centre, given.name),
    checkPaper: (given: { centre: string; code: string }) => checkPaper(me(), given.centre, given.code),
    invite: (centre: string) => invite(me(), centre),
    listCandidates: (centre: string) => listCandidates(me(), centre),
    letIn: (given: { centre: string; candidate: Candidate; bits?: number; digitsCompared: boolean }) =>
      letIn(me(), given.centre, given.candidate, given),
    setBits: (given: { centre: string; key: string; bits: number }) =>
      setBits(me(), given.centre, given.key, given.bits),
    readStaff: (centre: string) => call(world, 'readStaff', { centre }),
    openCentre: (centre: string) => call(world, 'openCentre', { centre }),
    centre: (centre: string) => call(world, 'centre', { centre }),
  };
}
export type Verbs = ReturnType<typeof verbsOf>;
export type VerbName = keyof Verbs;

/** The code of a refusal or stop; anything else is our own mistake. */
export const codeOf = (error: unknown): string =>
  typeof error === 'object' && error !== null && 'code' in error && typeof error.code === 'string'
    ? error.code
    : 'REPORT';
