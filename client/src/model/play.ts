// Long: one history's stage, with the copies that beginnings and doubles are: a server, the people at it with their real
// clients, and what an onlooker writes down about both.
import type { Account, CentreKey } from '@beistand/crypto';
import { type AccountBundle, type Bytes, fromBase64url, hex, toBase64url } from '@beistand/wire';
import { selfOf } from '../account/sign-in.ts';
import type { CentreLog } from '../centre/log.ts';
import type { Room } from '../conversation/room.ts';
import { newSelf, type Self } from '../self.ts';
import { type State, statesSeen } from '../slot/state.ts';
import type { ClientWorld } from '../world.ts';
import { lastKeyed, type Reach, staffBits } from './oracle.ts';
import {
  type Answered,
  type Asked,
  type Beside,
  type Conversation,
  copyStore,
  copyStream,
  type Server,
  type Store,
  serverOver,
} from './server.ts';
import { type Line, type ModelWorld, modelWorld, randomOf, seeded } from './world.ts';

/** Thrown by whoever stands in between: the call or its answer is lost. */
export class Lost extends Error {}

/** A rule of the model doesn't hold; the history is red. */
export class Broken extends Error {}
export const broken = (what: string): never => {
  throw new Broken(what);
};
export function holds(isSo: boolean, what: string): asserts isSo {
  if (!isSo) broken(what);
}

export type Actor = {
  name: string;
  account: Account;
  self: Self;
  world: ModelWorld;
  /** What stands between them and the server. */
  line: Line | null;
  /** The other of two histories, when the server shows them that one. */
  branch: Server | null;
  /** Lied to before: what they can't do then is no fault, what they believe still must be true. */
  wasLiedTo: boolean;
  /** Everything a greedy client would have kept. */
  held: { epochKeys: Map<string, Bytes>; seeds: Map<string, Bytes> };
};

/** Who is there before a history begins, and what their clients know. */
export type Seat = {
  name: string;
  account: Account;
  kind: Self['kind'];
  state: State;
  bundles: Map<string, AccountBundle>;
  logs: Map<string, CentreLog>;
  centreKeys: Map<string, CentreKey>;
  rooms: Map<string, Room>;
};

/** What an onlooker has written down. */
type Notes = {
  /** Every item's bytes that a person's client has ever posted, as text. */
  made: Set<string>;
  /** What a record's maker may have drawn as its key. */
  keyed: Map<string, Bytes[]>;
  /** By text: who wrote it. */
  said: Map<string, string>;
  /** Texts whose sending resolved, with the server that said so. */
  acknowledged: { text: string; conversation: string; by: string }[];
  /** Texts that are nobody's but their sender's to read. */
  own: Set<string>;
  /** By conversation and account: who of the staff was ever in it, or was to come. */
  invited: Set<string>;
  reach: Reach;
  /** Texts so far, so that none is said twice. */
  count: number;
};

export type Cast = {
  store: Store;
  seats: Map<string, Seat>;
  centres: Record<string, string>;
  papers: Record<string, Account>;
  now: number;
  notes: Notes;
};

export type Play = Notes & {
  cast: Cast;
  store: Store;
  server: Server;
  clock: { now: number };
  next: () => number;
  actors: Map<string, Actor>;
  /** Keys that the one in between has made up. */
  attackers: Bytes[];
  /** Whether to try the dear things as well. */
  isDeep: boolean;
  faults: unknown[];
};

export const noNotes = (): Notes => ({
  made: new Set(),
  keyed: new Map(),
  said: new Map(),
  acknowledged: [],
  own: new Set(),
  invited: new Set(),
  reach: new Map(),
  count: 0,
});
const copyNotes = ({ made, keyed, said, acknowledged, own, invited, reach, count }: Notes): Notes => ({
  made: new Set(made),
  keyed: new Map(keyed),
  said: new Map(said),
  acknowledged: [...acknowledged],
  own: new Set(own),
  invited: new Set(invited),
  reach: new Map(reach),
  count,
});

