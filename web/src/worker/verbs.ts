// Long: the one list of what a page may ask of the worker, with nothing between the lines.
import {
  type Arrived,
  accept,
  addMember,
  beginEnquiry,
  beginJoining,
  type Candidate,
  type ClientWorld,
  type ConversationRow,
  call,
  changePhrase,
  checkInvitation,
  checkPaper,
  contentOf,
  type Destination,
  deliver,
  describeCentre,
  drawPaper,
  dropMessage,
  dropSentDraft,
  type Enquiry,
  type EnquiryDraft,
  endLink,
  finishJoining,
  follow,
  forgetDeletedReply,
  forgetDevice,
  forgetDraft,
  foundCentre,
  giveBack,
  handOver,
  inMyOrder,
  invite,
  isDeviceKept,
  type Joining,
  judgePassword,
  keepAgain,
  keepDevice,
  keepDraft,
  keepKnownName,
  keepPending,
  keepReply,
  letIn,
  listAwaited,
  listCandidates,
  listConversations,
  listWaiting,
  lock,
  makeLink,
  move,
  type NameParts,
  nameOfCentre,
  noteCompared,
  noteConversation,
  type OpenConversation,
  type OutboxRow,
  openConversation,
  type Pending,
  type PlannedCover,
  planCover,
  prepareEnquiry,
  prepareJoining,
  proposeName,
  proposePhrase,
  proveAgain,
  queueDeletion,
  queueEdit,
  queueMessage,
  type Revision,
  readDraft,
  readKnownName,
  readPending,
  readReply,
  redeemAsMyself,
  removeMember,
  renameJoining,
  replacePaper,
  reportOf,
  resume,
  resumeDevice,
  revise,
  type Self,
  type Sent,
  Stop,
  sendEnquiry,
  setBits,
  signIn,
  signInWithCode,
  signOut,
  suggestCentre,
  uploadsIn,
  wayBackOf,
} from '@beistand/client';
import type { Call, Contract, Notice } from '@beistand/contract';
import { ROLE, type VaultPolicy } from '@beistand/wire';

/** What the worker tells the page unasked. No keys, no bytes: plaintext for the eyes only. */
export type WorkerEvent =
  | { t: 'notice'; notice: Notice }
  | { t: 'line'; isConnected: boolean }
  /** The server has ended the session; what is unsent waits for the next sign-in. */
  | { t: 'signed-out' }
  /** The newest page of a conversation, before all of it is judged. */
  | { t: 'newest-page'; page: OpenConversation }
  /** The enquiry or a message can't go out yet and keeps trying by itself. */
  | {
      t: 'waiting';
      what: 'enquiry' | 'message';
      reason: 'offline' | 'slow';
      /** When it is tried again at the latest, ms. */
      againAt: number;
      messageId: string | null;
    }
  /** `isChange`: nothing that stood in the sheet: another text for a message, its deletion, a file. */
  | { t: 'sent'; sent: Sent; conversation: string; isChange: boolean }
  | { t: 'stopped'; messageId: string; conversation: string; code: string }
  /** A file on its way there has come further, or stopped. */
  | { t: 'upload'; conversation: string }
  /** How much of a file that is being opened has come, from 0 to 1. */
  | { t: 'opening'; messageId: string; share: number };

/** Texts the worker fetches when they are needed: words, names, common passwords. */
export type DataName = 'words' | 'names' | 'passwords';

/** `isMine`: this is their own device, which opens without the phrase until the session ends. */
type SigningIn = { name: string; isMine: boolean };

type FileToSend = { conversation: string; file: Blob; name: string; mime: string };

export type Surroundings = {
  world: ClientWorld;
  emit: (event: WorkerEvent) => void;
  loadText: (name: DataName) => Promise<string>;
  /** The session is a new one: what they keep, they must seal again. */
  tellOtherTabs: () => void;
};

