// Long: an honest server in memory, whole in one place so that it can be held against protocol "Server". It stores what
// wire's own rules let pass, in the order of its table; sessions, rates, files and mail are not in it.
import {
  type Call,
  type Contract,
  contract,
  type Endpoint,
  type Output,
  type RefusalBody,
  type RefusalCode,
  refusals,
} from '@beistand/contract';
import {
  ACCOUNT_KIND,
  type AccountBundle,
  accessOf,
  BIT,
  type Bundles,
  type Bytes,
  CONVERSATION_KIND,
  type ConversationKind,
  type EpochRecord,
  erasedBytes,
  extendLog,
  fromBase64url,
  hasRowKind,
  hex,
  isInPool,
  isZero,
  judgeLogBatch,
  type LogEntry,
  type Message,
  membersOf,
  newStream,
  parseAccountBundle,
  parseLogEntry,
  parseMessage,
  parseRecord,
  parseSlot,
  REASON,
  Refused,
  ROLE,
  ROW_KIND,
  type Row,
  rowOf,
  type Stream,
  same,
  staffByAccount,
  takeMessage,
  takeRecord,
  tidy,
  toBase64url,
  VAULT_POLICY,
  type View,
  zeros,
} from '@beistand/wire';

type Name = keyof Contract;
type Answers = { [N in Name]?: (args: Call<Contract[N]>, me: Bytes) => Promise<Output<Contract[N]>> };

/** An item as it is stored; `wire` keeps what an erasure takes from the bytes. */
export type Stored = {
  seq: number;
  at: number;
  item: EpochRecord | Message;
  bytes: Bytes;
  isErased: boolean;
};
type Wrap = { epoch: number; row: Row; box: string };
/** With the centre whose vault it is: after a move it opens nothing. */
type Use = Output<Contract['useVault']> & { centre: string };
type Cover = { account: string; from: number; until: number };
export type Conversation = {
  id: string;
  stream: Stream;
  items: Stored[];
  wraps: Wrap[];
  missing: { epoch: number; account: string }[];
  covers: Cover[];
  passedOn: { from: Bytes; at: number } | null;
  uses: Use[];
  beside: Beside | null;
};
/** Of a staff thread, or of notes by somebody: the conversation it belongs to. */
export type Beside = { about: string; as: 'thread' | 'notes'; by: Bytes; isEnded: boolean };
export type Centre = {
  id: string;
  founder: Bytes;
  entries: LogEntry[];
  views: View[];
  seeds: { key: string; person: string; box: string }[];
  previous: { key: string; box: string }[];
};
type Slot = { version: number; bytes: string };

/** Everything that is stored, plain; a copy is a restored backup or the other branch of a fork. */
export type Store = {
  bundles: Map<string, AccountBundle>;
  centres: Map<string, Centre>;
  conversations: Map<string, Conversation>;
  /** By account and slot. */
  slots: Map<string, Slot>;
};

export const newStore = (): Store => ({
  bundles: new Map(),
  centres: new Map(),
  conversations: new Map(),
  slots: new Map(),
});

export const copyStream = (stream: Stream): Stream => ({
  ...stream,
  transcripts: new Map(stream.transcripts),
  messageIds: new Set(stream.messageIds),
});
const copyConversation = (one: Conversation): Conversation => ({
  ...one,
  stream: copyStream(one.stream),
  items: [...one.items],
  wraps: [...one.wraps],
  missing: [...one.missing],
  covers: [...one.covers],
  uses: [...one.uses],
});
const copyCentre = (one: Centre): Centre => ({
  ...one,
  entries: [...one.entries],
  views: [...one.views],
  seeds: [...one.seeds],
  previous: [...one.previous],
});
const copied = <T>(all: Map<string, T>, copy: (one: T) => T): Map<string, T> =>
  new Map([...all].map(([name, one]) => [name, copy(one)]));
export const copyStore = (store: Store): Store => ({
  bundles: new Map(store.bundles),
  centres: copied(store.centres, copyCentre),
  conversations: copied(store.conversations, copyConversation),
  slots: new Map(store.slots),
});