export function newPlay(cast: Cast, seed: number, isDeep: boolean): Play {
  const store = copyStore(cast.store);
  const clock = { now: cast.now };
  return {
    cast,
    store,
    clock,
    server: serverOver(store, () => clock.now),
    next: seeded(seed),
    actors: new Map(),
    ...copyNotes(cast.notes),
    attackers: [],
    isDeep,
    faults: [],
  };
}

export const serverOf = (play: Play, actor: Actor): Server => actor.branch ?? play.server;
export const storeOf = (play: Play, actor: Actor): Store => serverOf(play, actor).store;
export const idOf = (actor: Actor): Bytes => actor.account.bundle.account;
export const nameOf = (actor: Actor): string => toBase64url(idOf(actor));

const POSTS_ITEMS: readonly string[] = ['appendRecord', 'appendMessage', 'enquire', 'startConversation'];
const CHANGES_A_CONVERSATION: readonly string[] = [...POSTS_ITEMS, 'healWrap', 'askForKeys', 'eraseMessage'];

/** Writes down what leaves a client, before anybody in between can touch it. */
function overhear(play: Play, actor: Actor, { name, args }: Asked): void {
  const { conversation, record, message } = args as Record<string, string>;
  const room = conversation ? actor.self.rooms.get(conversation) : undefined;
  if (room?.frozen && CHANGES_A_CONVERSATION.includes(name))
    play.faults.push(new Broken(`${actor.name} sends ${name} from a frozen conversation (${room.frozen})`));
  if (!POSTS_ITEMS.includes(name)) return;
  for (const text of [record, message]) if (text) play.made.add(text);
  if (record) {
    sealedToTheLog(play, actor, record);
    const drawn = actor.world.heard.sealed.splice(0);
    play.keyed.set(record, drawn);
    for (const key of drawn) actor.held.epochKeys.set(hex(key), key);
  }
}

/** No key of a conversation is ever sealed to one that isn't in a signed log, whoever answers. */
function sealedToTheLog(play: Play, actor: Actor, record: string): void {
  const bytes = fromBase64url(record);
  const rows = (bytes.length - ROWS_AT - 64) / 50;
  for (let i = 0; i < rows; i++) {
    const kid = hex(bytes.slice(ROWS_AT + 50 * i + 18, ROWS_AT + 50 * i + 50));
    if (!isKnownKid(play, actor, kid))
      play.faults.push(new Broken(`${actor.name} seals to a key that no log names`));
  }
}
/** Head, centre, log, kind, reason, commitment, link and count of a record. */
const ROWS_AT = 249;

const kidsOf = new WeakMap<object, Set<string>>();
const once = (key: object, make: () => string[]): Set<string> => {
  const known = kidsOf.get(key) ?? new Set(make());
  kidsOf.set(key, known);
  return known;
};

/** On the other branch they may have signed a key themselves. */
function isKnownKid({ cast, store }: Play, { branch }: Actor, kid: string): boolean {
  const people = once(cast.seats, () =>
    [...cast.seats.values()].map(({ account }) => hex(account.bundle.kid)),
  );
  return (
    people.has(kid) ||
    [store, branch?.store ?? store]
      .flatMap(({ centres }) => [...centres.values()])
      .some(({ entries }) =>
        once(entries.at(-1)!, () => entries.flatMap(({ keyKid }) => (keyKid ? [hex(keyKid)] : []))).has(kid),
      )
  );
}

async function ask(play: Play, actor: Actor, asked: Asked): Promise<Answered> {
  overhear(play, actor, asked);
  const pass = async (): Promise<Answered> => {
    const server = serverOf(play, actor);
    const answered = await server.ask(asked, idOf(actor));
    if (answered.status < 300 && (POSTS_ITEMS.includes(asked.name) || asked.name === 'appendLog'))
      look(play, server, asked);
    return answered;
  };
  try {
    return actor.line ? await actor.line(asked, pass) : await pass();
  } catch (error) {
    // A fault of the model itself must not pass for a broken line.
    if (!(error instanceof Lost)) play.faults.push(error);
    throw error;
  }
}