/** Everything the page can ask for, by name; one argument, one answer, both plain data. */
export function verbsOf({ world, emit, loadText, tellOtherTabs }: Surroundings) {
  let self: Self | null = null;
  let pending: Pending | null = null;
  let joining: Joining | null = null;
  const papers = new Map<string, Uint8Array<ArrayBuffer>>();
  let preparing: Promise<void> = Promise.resolve();
  let sending: Promise<Arrived> | null = null;
  let stopFollowing: () => void = () => undefined;
  const uploads = uploadsIn({
    me: () => self,
    onChange: (conversation) => emit({ t: 'upload', conversation }),
    onSent: (sent, conversation) => emit({ t: 'sent', sent, conversation, isChange: true }),
    codeOf,
  });

  const me = (): Self => {
    if (!self) throw new Stop('NOT_WANTED');
    return self;
  };
  const become = (next: Self, isNewSession = true): void => {
    stopFollowing();
    if (isNewSession) tellOtherTabs();
    // Signing in again after a pause: what was judged stays judged, and what is unsent goes on under the same ids.
    const isSame = self?.account.bundle.kid.every((b, i) => b === next.account.bundle.kid[i]) ?? false;
    const current: Self = isSame && self ? Object.assign(self, { state: next.state }) : next;
    self = current;
    // Rows of the same person that still try by themselves mustn't be tried twice.
    const stopped = [...current.outbox.rows.values()].filter(({ stoppedBy }) => stoppedBy === 'SESSION');
    const resumed = isSame ? stopped.map((row) => Object.assign(row, { stoppedBy: null })) : resume(current);
    for (const row of resumed) deliverInBackground(row);
    uploads.resume(current);
    stopFollowing = follow(
      current,
      (notice) => emit({ t: 'notice', notice }),
      (isConnected) => emit({ t: 'line', isConnected }),
      () => {
        emit({ t: 'signed-out' });
        void keepAgain(world);
      },
    );
  };
  /** Staff load the page again and needn't type their name; of who seeks help no tab keeps one. */
  const rememberStaff = async (name: string): Promise<void> => {
    if (self?.kind === 'staff') await keepKnownName(world, name);
  };
  /** A device is somebody's from this sign-in on, or no longer. */
  const signedIn = async (name: string, isMine: boolean) => {
    await rememberStaff(name);
    if (!isMine) await forgetDevice(world).catch(() => undefined);
    return { kind: me().kind, isKept: isMine && (await keepDevice(me(), name)) };
  };
  const deliverInBackground = (row: OutboxRow): void => {
    deliver(me(), row, (reason, pause) =>
      emit({
        t: 'waiting',
        what: 'message',
        reason,
        againAt: world.now() + pause,
        messageId: row.messageId,
      }),
    ).then(
      (sent) => {
        const isChange = row.body.t !== 'text';
        emit({ t: 'sent', sent, conversation: row.conversation, isChange });
        // The page may have gone on to something else. Without a network a stale draft stays: it can be deleted, not lost.
        if (row.body.t === 'text') dropSentDraft(me(), row.conversation, row.body.x).catch(() => undefined);
      },
      (error: unknown) =>
        emit({ t: 'stopped', messageId: row.messageId, conversation: row.conversation, code: codeOf(error) }),
    );
  };
  const retry = (messageId: string): void => {
    const row = me().outbox.rows.get(messageId);
    if (row) deliverInBackground(Object.assign(row, { stoppedBy: null }));
  };
  /** In turn, so that what was kept last is what is kept; only the newest is worth the slow work. */
  const prepareInBackground = (of: Pending): void => {
    preparing = preparing
      .then(() => keepPending(world, of))
      .then(() => (pending === of ? prepareEnquiry(world, of, self) : undefined))
      // A failure here is met again, and told, when the person sends.
      .catch(() => undefined);
  };

  /** Also after this worker had to be started anew: then from what the tab keeps. */
  const currentPending = async (): Promise<Pending | null> => {
    if (pending) return pending;
    const kept = await readPending(world);
    // A second enquiry of someone who has to sign in again is only a draft again.
    if (kept?.newcomer) pending ??= kept;
    return pending;
  };
  const sendPending = async (): Promise<Arrived> => {
    await currentPending();
    await preparing;
    if (!pending) throw new Stop('NOT_WANTED');
    const waiting = (reason: 'offline' | 'slow', pause: number) =>
      emit({ t: 'waiting', what: 'enquiry', reason, againAt: world.now() + pause, messageId: null });
    const { self: arrived, arrived: answer } = await sendEnquiry(world, pending, self, waiting);
    pending = null;
    if (arrived !== self) become(arrived);
    return answer;
  };

  return {
    /** What this tab still holds from before a reload; `wayBack` once the code was shown, so that it stays the same. */
    start: async () => {
      const draft = await readDraft(world);
      const kept = await readPending(world);
      await currentPending();
      return { draft, enquiry: kept?.enquiry ?? null, wayBack: kept && (await wayBackOf(kept)) };
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
    /** Draws the account; answers the code to write down. Nothing has left the device. */
    beginEnquiry: async (given: { enquiry: Enquiry; name: string; phrase: string }) => {
      const begun = await beginEnquiry(world, given.enquiry, given.name, given.phrase);
      pending = begun.pending;
      return { writtenCode: begun.writtenCode };
    },
    /** Of someone signed in: no account, no code. */
    beginAnotherEnquiry: async (given: { enquiry: Enquiry; name: string }) => {
      const { pending: begun } = await beginEnquiry(world, given.enquiry, given.name, '');
      pending = { ...begun, newcomer: null };
      prepareInBackground(pending);
    },
    /** Another name, phrase, text or centre; ids and code stay. False while it is being sent: then it goes as it was. */
    reviseEnquiry: async (revision: Revision) => {
      await currentPending();
      if (!pending) throw new Stop('NOT_WANTED');
      if (sending) return false;
      pending = revise(pending, revision);
      const revised = pending;
      // A reload would show what was before; sending keeps it once more.
      preparing = preparing
        .then(() => keepPending(world, revised))
        .then(
          () => undefined,
          () => undefined,
        );
      return true;
    },
    prepareEnquiry: async () => {
      const current = await currentPending();
      if (current) prepareInBackground(current);
    },
    /** Whoever asks while it is under way hears of the same sending. */
    sendEnquiry: () => {
      sending ??= sendPending().finally(() => {
        sending = null;
      });
      return sending;
    },
    knownName: () => readKnownName(world),
    signIn: async ({ name, phrase, isMine }: SigningIn & { phrase: string }) => {
      become(await signIn(world, name, phrase));
      return signedIn(name, isMine);
    },
    signInWithCode: async ({ name, code, isMine }: SigningIn & { code: string }) => {
      become(await signInWithCode(world, name, code));
      return signedIn(name, isMine);
    },
    /** The page was loaded again on somebody's own device; null when the phrase is needed all the same. */
    resume: async () => {
      const resumed = await resumeDevice(world);
      if (!resumed) return null;
      become(resumed.self, false);
      await rememberStaff(resumed.name);
      return { kind: resumed.self.kind, name: resumed.name };
    },
    /** After `FRESH`; a session that has ended meanwhile is made anew. */
    proveAgain: async ({ name, phrase }: { name: string; phrase: string }) => {
      const isKept = await isDeviceKept(world);
      try {
        await proveAgain(me(), name, phrase);
      } catch (error) {
        if (codeOf(error) !== 'SESSION') throw error;
        become(await signIn(world, name, phrase));
        await signedIn(name, isKept);
      }
    },
    /** After a sign-in with the code: a new phrase and a new code at once. Answers the code to write down. */
    changePhrase: async (given: { name: string; phrase: string }) => {
      const { self: next, writtenCode } = await changePhrase(me(), given.name, given.phrase);
      become(next);
      return { writtenCode };
    },
    /** Ends this browser's session without knowing its keys: someone else wants to come in. */
    endSession: () => world.alone(() => call(world, 'logout', {})),
    /** After a long pause: keys go, what is unsent waits for the same person. */
    lock: async () => {
      stopFollowing();
      if (self) {
        uploads.pause(self);
        lock(self);
      }
      self = null;
      await forgetDevice(world);
    },
    signOut: async () => {
      stopFollowing();
      uploads.forget();
      if (self) await signOut(self);
      self = null;
      pending = null;
    },
    isSignedIn: async () => ({ isSignedIn: self !== null, kind: self?.kind ?? null }),
    /** The name a centre signs with, where it isn't the shown one. */
    nameOfCentre: (given: { centre: string; shown: string; pin: string | null }) =>
      nameOfCentre(world, self, given),
    /** My centres in the order in which I came to them. */
    me: async () => {
      const answer = await call(world, 'me', {});
      return { ...answer, centres: inMyOrder(me(), answer.centres) };
    },
    /** Without groups: no screen says rightly who is in one, and it would stand there as a conversation of two. */
    listConversations: async (after?: string) => {
      const page = await listConversations(me(), after);
      return { ...page, conversations: page.conversations.filter(({ isGroup }) => !isGroup) };
    },
    openConversation: (conversation: string) =>
      openConversation(me(), conversation, (page) => emit({ t: 'newest-page', page })),
    /** Codes, ids and hashes of a conversation, to be handed on when it has stopped; nothing of what was written. */
    report: (conversation: string) => reportOf(me(), conversation),
    noteConversation: ({ conversation, change }: { conversation: string; change: ConversationRow }) =>
      noteConversation(me(), conversation, change),
    /** Durable first, then under way; `sent` or `stopped` follows as an event. */
    sendMessage: async ({ conversation, text }: { conversation: string; text: string }) => {
      const row = await queueMessage(me(), conversation, { t: 'text', ts: world.now(), x: text });
      deliverInBackground(row);
      return { messageId: row.messageId };
    },
    /** Another text for a message of mine, under way as any message is. */
    editMessage: async (given: { conversation: string; messageId: string; text: string }) =>
      deliverInBackground(await queueEdit(me(), given.conversation, given.messageId, given.text)),
    deleteMessage: async ({ conversation, messageId }: { conversation: string; messageId: string }) =>
      deliverInBackground(await queueDeletion(me(), conversation, messageId)),
    /** In this page's memory until it is there; an `upload` event follows at every step, and `sent` at the end. */
    sendFile: ({ conversation, file, name, mime }: FileToSend) =>
      uploads.begin(conversation, file, { name, mime }),
    uploads: (conversation: string) => uploads.rowsOf(conversation),
    retryFile: (id: string) => {
      if (!uploads.retry(id)) retry(id);
    },
    dropFile: (id: string) => (uploads.giveUp(id) ? undefined : dropMessage(me(), id)),
    /** The whole content of the file a message names; transferred, not copied. */
    openFile: ({ conversation, messageId }: { conversation: string; messageId: string }) => {
      const onProgress = (done: number, of: number) => emit({ t: 'opening', messageId, share: done / of });
      return contentOf(me(), conversation, messageId, { onProgress });
    },
    keepReply: ({ conversation, text }: { conversation: string; text: string }) =>
      keepReply(me(), conversation, text),
    readReply: (conversation: string) => readReply(me(), conversation),
    forgetDeletedReply: (conversation: string) => forgetDeletedReply(me(), conversation),
    outbox: async () => [...(self?.outbox.rows.values() ?? [])],
    retryMessage: async (messageId: string) => retry(messageId),
    dropMessage: (messageId: string) => dropMessage(me(), messageId),
    listWaiting: (after?: string) => listWaiting(me(), after),
    accept: (conversation: string) => accept(me(), conversation),
    giveBack: (conversation: string) => giveBack(me(), conversation),
    /** By a tap that has said who will read it: every counsellor there until one accepts, from the first word on. */
    move: ({ conversation, to }: { conversation: string; to: Destination }) => move(me(), conversation, to),
    /** In to write or, where `writes` is false, to read along; they read from the first word on. */
    addMember: (given: { conversation: string; account: string; writes: boolean }) =>
      addMember(me(), given.conversation, given.account, given.writes ? ROLE.counsels : ROLE.reads),
    removeMember: (given: { conversation: string; account: string }) =>
      removeMember(me(), given.conversation, given.account),
    handOver: (given: { conversation: string; to: string; stays: boolean }) =>
      handOver(me(), given.conversation, given.to, given.stays),
    planCover: ({ conversation, cover }: { conversation: string; cover: PlannedCover }) =>
      planCover(me(), conversation, cover),
    /** A message, under way as any is: who asks goes there by a tap of their own, or doesn't. */
    suggestCentre: async ({ conversation, centre }: { conversation: string; centre: string }) =>
      deliverInBackground(await suggestCentre(me(), conversation, centre)),
    /** Open centres that answer to a topic. */
    centresFor: async (topic: string) => {
      const { centres } = await call(world, 'topicAreas', { topic });
      return centres.map(({ centre, name, city }) => ({ centre, name, city }));
    },
    /** What an invitation is for; `FALSE_CENTRE` and `CODE` come before anyone types. */
    readInvitation: async (given: { invitation: string; fragment: string | null }) => {
      const reader = { world, logs: new Map(), bundles: new Map() };
      const { kind, organisation, centre, until } = await checkInvitation(
        reader,
        given.invitation,
        given.fragment,
      );
      return { kind, organisation, centre, until };
    },
    /** Draws the account and begins the slow work; answers the code to write down. */
    beginJoining: async (given: {
      invitation: string;
      fragment: string | null;
      name: string;
      signInName: string;
      phrase: string;
    }) => {
      const begun = await beginJoining(world, given);
      joining = begun.joining;
      // A failure here is met again, and told, when the person goes on.
      preparing = prepareJoining(world, begun.joining).catch(() => undefined);
      return { writtenCode: begun.writtenCode };
    },
    renameJoining: async (signInName: string) => {
      if (!joining) throw new Stop('NOT_WANTED');
      renameJoining(joining, signInName);
    },
    finishJoining: async () => {
      if (!joining) throw new Stop('NOT_WANTED');
      await preparing;
      become(await finishJoining(world, joining));
      await rememberStaff(joining.signInName);
      joining = null;
    },
    redeemAsMyself: (given: { invitation: string; fragment: string | null }) =>
      redeemAsMyself(me(), given.invitation, given.fragment),
    /** The code of a centre's sheet, to be printed and typed back before the centre is founded with it. */
    drawPaper: async (centre: string) => {
      const drawn = await drawPaper(world);
      papers.set(centre, drawn.code);
      return { writtenCode: drawn.writtenCode };
    },
    foundCentre: ({ centre, name, policy }: { centre: string; name: string; policy: VaultPolicy }) => {
      const code = papers.get(centre);
      if (!code) throw new Stop('NOT_WANTED');
      return foundCentre(me(), centre, name, { code, policy });
    },
    /** With the code drawn before, printed and typed back: the old sheet is void from then on. */
    replacePaper: (centre: string) => {
      const code = papers.get(centre);
      if (!code) throw new Stop('NOT_WANTED');
      return replacePaper(me(), centre, code);
    },
    checkPaper: (given: { centre: string; code: string }) => checkPaper(me(), given.centre, given.code),
    invite: (given: { centre: string; note: { name: string; bits: number } }) =>
      invite(me(), given.centre, given.note),
    listCandidates: (centre: string) => listCandidates(me(), centre),
    letIn: (given: { centre: string; candidate: Candidate; bits?: number; digitsCompared: boolean }) =>
      letIn(me(), given.centre, given.candidate, given),
    setBits: (given: { centre: string; key: string; bits: number }) =>
      setBits(me(), given.centre, given.key, given.bits),
    /** A centre by its signed log, the names of its people beside it. */
    describeCentre: async (centre: string) => {
      const staff = await call(world, 'readStaff', { centre });
      return { ...(await describeCentre(me(), centre)), ...staff };
    },
    noteCompared: (key: string) => noteCompared(me(), key),
    listAwaited: () => listAwaited(me()),
    withdrawInvitation: (given: { centre: string; handle: string }) =>
      call(world, 'withdrawInvitation', given),
    listCentreChanges: (centre: string) => call(world, 'listCentreChanges', { centre }),
    changeCentre: (given: Call<Contract['changeCentre']>) => call(world, 'changeCentre', given),
    readStaff: (centre: string) => call(world, 'readStaff', { centre }),
    /** My own link there, as a path; the same until I end it. */
    makeLink: (centre: string) => makeLink(me(), centre),
    endLink: (centre: string) => endLink(me(), centre),
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
