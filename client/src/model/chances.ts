// Long: what may happen next in a history, and who does it: each verb of the client with its weight and those who may.
import { BIT, hex } from '@beistand/wire';
import { look } from './attempt.ts';
import type { Counts } from './counts.ts';
import { bitsOf, centreIn, mayRead, recordIn, roleIn } from './oracle.ts';
import { type Actor, actorOf, idOf, type Play, storeOf } from './play.ts';
import type { Conversation } from './server.ts';
import * as verbs from './verbs.ts';

export type Turn = { play: Play; counts: Counts; choose: (below: number) => number };

export const turnOf = (play: Play, counts: Counts, next: () => number): Turn => ({
  play,
  counts,
  choose: (below) => next() % below,
});

export const oneOf = <T>({ choose }: Pick<Turn, 'choose'>, all: readonly T[]): T | undefined =>
  all[choose(all.length || 1)];

/** One of them, likelier the more it weighs. */
export function byWeight<T extends { name: string }>(
  { choose }: Pick<Turn, 'choose'>,
  all: readonly T[],
  weightOf: (one: T) => number,
): T {
  let left = choose(all.reduce((sum, one) => sum + weightOf(one), 0));
  for (const one of all) {
    left -= weightOf(one);
    if (left < 0) return one;
  }
  throw new Error('nothing to choose among');
}

export const staff = ['eva', 'clara', 'david', 'ruth', 'wanda', 'otto', 'nora', 'thomas', 'miriam'];
export const seekers = ['ada', 'ben', 'cora'];

/** Mostly those who may; now and then anybody. */
export function somebody(
  turn: Turn,
  one: Conversation,
  fits: (actor: Actor, role: number, bits: number) => boolean,
): Actor {
  const { play, choose } = turn;
  const all = [...seekers, ...staff].map((name) => actorOf(play, name));
  const fit = all.filter((actor) => {
    const store = storeOf(play, actor);
    const here = store.conversations.get(one.id);
    if (!here) return false;
    return fits(
      actor,
      roleIn(store, here, idOf(actor), play.clock.now),
      bitsOf(store, centreIn(here), idOf(actor)),
    );
  });
  const isAnybody = choose(12) === 0 || fit.length === 0;
  const chosen = oneOf(turn, isAnybody ? all : fit)!;
  // On the other branch there may be no such conversation.
  return storeOf(play, chosen).conversations.has(one.id) ? chosen : oneOf(turn, fit.length > 0 ? fit : all)!;
}

const anyMember = (turn: Turn, one: Conversation): Actor => somebody(turn, one, (_actor, role) => role > 0);

type Verb = { name: string; weight: number; run: (turn: Turn, one: Conversation) => Promise<unknown> };

const isStaff = ({ self }: Actor) => self.kind === 'staff';
const anyStaff = (turn: Turn): Actor => actorOf(turn.play, oneOf(turn, staff)!);
const centreName = (turn: Turn): string => oneOf(turn, Object.keys(turn.play.cast.centres))!;
const leads = (play: Play, name: string): Actor[] => {
  const centre = play.cast.centres[name]!;
  return staff
    .map((one) => actorOf(play, one))
    .filter((actor) => bitsOf(storeOf(play, actor), centre, idOf(actor)) & BIT.lead);
};
const combinations = [
  0,
  0,
  BIT.counsellor,
  BIT.counsellor,
  BIT.counsellor | BIT.custodian,
  BIT.reader,
  BIT.writer,
  BIT.counsellor | BIT.lead,
];