/** After every write: nobody is named who isn't in the signed log, and who may read what is here by now. */
function look(play: Play, { store }: Server, { name, args }: Asked): void {
  if (store !== play.store) return;
  const touched =
    name === 'appendLog'
      ? [...store.conversations.values()]
      : [conversationIn(store, args)].filter((one) => one !== undefined);
  for (const one of touched) {
    if (name !== 'appendLog') lookAtRows(play, one);
    lastKeyed(play, one);
  }
}

function conversationIn(store: Store, { conversation, record }: Asked['args']): Conversation | undefined {
  if (typeof conversation === 'string') return store.conversations.get(conversation);
  // CCPE, suite, and then the conversation.
  return store.conversations.get(toBase64url(fromBase64url(String(record)).slice(5, 21)));
}

/** From now on they may be in its thread, whose members come before the conversation's. */
export const invite = (play: Play, conversation: string, account: Bytes): void =>
  void play.invited.add(`${conversation}:${hex(account)}`);

function lookAtRows(play: Play, one: Conversation): void {
  const { item } = one.items.length === 2 ? one.items[0]! : one.items.at(-1)!;
  if (item.type !== 'record') return;
  const centre = toBase64url(item.centre);
  const { people, inbox, vault } = staffBits(play.store, centre);
  for (const { kind, role, id, kid } of item.rows) {
    const known =
      kind === 1
        ? [...play.cast.seats.values()].some(
            ({ account }) => hex(account.bundle.account) === hex(id) && hex(account.bundle.kid) === hex(kid),
          )
        : hex(kid) === (kind === 2 ? inbox : vault);
    const isStaff = kind !== 1 || role === 1 || ((people.get(hex(id)) ?? 0) & NEEDED[role]!) !== 0;
    if (!known || !isStaff)
      play.faults.push(
        new Broken(`a stored record names who isn't in the log (row kind ${kind}, role ${role})`),
      );
    if (kind !== 1) continue;
    if (!one.beside) invite(play, one.id, id);
    else if (role === 1 || !isOfThose(play, one.beside, id))
      play.faults.push(new Broken(`${one.beside.as} beside a conversation names who isn’t of its staff`));
  }
}
const NEEDED: Record<number, number> = { 2: 1, 3: 1 | 16, 4: 1 | 8 | 16 };
const isOfThose = ({ invited }: Play, { as, about, by }: Beside, account: Bytes): boolean =>
  as === 'notes' ? hex(by) === hex(account) : invited.has(`${about}:${hex(account)}`);

function worldFor(play: Play, actor: () => Actor): ModelWorld {
  return modelWorld(
    randomOf(play.next),
    () => play.clock.now,
    (asked) => ask(play, actor(), asked),
  );
}

/** A person as they sit there when the history begins. */
export function actorOf(play: Play, name: string): Actor {
  const known = play.actors.get(name);
  if (known) return known;
  const seat = play.cast.seats.get(name);
  if (!seat) throw new Error(`nobody is called ${name}`);
  const world: ModelWorld = worldFor(play, () => actor);
  const self = newSelf({
    world,
    account: seat.account,
    kind: seat.kind,
    instance: 'model',
    state: seat.state,
  });
  fill(self.bundles, seat.bundles);
  takeLogs(self, seat.logs);
  fill(self.centreKeys, seat.centreKeys);
  for (const [id, room] of seat.rooms) self.rooms.set(id, copyRoom(room));
  const actor: Actor = {
    name,
    account: seat.account,
    self,
    world,
    line: null,
    branch: null,
    wasLiedTo: false,
    held: { epochKeys: new Map(), seeds: new Map() },
  };
  play.actors.set(name, actor);
  keepWhatIsHeld(actor);
  return actor;
}
const fill = <T>(into: Map<string, T>, from: Map<string, T>) => {
  for (const [name, one] of from) into.set(name, one);
};

/** As objects of their own: by them a client knows what it has asked for already. */
const takeLogs = (self: Self, logs: Self['logs']) => {
  for (const [name, log] of logs) self.logs.set(name, { ...log });
};