/** The server says no. */
class No extends Error {
  readonly body: RefusalBody;
  constructor(code: RefusalCode, more: Partial<RefusalBody> = {}) {
    super(code);
    this.body = { code, sentence: refusals[code][1], ...more };
  }
}
const no = (code: RefusalCode, more: Partial<RefusalBody> = {}): never => {
  throw new No(code, more);
};

/** By method and number of parts, for every call of every history asks. */
const routes = new Map<string, { name: Name; path: RegExp }[]>();
const routesFor = (method: string | undefined, path: string) => `${method} ${path.split('/').length}`;
for (const [name, { method, path }] of Object.entries(contract)) {
  const among = routesFor(method, path);
  const pattern = new RegExp(`^${path.replace(/:(\w+)/g, '(?<$1>[^/]+)')}$`);
  routes.set(among, [...(routes.get(among) ?? []), { name: name as Name, path: pattern }]);
}

export type Asked = { name: Name; args: Record<string, unknown> };

/** A request by the contract's name, its path, query and body in one object. */
export function askedBy(url: string, init: RequestInit): Asked {
  const { pathname, searchParams } = new URL(url);
  for (const route of routes.get(routesFor(init.method, pathname)) ?? []) {
    const found = route.path.exec(pathname);
    if (!found) continue;
    const body = typeof init.body === 'string' ? JSON.parse(init.body) : {};
    const query = Object.fromEntries([...searchParams].map(([key, value]) => [key, Number(value)]));
    return { name: route.name, args: { ...found.groups, ...query, ...body } };
  }
  throw new Error(`${init.method} ${pathname} is not in the contract`);
}

export type Answered = { status: number; body: unknown };

export type Server = {
  store: Store;
  /** `me` zeros: nobody is signed in. */
  ask: (asked: Asked, me: Bytes) => Promise<Answered>;
};

const INSTANCE = 'model';
/** Solved by its first try: what a proof costs is none of the model's business. */
const CHALLENGE = JSON.stringify({
  parameters: {
    algorithm: 'PBKDF2/SHA-256',
    nonce: '14',
    salt: '00',
    cost: 1,
    keyLength: 32,
    keyPrefix: '0',
  },
  signature: '00',
});

const texts = new WeakMap<Bytes, string>();
/** Of what is stored and served again and again. */
export function textOf(bytes: Bytes): string {
  const text = texts.get(bytes) ?? toBase64url(bytes);
  texts.set(bytes, text);
  return text;
}

const shownUse = ({ centre: _of, ...use }: Use): Output<Contract['useVault']> => use;

/** A quarter of an hour. */
const OPEN_FOR = 900_000;
/** By a use of the vault that is neither over nor waits for a second person. */
const isOpenTo = ({ uses, stream }: Conversation, account: Bytes, now: number): boolean =>
  uses.some(
    ({ by, until, centre }) =>
      by.account === toBase64url(account) &&
      centre === toBase64url(stream.current!.centre) &&
      until !== null &&
      until > now,
  );

type Besides = Conversation & { beside: Beside };
/** What stands beside a conversation, but for threads that have ended. */
export const besideOf = ({ conversations }: Store, id: string): Besides[] =>
  [...conversations.values()].filter(
    (one): one is Besides => one.beside !== null && one.beside.about === id && !one.beside.isEnded,
  );

export const newestIn = ({ views }: Centre): View => views.at(-1)!;
const isAway = (one: Conversation, account: Bytes, now: number): boolean =>
  one.covers.some(
    ({ account: whose, from, until }) => whose === toBase64url(account) && !(from <= now && now < until),
  );