export const table: Verb[] = [
  {
    name: 'send',
    weight: 14,
    run: (t, one) =>
      verbs.write(
        t.play,
        somebody(t, one, (_a, role) => role > 0 && role < 4),
        one.id,
      ),
  },
  {
    name: 'look',
    weight: 10,
    run: (t, one) =>
      look(
        t.play,
        somebody(t, one, (a) => mayRead(storeOf(t.play, a), one, idOf(a), t.play.clock.now)),
        one.id,
      ),
  },
  {
    name: 'accept',
    weight: 8,
    run: (t, one) =>
      verbs.takeIn(
        t.play,
        somebody(t, one, (_a, _r, bits) => (bits & 1) !== 0),
        one.id,
      ),
  },
  {
    name: 'accept as a team',
    weight: 4,
    run: (t, one) =>
      verbs.takeIn(
        t.play,
        somebody(t, one, (_a, _r, bits) => (bits & 1) !== 0),
        one.id,
        true,
      ),
  },
  {
    name: 'give back',
    weight: 4,
    run: (t, one) =>
      verbs.undoAccept(
        t.play,
        somebody(t, one, (_a, role) => role === 2),
        one.id,
      ),
  },
  {
    name: 'move',
    weight: 4,
    run: (t, one) =>
      verbs.goTo(
        t.play,
        somebody(t, one, (_a, role) => role === 1),
        one.id,
        centreName(t),
      ),
  },
  {
    name: 'suggest another centre',
    weight: 3,
    run: (t, one) =>
      verbs.suggest(
        t.play,
        somebody(t, one, (a, role) => isStaff(a) && role > 1),
        one.id,
        centreName(t),
      ),
  },
  {
    name: 'let a colleague in',
    weight: 7,
    run: (t, one) => {
      const by = somebody(t, one, (_a, role) => role === 2 || role === 3);
      return verbs.letIn(
        t.play,
        by,
        one.id,
        somebody(t, one, (_a, role, bits) => role === 0 && bits > 0),
        t.choose(2) ? 3 : 4,
      );
    },
  },
  {
    name: 'take a colleague out',
    weight: 5,
    run: (t, one) =>
      verbs.takeOut(
        t.play,
        somebody(t, one, (_a, role) => role === 2 || role === 3),
        one.id,
        somebody(t, one, (_a, role) => role > 2),
      ),
  },
  {
    name: 'hand over',
    weight: 4,
    run: (t, one) =>
      verbs.passOn(
        t.play,
        somebody(t, one, (_a, role) => role === 2),
        one.id,
        somebody(t, one, (_a, role, bits) => role !== 2 && (bits & 1) !== 0),
        t.choose(2) === 0,
      ),
  },
  {
    name: 'take over',
    weight: 4,
    run: (t, one) =>
      verbs.stepIn(
        t.play,
        somebody(t, one, (_a, role, bits) => role === 3 && (bits & 1) !== 0),
        one.id,
        t.choose(2) === 0,
      ),
  },
  {
    name: 'plan a cover',
    weight: 3,
    run: (t, one) =>
      verbs.cover(
        t.play,
        somebody(t, one, (_a, role) => role === 2),
        one.id,
        somebody(t, one, (_a, role, bits) => role !== 2 && (bits & 1) !== 0),
      ),
  },
  {
    name: 'pass to a new key',
    weight: 3,
    run: async (t, one) => {
      const asks = recordIn(one).rows.find(({ role }) => role === 1)!.id;
      const by = somebody(t, one, (_a, role) => role === 2);
      const others = [...storeOf(t.play, by).conversations.values()].filter(
        ({ id, beside }) => id !== one.id && !beside,
      );
      const known = others.find(
        (other) => roleIn(storeOf(t.play, by), other, idOf(by), t.play.clock.now) > 0,
      );
      if (known) return verbs.relinkTo(t.play, by, one.id, known.id);
      const fresh = seekers.find((name) => hex(idOf(actorOf(t.play, name))) !== hex(asks))!;
      const other = await verbs.enquire(t.play, fresh, nameOfCentre(t.play, one), by.name);
      return other && storeOf(t.play, by).conversations.has(other)
        ? verbs.relinkTo(t.play, by, one.id, other)
        : null;
    },
  },
  {
    name: 'write in the thread',
    weight: 6,
    run: (t, one) =>
      verbs.talkBeside(
        t.play,
        somebody(t, one, (_a, role) => role > 1),
        one.id,
        'thread',
      ),
  },
  {
    name: 'write in one’s notes',
    weight: 4,
    run: (t, one) =>
      verbs.talkBeside(
        t.play,
        somebody(t, one, (_a, role, bits) => role > 1 && (bits & 1) !== 0),
        one.id,
        'notes',
      ),
  },
  {
    name: 'edit',
    weight: 3,
    run: (t, one) => verbs.rewrite(t.play, anyMember(t, one), one.id, false),
  },
  {
    name: 'delete',
    weight: 3,
    run: (t, one) => verbs.rewrite(t.play, anyMember(t, one), one.id, true),
  },
  {
    name: 'employ or dismiss',
    weight: 8,
    run: (t) => {
      const name = centreName(t);
      const by = oneOf(t, leads(t.play, name));
      const bits = oneOf(t, combinations)!;
      return by ? verbs.employ(t.play, by, name, anyStaff(t), bits) : Promise.resolve();
    },
  },
  {
    name: 'renew the paper',
    weight: 3,
    run: (t) => {
      const name = centreName(t);
      const by = oneOf(
        t,
        leads(t.play, name).filter(
          (actor) => bitsOf(storeOf(t.play, actor), t.play.cast.centres[name]!, idOf(actor)) & BIT.custodian,
        ),
      );
      return by ? verbs.renewPaper(t.play, by, name) : Promise.resolve();
    },
  },
  {
    name: 'open by the vault',
    weight: 5,
    run: (t, one) => {
      const keeps = (actor: Actor, role: number, bits: number) =>
        role === 0 && isStaff(actor) && (bits & BIT.custodian) !== 0;
      const by = somebody(t, one, keeps);
      const second = somebody(t, one, (actor, _role, bits) => actor !== by && (bits & BIT.custodian) !== 0);
      return verbs.openByVault(t.play, by, one.id, second, t.choose(2) === 0);
    },
  },
  {
    name: 'rehearse the vault',
    weight: 3,
    run: (t) => {
      const name = centreName(t);
      const keepers = staff
        .map((who) => actorOf(t.play, who))
        .filter(
          (actor) => bitsOf(storeOf(t.play, actor), t.play.cast.centres[name]!, idOf(actor)) & BIT.custodian,
        );
      return verbs.rehearse(t.play, oneOf(t, keepers) ?? anyStaff(t), name);
    },
  },
  {
    name: 'another device',
    weight: 4,
    run: (t, one) => verbs.comeBack(t.play, anyMember(t, one), true),
  },
  {
    name: 'sign in again',
    weight: 3,
    run: (t, one) => verbs.comeBack(t.play, anyMember(t, one), false),
  },
  {
    name: 'open by the newest page',
    weight: 4,
    run: (t, one) => verbs.openPage(t.play, anyMember(t, one), one.id),
  },
  { name: 'see what waits', weight: 4, run: (t) => verbs.seeWaiting(t.play, anyStaff(t)) },
  {
    name: 'see the list',
    weight: 3,
    run: (t, one) => verbs.seeList(t.play, anyMember(t, one)),
  },
  {
    name: 'draft',
    weight: 3,
    run: (t, one) => verbs.note(t.play, anyMember(t, one), one.id),
  },
  {
    name: 'wait three hours',
    weight: 3,
    run: async ({ play }) => {
      play.clock.now += 10_800_000;
    },
  },
  { name: 'race', weight: 6, run: race },
];