/** Before anything of it is forgotten: keys as a client that doesn't keep to the rules would have them. */
export function keepWhatIsHeld({ self, held }: Actor): void {
  for (const { keyId, seed } of self.centreKeys.values()) held.seeds.set(hex(keyId), seed);
  for (const { epochKeys } of self.rooms.values())
    for (const key of epochKeys.values())
      if (key.some((byte) => byte !== 0)) held.epochKeys.set(hex(key), key.slice());
}

/** The same account signs in: on another device, which has seen nothing, or in this page, which has. */
export async function signInAgain(play: Play, actor: Actor, isOtherDevice: boolean): Promise<void> {
  const world: ClientWorld = isOtherDevice ? worldFor(play, () => actor) : actor.world;
  const { bundle, masterKey } = actor.account;
  const state = storeOf(play, actor).slots.get(`${hex(bundle.account)}:${toBase64url(new Uint8Array(16))}`)!;
  const answered = { status: 200, body: { bundle: toBase64url(bundle.bytes), state } };
  const served = actor.line
    ? await actor.line({ name: 'loginFinish', args: {} }, async () => answered)
    : answered;
  const self = await selfOf(
    world,
    'model',
    served.body as typeof answered.body,
    { account: bundle.account, masterKey },
    statesSeen(world),
  );
  actor.self = self;
  actor.world = world as ModelWorld;
  if (!isOtherDevice || play.next() % 4 > 0) remindOf(self, play.cast.seats.get(actor.name)!);
}

/** Mostly with the keys and logs from before the history, all of them true; their own conversations they judge anew. */
function remindOf(self: Self, { bundles, logs, centreKeys }: Seat): void {
  fill(self.bundles, bundles);
  takeLogs(self, logs);
  fill(self.centreKeys, centreKeys);
}

/** As if nothing had ever been fetched. */
export function forget({ self }: Actor): void {
  for (const known of [self.bundles, self.logs, self.centreKeys, self.rooms]) known.clear();
  self.bundles.set(hex(self.account.bundle.kid), self.account.bundle);
}

/** How far a room was looked at before, and the chain up to there. */
export const looked = new WeakMap<Room, { items: number; transcript: string }>();

function copyRoom(room: Room): Room {
  const copy: Room = {
    ...room,
    stream: copyStream(room.stream),
    records: [...room.records],
    items: [...room.items],
    wraps: new Map(room.wraps),
    // Whoever is out blanks the keys they had.
    epochKeys: new Map([...room.epochKeys].map(([epoch, key]) => [epoch, key.slice()])),
    heard: { ids: new Set(room.heard.ids), highest: new Map(room.heard.highest) },
    queue: Promise.resolve(),
    notes: { queue: Promise.resolve() },
  };
  const before = looked.get(room);
  if (before) looked.set(copy, before);
  return copy;
}

/** How things stand now, for other plays to begin with. The play itself is over with it. */
export function castOf({ cast, store, clock, actors, ...notes }: Play): Cast {
  const seats = new Map(cast.seats);
  for (const { name, self } of actors.values()) {
    const { state, bundles, logs, centreKeys, rooms } = self;
    seats.set(name, { ...cast.seats.get(name)!, state, bundles, logs, centreKeys, rooms });
  }
  return { ...cast, store, seats, now: clock.now, notes: copyNotes(notes) };
}

/** A copy of somebody's client, to try on it what would spoil the original; its calls reach nobody but `line`. */
export function doubleOf(play: Play, actor: Actor, line: Line): Actor {
  const double: Actor = { ...actor, line, self: actor.self };
  const world = modelWorld(
    randomOf(play.next),
    () => play.clock.now,
    (asked) => line(asked, () => serverOf(play, actor).ask(asked, idOf(actor))),
  );
  const { account, kind, instance, state } = actor.self;
  const self = newSelf({ world, account, kind, instance, state });
  fill(self.bundles, actor.self.bundles);
  takeLogs(self, actor.self.logs);
  fill(self.centreKeys, actor.self.centreKeys);
  for (const [name, room] of actor.self.rooms) self.rooms.set(name, copyRoom(room));
  double.self = self;
  double.world = world;
  return double;
}
