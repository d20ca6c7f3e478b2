// Long: how a server, or a line, can lie to one person. Each says what it changed, so that a lie nobody could notice,
// because nothing was there to lie about, isn't counted.
import { type RefusalCode, refusals } from '@beistand/contract';
import {
  type Account,
  boxCentreKey,
  centreKeyOf,
  makeAccount,
  signLogEntry,
  wrapEpochKey,
} from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  BIT,
  type Bytes,
  CENTRE_KEY,
  erasedBytes,
  fromBase64url,
  hex,
  type LogEntry,
  toBase64url,
  VAULT_POLICY,
} from '@beistand/wire';
import type { ItemsAnswer, ServedItem } from '../conversation/sync.ts';
import { recordIn, roleIn } from './oracle.ts';
import { type Actor, idOf, Lost, type Play } from './play.ts';
import {
  type Answered,
  besideOf,
  type Conversation,
  copyStore,
  type Stored,
  serverOver,
  textOf,
} from './server.ts';
import { type Line, randomOf } from './world.ts';

/** The place of a lie: to whom, about what, and a number to choose by. */
export type About = { play: Play; victim: Actor; one: Conversation; pick: (below: number) => number };
/** `told` becomes true once something other than the truth was served. */
export type Telling = { line: Line; told: { is: boolean } };
export type Lie = {
  name: string;
  /** What the victim does meanwhile. */
  act: 'look' | 'write' | 'change' | 'sign in' | 'take notes';
  /** On a device that knows nothing yet, where that is needed to be lied to at all. */
  needsOtherDevice?: boolean;
  /** No server's lie, only a bad line: everything must go on as ever. */
  isOnlyFault?: boolean;
  /** Null where there is nothing to lie about. */
  tell: (about: About) => Promise<Telling | null> | Telling | null;
};

const shownAs = (stored: Stored, seq: number): ServedItem => ({
  seq,
  at: stored.at,
  kind: stored.item.type === 'record' ? 'record' : stored.isErased ? 'erased' : 'message',
  bytes: textOf(stored.bytes),
});
export const shownOf = (one: Conversation): ServedItem[] => one.items.map((item) => shownAs(item, item.seq));

const retelling = (
  name: string,
  change: (body: never, args: Record<string, unknown>) => unknown,
): Telling => {
  const told = { is: false };
  const line: Line = async (asked, pass) => {
    const answered = await pass();
    if (asked.name !== name || answered.status >= 300) return answered;
    const body = change(answered.body as never, asked.args);
    if (body === answered.body) return answered;
    told.is = true;
    return { ...answered, body };
  };
  return { line, told };
};

/** Serves another list of items as the whole conversation, page by page. */
function servingInstead(
  { one }: Pick<About, 'one'>,
  items: readonly ServedItem[],
  seq = items.length,
): Telling {
  return retelling('readItems', (body: ItemsAnswer, args) => {
    if (args.conversation !== one.id) return body;
    const after = Number(args.before === undefined ? (args.after ?? 0) : 0);
    const page = items.filter((item) => item.seq > after).slice(0, 200);
    return { ...body, items: page, seq };
  });
}

const showingBeside = ({ id }: Conversation, shown: { thread: string } | { notes: string }): Telling =>
  retelling('readThreads', (body: object, { conversation }) =>
    conversation === id ? { ...body, ...shown } : body,
  );

const renumbered = (items: readonly ServedItem[]): ServedItem[] =>
  items.map((item, i) => ({ ...item, seq: i + 1 }));

/** Items the victim hasn't judged yet; there alone they can be lied to about the items themselves. */
function news({ victim, one }: About): number[] {
  const judged = victim.self.rooms.get(one.id)?.stream.seq ?? 0;
  return one.items.filter(({ seq }) => seq > judged).map(({ seq }) => seq - 1);
}

const aboutItem =
  (change: (items: ServedItem[], i: number, about: About) => ServedItem[] | null) =>
  (about: About): Telling | null => {
    const places = news(about);
    const i = places[about.pick(places.length || 1)];
    if (i === undefined) return null;
    const items = change(shownOf(about.one), i, about);
    return items && servingInstead(about, items);
  };

const flipped = (text: string, bit: number): string => {
  const bytes = fromBase64url(text);
  bytes[(bit >> 3) % bytes.length]! ^= 1 << (bit & 7);
  return toBase64url(bytes);
};
const changed = (items: ServedItem[], i: number, change: (item: ServedItem) => ServedItem): ServedItem[] =>
  items.map((item, j) => (j === i ? change(item) : item));

/** Somebody nobody knows, with keys of their own. */
export function stranger(
  { play }: Pick<About, 'play'>,
  kind: 1 | 2 | 3 = ACCOUNT_KIND.staff,
  account?: Bytes,
): Promise<Account> {
  const random = randomOf(play.next);
  return makeAccount(random(32), { account: account ?? random(16), kind, createdAt: 1 });
}