const nameOfCentre = (play: Play, one: Conversation): string =>
  Object.entries(play.cast.centres).find(([, id]) => id === centreIn(one))![0];

/** Just before somebody's write arrives, somebody else acts. */
async function race(t: Turn, one: Conversation): Promise<unknown> {
  const { play } = t;
  const first = somebody(t, one, (_a, role) => role > 0 && role < 4);
  const other = [...seekers, ...staff]
    .map((name) => actorOf(play, name))
    .filter(
      (actor) => actor !== first && !actor.branch && roleIn(play.store, one, idOf(actor), play.clock.now) > 0,
    );
  const second = oneOf(
    t,
    other.length > 0 ? other : leads(play, nameOfCentre(play, one)).filter((actor) => actor !== first),
  );
  if (!second || first.branch || first.line) return null;
  let isDone = false;
  const how = t.choose(4);
  first.line = async (asked, pass) => {
    if (!isDone && (asked.name === 'appendMessage' || asked.name === 'appendRecord')) {
      isDone = true;
      if (how === 0) await dismissSomebody(t, one, first);
      else if (roleIn(play.store, one, idOf(second), play.clock.now) > 0)
        await verbs.write(play, second, one.id);
    }
    return pass();
  };
  try {
    return await verbs.write(play, first, one.id);
  } finally {
    first.line = null;
  }
}

async function dismissSomebody(t: Turn, one: Conversation, but: Actor): Promise<void> {
  const name = nameOfCentre(t.play, one);
  const by = leads(t.play, name).find((actor) => actor !== but);
  const named = recordIn(one)
    .rows.filter(({ role }) => role > 1)
    .map(({ id }) => hex(id));
  const gone = staff
    .map((one_) => actorOf(t.play, one_))
    .find((actor) => actor !== but && actor !== by && named.includes(hex(idOf(actor))));
  if (by && gone && !by.branch) await verbs.employ(t.play, by, name, gone, 0);
}