export function serverOver(store: Store, clock: () => number): Server {
  const bundles: Bundles = (kid) => store.bundles.get(hex(kid));
  const centreOf = (id: Bytes): Centre | undefined => store.centres.get(toBase64url(id));
  const viewOf = (id: Bytes): View | undefined => {
    const centre = centreOf(id);
    return centre && newestIn(centre);
  };
  const newestOf = (one: Conversation): View => viewOf(one.stream.current!.centre)!;

  type Right = { by: 'row'; row: Row } | { by: 'pool' } | { by: 'vault' } | null;
  function rightTo(one: Conversation, me: Bytes): Right {
    const row = accessOf(one.stream.current!, newestOf(one), me);
    if (row) return isKept(one, me) ? null : { by: 'row', row };
    return isInPool(one.stream.current!, newestOf(one), me) ? { by: 'pool' } : null;
  }
  /** Away from it by their dates, or out of the conversation beside which it stands. */
  const isKept = (one: Conversation, me: Bytes): boolean =>
    isAway(one, me, clock()) ||
    (one.beside?.as === 'thread' && rightTo(store.conversations.get(one.beside.about)!, me)?.by !== 'row');
  const keepsVault = (view: View, me: Bytes): boolean =>
    view.policy !== VAULT_POLICY.off && ((staffByAccount(view, me)?.bits ?? 0) & BIT.custodian) !== 0;
  const isVaultOpen = (one: Conversation, me: Bytes): boolean =>
    keepsVault(newestOf(one), me) && isOpenTo(one, me, clock());
  const vaultedFor = (id: string, me: Bytes): Conversation => {
    const one = store.conversations.get(id);
    return one && keepsVault(newestOf(one), me) ? one : no('NOT_FOUND');
  };
  function rightOrNull(id: string, me: Bytes): { one: Conversation | undefined; right: Right } {
    const one = store.conversations.get(id);
    const byVault = one && isVaultOpen(one, me) ? { by: 'vault' as const } : null;
    return { one, right: one ? (rightTo(one, me) ?? byVault) : null };
  }
  function conversationFor(id: string, me: Bytes): { one: Conversation; right: NonNullable<Right> } {
    const { one, right } = rightOrNull(id, me);
    return one && right ? { one, right } : no('NOT_FOUND');
  }
  function staffedFor(id: string, me: Bytes): Conversation {
    const { one, right } = conversationFor(id, me);
    return right.by === 'row' && right.row.role !== ROLE.asks ? one : no('NOT_FOUND');
  }

  const threadOf = (id: string) => besideOf(store, id).find(({ beside }) => beside.as === 'thread');
  const notesOf = (id: string, me: Bytes) =>
    besideOf(store, id).find(({ beside }) => beside.as === 'notes' && same(beside.by, me));
  /** Where none of the conversation's staff is left in it, or it is another centre's, it makes way. */
  function threadOrEnded(about: Conversation): Conversation | null {
    const thread = threadOf(about.id);
    if (!thread) return null;
    const inside = tidy(thread.stream.current!.rows, newestOf(thread));
    const staff = membersOf(tidy(about.stream.current!.rows, newestOf(about)));
    const isThere = same(thread.stream.current!.centre, about.stream.current!.centre);
    if (isThere && staff.some(({ role, id }) => role !== ROLE.asks && rowOf(inside, id))) return thread;
    thread.beside = { ...thread.beside, isEnded: true };
    return null;
  }

  type Opening = { record: EpochRecord; message: Message; wraps: readonly string[] };
  type Given = { record: string; message: string; wraps: readonly string[] };
  async function parseOpening({ record: text, message: words, wraps }: Given, me: Bytes): Promise<Opening> {
    const record = await parseRecord(fromBase64url(text));
    const message = await parseMessage(fromBase64url(words));
    if (!same(record.sender, me) || !same(message.sender, me)) no('SENDER');
    if (wraps.length !== record.rows.length) no('FORMAT');
    return { record, message, wraps };
  }
  function openedBefore({ record, message }: Opening): Conversation | undefined {
    const known = store.conversations.get(toBase64url(record.conversation));
    if (known && !(same(known.items[0]!.item.m, record.m) && same(known.items[1]!.item.m, message.m)))
      no('ID_TAKEN');
    return known;
  }
  async function open(
    { record, message, wraps }: Opening,
    view: View,
    kind: ConversationKind,
    beside: Beside | null,
  ): Promise<Conversation> {
    const one: Conversation = {
      id: toBase64url(record.conversation),
      stream: newStream(record.conversation),
      items: [],
      wraps: [],
      missing: [],
      covers: [],
      passedOn: null,
      uses: [],
      beside,
    };
    if (record.kind !== kind) no('KIND');
    await takeRecord(one.stream, record, { view, bundles, isViewNewest: true });
    push(one, record);
    await takeMessage(one.stream, message, { bundles, newest: view });
    push(one, message);
    keepWraps(one, record, wraps);
    store.conversations.set(one.id, one);
    return one;
  }

  const shown = ({ seq, at, item, bytes, isErased }: Stored) => ({
    seq,
    at,
    kind:
      item.type === 'record' ? ('record' as const) : isErased ? ('erased' as const) : ('message' as const),
    bytes: textOf(bytes),
  });
  const storedAt = (one: Conversation, { seq, at }: { seq: number; at: number }) => ({
    seq,
    at,
    transcript: toBase64url(one.stream.transcripts.get(seq)!),
  });
  const push = (one: Conversation, item: EpochRecord | Message) => {
    const stored = { seq: one.stream.seq, at: clock(), item, bytes: item.bytes, isErased: false };
    one.items.push(stored);
    return storedAt(one, stored);
  };
  const keepWraps = (one: Conversation, { epoch, rows }: EpochRecord, wraps: readonly string[]) =>
    rows.forEach((row, i) => {
      one.wraps.push({ epoch, row, box: wraps[i]! });
    });

  const wrapsFor = (one: Conversation, right: NonNullable<Right>, me: Bytes, from: number, to: number) => {
    const [kind, id] =
      right.by === 'row'
        ? [ROW_KIND.person, me]
        : [right.by === 'pool' ? ROW_KIND.inbox : ROW_KIND.vault, one.stream.current!.centre];
    return one.wraps
      .filter(({ epoch, row }) => epoch >= from && epoch <= to && row.kind === kind && same(row.id, id))
      .map(({ epoch, row, box }) => ({ epoch, kind: row.kind, box }));
  };

  function refuseStrangers(one: Conversation, { reason, sender }: EpochRecord): void {
    const { current } = one.stream;
    const newest = newestOf(one);
    if (accessOf(current!, newest, sender)) {
      if (isKept(one, sender)) no('NOT_FOUND');
      return;
    }
    if (reason === REASON.vaultUse && isVaultOpen(one, sender)) return;
    if (reason !== REASON.vaultUse && isInPool(current!, newest, sender)) return;
    const isCounsellor = ((staffByAccount(newest, sender)?.bits ?? 0) & BIT.counsellor) !== 0;
    if (reason !== REASON.accept || current!.kind !== CONVERSATION_KIND.oneToOne || !isCounsellor)
      no('NOT_FOUND');
    no('TAKEN', { by: 'somebody' });
  }

  function plannedCovers(one: Conversation, record: EpochRecord, planned: readonly Cover[]): Cover[] {
    const mayCover = (account: string) =>
      membersOf(record.rows).some(
        ({ id, role }) => toBase64url(id) === account && (role === ROLE.counsels || role === ROLE.reads),
      );
    const isFit = ({ account, from, until }: Cover) =>
      from < until && clock() < until && account !== toBase64url(record.sender) && mayCover(account);
    if (planned.length > 0 && (record.reason !== REASON.change || !planned.every(isFit))) no('FORMAT');
    const isReplaced = (account: string) => planned.some((cover) => cover.account === account);
    return [...one.covers.filter(({ account }) => mayCover(account) && !isReplaced(account)), ...planned];
  }

  const allLinesOf = (one: Conversation) => ({
    conversation: one.id,
    centre: toBase64url(one.stream.current!.centre),
    seq: one.stream.seq,
    answerDueAt: 0,
  });

  const answers: Answers = {
    organisation: async () => ({
      organisation: toBase64url(zeros(16)),
      name: 'Model',
      instance: INSTANCE,
      isTrial: true,
    }),
    tab: async () => ({ share: toBase64url(zeros(32)), until: clock() + 86_400_000 }),
    proofChallenge: async () => ({ challenge: CHALLENGE }),

    keyBundle: async ({ key }) => {
      const bundle = store.bundles.get(hex(fromBase64url(key))) ?? no('NOT_FOUND');
      return { bundle: textOf(bundle.bytes) };
    },

    writeSlot: async ({ slot, version, bytes }, me) => {
      const sealed = parseSlot(fromBase64url(bytes));
      const isMine = same(sealed.account, me) && sealed.version === version;
      if (!isMine || toBase64url(sealed.slot) !== slot) no('FORMAT');
      const known = store.conversations.get(slot);
      if (!isZero(sealed.slot) && !(known && rowOf(known.stream.current!.rows, me))) no('NOT_FOUND');
      const name = `${hex(me)}:${slot}`;
      const stored = store.slots.get(name);
      if (stored?.bytes === bytes) return { version };
      if (version !== (stored?.version ?? 0) + 1) no('AGAIN', stored && { current: stored });
      store.slots.set(name, { version, bytes });
      return { version };
    },

    readLog: async ({ centre, from = 0 }) => {
      const { entries } = store.centres.get(centre) ?? no('NOT_FOUND');
      if (entries.length === 0) no('NOT_FOUND');
      return { entries: entries.slice(Number(from)).map(({ bytes }) => textOf(bytes)), next: null };
    },

    readSeeds: async ({ centre: id }, me) => {
      const centre = store.centres.get(id) ?? no('NOT_FOUND');
      const mine = staffByAccount(newestIn(centre), me) ?? no('NOT_FOUND');
      const own = centre.seeds.filter(({ person }) => person === toBase64url(mine.kid));
      return { seeds: own.map(({ key, box }) => ({ key, box })), previous: [...centre.previous] };
    },

    appendLog: async ({ centre: id, entries: texts, bundles: papers, seeds, previous }, me) => {
      const entries = await Promise.all(texts.map((text) => parseLogEntry(fromBase64url(text))));
      const named = await Promise.all(papers.map((text) => parseAccountBundle(fromBase64url(text))));
      if (entries.some(({ centre }) => toBase64url(centre) !== id)) no('SENDER');
      const centre = store.centres.get(id) ?? no('NOT_FOUND');
      const first = entries[0]!;
      const before = centre.entries.length === 0 ? null : newestIn(centre);
      if (!before && !same(centre.founder, me)) no('NOT_FOUND');
      const again = centre.entries.slice(first.idx, first.idx + entries.length);
      if (again.length === entries.length && again.every(({ bytes }, i) => same(bytes, entries[i]!.bytes)))
        return { idx: entries.at(-1)!.idx };
      if (first.idx !== centre.entries.length) no('LOG_IDX');
      for (const bundle of named)
        if (bundle.kind === ACCOUNT_KIND.paper) store.bundles.set(hex(bundle.kid), bundle);
      for (const { signerKid } of entries) {
        const signer = bundles(signerKid) ?? no('AKB');
        if (signer.kind !== ACCOUNT_KIND.paper && !same(signer.account, me)) no('SENDER');
      }
      const after = judgeLogBatch(before, entries, bundles);
      if (before && !after.staff.some(({ bits }) => bits & BIT.counsellor)) no('NOT_READY');
      checkBoxes(after, seeds, centre.seeds);
      let view = before;
      for (const entry of entries) {
        view = extendLog(view, entry, bundles);
        centre.entries.push(entry);
        centre.views.push(view);
      }
      centre.seeds.push(...seeds);
      centre.previous.push(...previous);
      return { idx: after.idx };
    },

    enquire: async (given, me) => {
      const opening = await parseOpening(given, me);
      const known = openedBefore(opening);
      const promised = { answerDueAt: 0, share: toBase64url(zeros(32)) };
      if (known) return { ...storedAt(known, known.items[1]!), conversation: known.id, ...promised };
      const view = viewOf(opening.record.centre) ?? no('CLOSED');
      const one = await open(opening, view, CONVERSATION_KIND.oneToOne, null);
      return { ...storedAt(one, one.items[1]!), conversation: one.id, ...promised };
    },

    startConversation: async ({ parent, as, ...given }, me) => {
      const opening = await parseOpening(given, me);
      const about = staffedFor(parent, me);
      const view = newestOf(about);
      const isCounsellor = ((staffByAccount(view, me)?.bits ?? 0) & BIT.counsellor) !== 0;
      if (about.stream.current!.kind === CONVERSATION_KIND.staffThread || !isCounsellor) no('NOT_FOUND');
      const known = openedBefore(opening);
      const standing = known ?? (as === 'notes' ? notesOf(parent, me) : threadOrEnded(about));
      if (standing) return { conversation: standing.id };
      const { record } = opening;
      if (!same(record.centre, view.centre)) no('LOG');
      if (record.logIdx !== view.idx) no('STALE_LOG');
      if (as === 'notes' && membersOf(record.rows).length !== 1) no('ROWS');
      const beside = { about: parent, as, by: me, isEnded: false };
      return { conversation: (await open(opening, view, CONVERSATION_KIND.staffThread, beside)).id };
    },

    readThreads: async ({ conversation }, me) => {
      const notes = notesOf(conversation, me)?.id ?? null;
      const { one, right } = rightOrNull(conversation, me);
      const isStaffThere = right?.by === 'row' && right.row.role !== ROLE.asks;
      if (!one || !isStaffThere) return notes ? { thread: null, notes } : no('NOT_FOUND');
      return { thread: threadOf(conversation)?.id ?? null, notes };
    },

    listWaiting: async (_asked, me) => ({
      waiting: [...store.conversations.values()]
        .filter((one) => isInPool(one.stream.current!, newestOf(one), me))
        .map((one) => ({
          ...allLinesOf(one),
          topic: null,
          at: one.items[1]!.at,
          items: one.items.filter(({ seq, item }) => seq <= 2 || item.type === 'record').map(shown),
          wraps: wrapsFor(one, { by: 'pool' }, me, 0, one.stream.current!.epoch),
        })),
      next: null,
    }),

    listConversations: async (_asked, me) => {
      const all = [...store.conversations.values()];
      return {
        conversations: all
          .filter((one) => !one.beside && rightTo(one, me)?.by === 'row')
          .map((one) => ({
            ...allLinesOf(one),
            centreName: '',
            kind: one.stream.current!.kind,
            changedAt: one.items.at(-1)!.at,
            answeredAt: null,
            record: { seq: one.stream.currentSeq, bytes: toBase64url(one.stream.current!.bytes) },
            slot: store.slots.get(`${hex(me)}:${one.id}`) ?? null,
            people: [],
          })),
        passedOn: all
          .filter(({ passedOn }) => passedOn && same(passedOn.from, me))
          .map(({ id, passedOn }) => ({ conversation: id, at: passedOn!.at })),
        next: null,
      };
    },

    readItems: async ({ conversation, after, before, limit = 200 }, me) => {
      const { one, right } = conversationFor(conversation, me);
      const { seq, current, transcripts } = one.stream;
      const end =
        before === undefined
          ? Math.min(seq, Number(after ?? 0) + Number(limit))
          : Number(before) === 0
            ? seq
            : Number(before) - 1;
      const start = before === undefined ? Number(after ?? 0) + 1 : Math.max(1, end - Number(limit) + 1);
      const items = one.items.slice(start - 1, end);
      const from = items[0]?.item.epoch ?? current!.epoch;
      const to = before === undefined ? (items.at(-1)?.item.epoch ?? current!.epoch) : current!.epoch;
      const records = one.items.filter(({ item }) => item.type === 'record' && item.epoch >= from);
      return {
        items: items.map(shown),
        records: before === undefined ? [] : records.map(shown),
        transcriptBefore: toBase64url(transcripts.get(Math.min(start - 1, seq))!),
        seq,
        wraps: wrapsFor(one, right, me, from, to),
        people: [],
        answerDueAt: null,
        answeredAt: null,
        covers: one.covers.map((cover) => ({ ...cover, isOver: cover.until <= clock() })),
        missingKeys: [...one.missing],
        vaultUses: one.uses.map(shownUse),
      };
    },

    appendRecord: async ({ conversation, record: text, wraps, covers = [] }, me) => {
      const record = await parseRecord(fromBase64url(text));
      if (toBase64url(record.conversation) !== conversation || !same(record.sender, me)) no('SENDER');
      if (wraps.length !== record.rows.length) no('FORMAT');
      const one = store.conversations.get(conversation) ?? no('NOT_FOUND');
      const known = one.items.find(({ item }) => item.type === 'record' && same(item.m, record.m));
      if (known) return storedAt(one, known);
      refuseStrangers(one, record);
      const before = one.stream.current!;
      const view = viewOf(record.centre) ?? newestOf(one);
      const next = plannedCovers(one, record, covers);
      await takeRecord(one.stream, record, { view, bundles, isViewNewest: true });
      one.covers = next;
      keepWraps(one, record, wraps);
      one.wraps = one.wraps.filter(
        ({ row }) =>
          row.kind === ROW_KIND.person || (hasRowKind(record.rows, row.kind) && same(row.id, record.centre)),
      );
      one.missing = one.missing.filter(({ account }) => rowOf(record.rows, fromBase64url(account)));
      const asks = before.rows.find(({ role }) => role === ROLE.asks);
      if (record.reason === REASON.relink && asks) one.passedOn = { from: asks.id, at: clock() };
      return push(one, record);
    },

    appendMessage: async ({ conversation, message: text }, me) => {
      const message = await parseMessage(fromBase64url(text));
      if (toBase64url(message.conversation) !== conversation || !same(message.sender, me)) no('SENDER');
      const one = store.conversations.get(conversation) ?? no('NOT_FOUND');
      const known = one.items.find(
        ({ item }) => item.type === 'message' && same(item.messageId, message.messageId),
      );
      if (known) return same(known.item.sender, me) ? storedAt(one, known) : no('DUPLICATE');
      if (rightTo(one, me)?.by !== 'row') no('NOT_FOUND');
      await takeMessage(one.stream, message, { bundles, newest: newestOf(one) });
      return push(one, message);
    },

    useVault: async ({ conversation, use, reason }, me) => {
      const one = vaultedFor(conversation, me);
      if (accessOf(one.stream.current!, newestOf(one), me)) no('NOT_ALLOWED');
      const known = [...store.conversations.values()]
        .flatMap(({ uses }) => uses)
        .find((other) => other.use === use);
      const needsSecond = newestOf(one).policy === VAULT_POLICY.twoConfirm;
      const made: Use = known ?? {
        use,
        centre: toBase64url(one.stream.current!.centre),
        by: { account: toBase64url(me), name: '' },
        reason,
        at: clock(),
        needsSecond,
        confirmed: null,
        until: needsSecond ? null : clock() + OPEN_FOR,
      };
      const isMine = made.by.account === toBase64url(me) && made.reason === reason;
      if (known && !(isMine && one.uses.includes(known))) no('ID_TAKEN');
      if (!known) one.uses.push(made);
      return shownUse(made);
    },

    confirmVaultUse: async ({ conversation, use }, me) => {
      const one = vaultedFor(conversation, me);
      const i = one.uses.findIndex((known) => known.use === use && known.needsSecond);
      const waiting = one.uses[i] ?? no('NOT_FOUND');
      if (waiting.by.account === toBase64url(me)) no('NOT_ALLOWED');
      if (waiting.confirmed) return shownUse(waiting);
      const by = { account: toBase64url(me), name: '' };
      const confirmed: Use = { ...waiting, confirmed: { by, at: clock() }, until: clock() + OPEN_FOR };
      one.uses[i] = confirmed;
      return shownUse(confirmed);
    },

    drillVault: async ({ centre: id }, me) => {
      const centre = store.centres.get(id) ?? no('NOT_FOUND');
      if (!keepsVault(newestIn(centre), me)) no('NOT_FOUND');
      const wraps = [...store.conversations.values()].flatMap(({ id: conversation, stream, wraps }) => {
        const { epoch, m, ekCommit } = stream.current!;
        const held = wraps.find((wrap) => wrap.epoch === epoch && wrap.row.kind === ROW_KIND.vault);
        if (!held || toBase64url(held.row.id) !== id) return [];
        const [record, commitment, key] = [m, ekCommit, held.row.kid].map(toBase64url) as [
          string,
          string,
          string,
        ];
        return [{ conversation, epoch, record, commitment, key, box: held.box }];
      });
      return { wraps };
    },

    eraseMessage: async ({ conversation, message }, me) => {
      const { one, right } = conversationFor(conversation, me);
      const stored = one.items.find(
        ({ item }) => item.type === 'message' && toBase64url(item.messageId) === message,
      );
      if (stored?.item.type !== 'message' || right.by !== 'row' || !same(stored.item.sender, me))
        return no('NOT_FOUND');
      one.items[stored.seq - 1] = { ...stored, bytes: erasedBytes(stored.item), isErased: true };
      return {};
    },

    askForKeys: async ({ conversation, epochs }, me) => {
      const { one, right } = conversationFor(conversation, me);
      if (right.by !== 'row' || epochs.some((epoch) => epoch > one.stream.current!.epoch)) no('NOT_FOUND');
      const account = toBase64url(me);
      for (const epoch of epochs)
        if (!one.missing.some((known) => known.epoch === epoch && known.account === account))
          one.missing.push({ epoch, account });
      return {};
    },

    healWrap: async ({ conversation, epoch, account, box }, me) => {
      const { one, right } = conversationFor(conversation, me);
      const id = fromBase64url(account);
      if (right.by !== 'row' || rightTo(one, id)?.by !== 'row') no('NOT_FOUND');
      const wanted = one.missing.find((known) => known.epoch === epoch && known.account === account);
      if (!wanted) no('NOT_FOUND');
      one.missing = one.missing.filter((known) => known !== wanted);
      const row = rowOf(one.stream.current!.rows, id)!;
      one.wraps = one.wraps.filter(
        (wrap) => !(wrap.epoch === epoch && wrap.row.kind === row.kind && same(wrap.row.id, id)),
      );
      one.wraps.push({ epoch, row, box });
      return {};
    },
  };

  return {
    store,
    async ask({ name, args }, me) {
      const answer = answers[name] as ((args: unknown, me: Bytes) => Promise<unknown>) | undefined;
      if (!answer) throw new Error(`the model's server has no ${name}`);
      try {
        const body = await answer(args, me);
        checkShape(name, body);
        return { status: 200, body };
      } catch (error) {
        if (error instanceof No) return { status: refusals[error.body.code][0], body: error.body };
        if (!(error instanceof Refused)) throw error;
        const code = error.code === 'SUITE' ? 'FORMAT' : error.code;
        return { status: refusals[code][0], body: { code, sentence: refusals[code][1] } };
      }
    },
  };
}

const checked = new Set<Name>();
/** Once each: an answer that isn't the contract's any more would read as a line that is down. */
function checkShape(name: Name, body: unknown): void {
  if (checked.has(name)) return;
  checked.add(name);
  const { output }: Endpoint = contract[name];
  if (output !== 'octets' && !output.safeParse(body).success)
    throw new Error(`the model's ${name} doesn't answer as the contract says`);
}

/** Exactly those who may open a key have a box for it. */
function checkBoxes(view: View, given: Centre['seeds'], stored: Centre['seeds']): void {
  const name = ({ key, person }: { key: string; person: string }) => `${key}:${person}`;
  const having = (bit: number, key: Bytes | undefined) =>
    key
      ? view.staff
          .filter(({ bits }) => bits & bit)
          .map(({ kid }) => name({ key: toBase64url(key), person: toBase64url(kid) }))
      : [];
  const wanted = new Set([
    ...having(BIT.counsellor, view.inbox?.kid),
    ...(view.policy === VAULT_POLICY.off ? [] : having(BIT.custodian, view.vault?.kid)),
  ]);
  const known = new Set([...given, ...stored].map(name));
  if (![...wanted].every((one) => known.has(one)) || !given.every((one) => wanted.has(name(one))))
    no('FORMAT');
}