const says = (code: RefusalCode): Answered => ({
  status: refusals[code][0],
  body: { code, sentence: refusals[code][1] },
});
const WRITES = ['appendMessage', 'appendRecord'];

const lostOnce = (isLostAfter: boolean): Telling => {
  const told = { is: false };
  return {
    told,
    line: async (asked, pass) => {
      if (told.is || !WRITES.includes(asked.name)) return pass();
      told.is = true;
      if (isLostAfter) await pass();
      throw new Lost();
    },
  };
};

/** The log of the centre where it is, as texts. */
const logOf = ({ play, one }: About): LogEntry[] =>
  play.store.centres.get(toBase64url(recordIn(one).centre))!.entries;
const servingLog = (about: About, entries: readonly Bytes[]): Telling => {
  const centre = toBase64url(recordIn(about.one).centre);
  return retelling('readLog', (body: object, args) =>
    args.centre === centre
      ? { ...body, entries: entries.slice(Number(args.from ?? 0)).map(toBase64url) }
      : body,
  );
};

export const lies: Lie[] = [
  {
    name: 'drop',
    act: 'look',
    tell: aboutItem((items, i) =>
      i === items.length - 1 ? null : renumbered(items.filter((_, j) => j !== i)),
    ),
  },
  {
    name: 'blank',
    act: 'look',
    tell: aboutItem((items, i) => items.filter((_, j) => j !== i)),
  },
  {
    name: 'double',
    act: 'look',
    tell: aboutItem((items, i) => renumbered([...items.slice(0, i + 1), ...items.slice(i)])),
  },
  {
    name: 'reorder',
    act: 'look',
    tell: aboutItem((items, i) =>
      items[i + 1]
        ? renumbered([...items.slice(0, i), items[i + 1]!, items[i]!, ...items.slice(i + 2)])
        : null,
    ),
  },
  {
    name: 'flip',
    act: 'look',
    tell: aboutItem((items, i, { pick }) =>
      changed(items, i, (item) => ({ ...item, bytes: flipped(item.bytes, pick(1 << 16)) })),
    ),
  },
  {
    name: 'mix',
    act: 'look',
    tell: aboutItem((items, i, { play, one, pick }) => {
      const other = [...play.store.conversations.values()].find(({ id }) => id !== one.id);
      if (!other) return null;
      const foreign = shownOf(other);
      const taken = foreign[i] ?? foreign[pick(foreign.length)]!;
      return changed(items, i, (item) => ({ ...taken, seq: item.seq }));
    }),
  },
  {
    name: 'false author',
    act: 'look',
    tell: aboutItem((items, i, { one, pick }) => {
      if (items[i]!.kind === 'record') return null;
      const others = recordIn(one).rows.filter(
        ({ kind, id }) => kind === 1 && hex(id) !== hex(one.items[i]!.item.sender),
      );
      const other = others[pick(others.length || 1)];
      if (!other) return null;
      return changed(items, i, (item) => {
        const bytes = fromBase64url(item.bytes);
        bytes.set(other.id, 57);
        return { ...item, bytes: toBase64url(bytes) };
      });
    }),
  },
  {
    name: 'erase',
    act: 'look',
    tell: aboutItem((items, i, { one }) => {
      const { item, isErased } = one.items[i]!;
      if (item.type !== 'message' || isErased) return null;
      return changed(items, i, (served) => ({
        ...served,
        kind: 'erased',
        bytes: toBase64url(erasedBytes(item)),
      }));
    }),
  },
  {
    name: 'delay',
    act: 'look',
    tell: aboutItem((items, i) => (i === 0 ? null : items.slice(0, i))),
  },
  {
    name: 'roll back items',
    act: 'look',
    tell: (about) => {
      const judged = about.victim.self.rooms.get(about.one.id)?.stream.seq ?? 0;
      if (judged < 2) return null;
      return servingInstead(about, shownOf(about.one).slice(0, 1 + about.pick(judged - 1)));
    },
  },
  {
    name: 'fork',
    act: 'write',
    tell: ({ play, victim }) => {
      const store = copyStore(play.store);
      victim.branch = serverOver(store, () => play.clock.now);
      return { line: (_asked, pass) => pass(), told: { is: true } };
    },
  },
  {
    name: 'swap bundle',
    act: 'change',
    needsOtherDevice: true,
    tell: async (about) => {
      const false_ = await stranger(about);
      return retelling('keyBundle', (body: { bundle: string }, { key }) => {
        const real = about.play.store.bundles.get(hex(fromBase64url(String(key))));
        // Its own bundle nobody has to fetch, and a paper's only the log names.
        return !real || real.kind === ACCOUNT_KIND.paper || hex(real.account) === hex(idOf(about.victim))
          ? body
          : { bundle: toBase64url(false_.bundle.bytes) };
      });
    },
  },
  {
    name: 'swap inbox key',
    act: 'change',
    needsOtherDevice: true,
    tell: async (about) => {
      const entries = logOf(about);
      const i = entries.findLastIndex(
        ({ change }) => change.type === 'key' && change.which === CENTRE_KEY.inbox,
      );
      const key = await centreKeyOf(randomOf(about.play.next)(32));
      about.play.attackers.push(key.seed);
      const bytes = entries[i]!.bytes.slice();
      // Head of 98 bytes, length, which: then the key.
      bytes.set(key.publicKey, bytes.length - 64 - 1216);
      return servingLog(
        about,
        entries.map((entry, j) => (j === i ? bytes : entry.bytes)),
      );
    },
  },
  {
    name: 'swap seed',
    act: 'look',
    needsOtherDevice: true,
    tell: async (about) => {
      if (about.victim.self.kind !== 'staff') return null;
      const random = randomOf(about.play.next);
      const false_ = await centreKeyOf(random(32));
      const person = about.victim.account.bundle;
      const entries = logOf(about).flatMap(({ centre, change, keyKid }) =>
        change.type === 'key' ? [{ place: { centre, which: change.which }, keyId: keyKid! }] : [],
      );
      const boxes = await Promise.all(
        entries.map(async ({ place, keyId }) => ({
          key: toBase64url(keyId),
          box: toBase64url(await boxCentreKey(place, { ...false_, keyId }, person, random)),
        })),
      );
      return retelling('readSeeds', (body: { seeds: { key: string }[] }) => ({
        ...body,
        seeds: body.seeds.map((seed) => boxes.find(({ key }) => key === seed.key) ?? seed),
      }));
    },
  },
  {
    name: 'swap wrap',
    act: 'write',
    needsOtherDevice: true,
    tell: async (about) => {
      const { play, victim, one } = about;
      const random = randomOf(play.next);
      const key = random(32);
      play.attackers.push(key);
      const boxes = new Map<number, string>();
      for (const { item } of one.items) {
        if (item.type !== 'record') continue;
        const row = item.rows.find(({ id }) => hex(id) === hex(idOf(victim)));
        if (!row) continue;
        boxes.set(
          item.epoch,
          toBase64url(await wrapEpochKey(item, row, key, victim.account.bundle.xwPk, random)),
        );
      }
      if (boxes.size === 0) return null;
      return retelling('readItems', (body: ItemsAnswer, { conversation }) =>
        conversation === one.id
          ? {
              ...body,
              wraps: body.wraps.map((wrap) => ({ ...wrap, box: boxes.get(wrap.epoch) ?? wrap.box })),
            }
          : body,
      );
    },
  },
  {
    name: 'blank wraps',
    act: 'write',
    needsOtherDevice: true,
    tell: ({ one }) =>
      retelling('readItems', (body: ItemsAnswer, { conversation }) =>
        conversation === one.id ? { ...body, wraps: [] } : body,
      ),
  },
  {
    name: 'roll back log',
    act: 'change',
    tell: (about) => {
      const entries = logOf(about);
      return servingLog(
        about,
        entries.slice(0, 1 + about.pick(entries.length - 1)).map(({ bytes }) => bytes),
      );
    },
  },
  {
    name: 'flip log',
    act: 'change',
    needsOtherDevice: true,
    tell: (about) => {
      const entries = logOf(about);
      const [i, bit] = [about.pick(entries.length), about.pick(1 << 16)];
      return servingLog(
        about,
        entries.map(({ bytes }, j) => (j === i ? fromBase64url(flipped(toBase64url(bytes), bit)) : bytes)),
      );
    },
  },
  {
    name: 'false centre',
    act: 'change',
    needsOtherDevice: true,
    tell: async (about) => {
      const { play, one } = about;
      const { centre } = recordIn(one);
      const by = await stranger(about);
      play.store.bundles.set(hex(by.bundle.kid), by.bundle);
      const key = await centreKeyOf(randomOf(play.next)(32));
      play.attackers.push(key.seed);
      const place = { centre, at: 1 };
      const { bits } = { bits: BIT.counsellor | BIT.lead | BIT.custodian };
      const { kid, account } = by.bundle;
      const create = await signLogEntry(
        by,
        { ...place, previous: null },
        { type: 'create', name: 'north', vault: VAULT_POLICY.off, staff: [{ kid, account, bits }] },
      );
      const inbox = await signLogEntry(
        by,
        { ...place, previous: create },
        { type: 'key', which: CENTRE_KEY.inbox, xwPk: key.publicKey },
      );
      return servingLog(about, [create.bytes, inbox.bytes]);
    },
  },
  {
    name: 'a false thread',
    act: 'look',
    needsOtherDevice: true,
    tell: ({ play, victim, one, pick }) => {
      if (victim.self.kind !== 'staff' || one.beside) return null;
      const { store, clock } = play;
      const real = besideOf(store, one.id).find(({ beside }) => beside.as === 'thread');
      const theirs = [...store.conversations.values()].filter(
        (other) => other !== real && roleIn(store, other, idOf(victim), clock.now) > 0,
      );
      const shown = theirs[pick(theirs.length || 1)];
      return shown ? showingBeside(one, { thread: shown.id }) : null;
    },
  },
  {
    name: 'the thread as notes',
    act: 'take notes',
    tell: ({ play, victim, one }) => {
      const thread = besideOf(play.store, one.id).find(({ beside }) => beside.as === 'thread');
      const isIn = thread && roleIn(play.store, thread, idOf(victim), play.clock.now) > 0;
      return isIn ? showingBeside(one, { notes: thread.id }) : null;
    },
  },
  {
    name: 'roll back slot',
    act: 'sign in',
    tell: ({ play, victim, pick }) => {
      const older = play.cast.seats.get(victim.name)!;
      const other = [...play.cast.seats.values()][pick(play.cast.seats.size)]!;
      const slotOf = (id: Bytes) =>
        play.cast.store.slots.get(`${hex(id)}:${toBase64url(new Uint8Array(16))}`)!;
      const isOlder = pick(2) === 0 && older.state.version < victim.self.state.version;
      const state = isOlder
        ? slotOf(older.account.bundle.account)
        : other.name === victim.name
          ? null
          : slotOf(other.account.bundle.account);
      return state && retelling('loginFinish', (body: object) => ({ ...body, state }));
    },
  },
  {
    name: 'swap own bundle',
    act: 'sign in',
    tell: async (about) => {
      const { bundle } = await stranger(about);
      return retelling('loginFinish', (body: object) => ({ ...body, bundle: toBase64url(bundle.bytes) }));
    },
  },
  {
    name: 'misnumber',
    act: 'look',
    tell: aboutItem((items, i) => items.map((item, j) => (j < i ? item : { ...item, seq: item.seq + 1 }))),
  },
  {
    name: 'stale acknowledgement',
    act: 'write',
    tell: ({ one, pick }) => {
      const told = { is: false };
      return {
        told,
        line: async (asked, pass) => {
          if (!WRITES.includes(asked.name)) return pass();
          told.is = true;
          const seq = pick(2) ? one.stream.seq + 1 : 1 + pick(one.stream.seq);
          return { status: 201, body: { seq, at: 1, transcript: toBase64url(new Uint8Array(32)) } };
        },
      };
    },
  },
  {
    name: 'false refusal',
    act: 'write',
    tell: ({ pick }) => {
      const codes = [
        'STALE_EPOCH',
        'REKEY',
        'STALE_LOG',
        'CHAIN',
        'NOT_FOUND',
        'KEYS',
        'DUPLICATE',
        'NOT_ALLOWED',
      ] as const;
      const [code, times, isStored] = [codes[pick(codes.length)]!, 1 + pick(3), pick(2) === 0];
      const told = { is: false };
      let left: number = times;
      return {
        told,
        line: async (asked, pass) => {
          if (!WRITES.includes(asked.name) || left === 0) return pass();
          left -= 1;
          told.is = true;
          if (isStored) await pass();
          return says(code);
        },
      };
    },
  },
  { name: 'lose call', act: 'write', isOnlyFault: true, tell: () => lostOnce(false) },
  { name: 'lose answer', act: 'write', isOnlyFault: true, tell: () => lostOnce(true) },
  {
    name: 'double call',
    act: 'write',
    isOnlyFault: true,
    tell: () => {
      const told = { is: false };
      return {
        told,
        line: async (asked, pass) => {
          if (!WRITES.includes(asked.name)) return pass();
          told.is = true;
          const [first, second] = [await pass(), await pass()];
          return second.status < 300 || first.status >= 300
            ? second
            : { status: 599, body: 'another answer the second time' };
        },
      };
    },
  },
  {
    name: 'delay call',
    act: 'write',
    isOnlyFault: true,
    tell: () => {
      const told = { is: false };
      let late: (() => Promise<Answered>) | null = null;
      return {
        told,
        line: async (asked, pass) => {
          if (!WRITES.includes(asked.name)) return pass();
          if (!told.is) {
            told.is = true;
            late = pass;
            throw new Lost();
          }
          const answered = await pass();
          // The first one arrives after all, behind its own repetition.
          await late?.();
          late = null;
          return answered;
        },
      };
    },
  },
];
