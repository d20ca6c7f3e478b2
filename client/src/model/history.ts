// One history: people act, a server lies to one after the other, forgers try what they can; then everything is counted up.
import { roomOf, sync } from '../conversation/sync.ts';
import { look } from './attempt.ts';
import { byWeight, oneOf, seekers, somebody, staff, type Turn, table, turnOf } from './chances.ts';
import { countUp, findOut } from './count-up.ts';
import { type Counts, count } from './counts.ts';
import { type Forgery, messageForgeries, recordForgeries, threadForgeries } from './forge-items.ts';
import { joinForgeries } from './forge-join.ts';
import { logForgeries } from './forge-log.ts';
import { lies } from './lies.ts';
import { isWaiting, mayRead } from './oracle.ts';
import { type Actor, actorOf, type Cast, doubleOf, forget, holds, idOf, newPlay, type Play } from './play.ts';
import { probeItem, probeLog } from './probe.ts';
import { seldom, WEIGHT } from './seldom.ts';
import { besideOf, type Conversation } from './server.ts';
import * as verbs from './verbs.ts';
import { seeded } from './world.ts';

/** Numbers to choose by: what they choose among depends on how things stand. */
export type Step = readonly [what: number, who: number, how: number];
export type History = { seed: number; steps: readonly Step[] };

type Lied = { victim: Actor; one: Conversation };

const seldomness = ({ name }: { name: string }) => seldom[name] ?? WEIGHT;

/** As often as a thing is tried that needs what isn't there. */
const TRIES = 12;

/** The first of some lies drawn by lot for which things stand so. */
async function somethingToLieAbout({ play, choose }: Turn, lied: Lied, isOnOtherDevice: boolean) {
  for (let i = 0; i < TRIES; i++) {
    const one = byWeight({ choose }, lies, seldomness);
    const mayBe = isOnOtherDevice || !one.needsOtherDevice;
    if (mayBe && one.needsOtherDevice) forget(lied.victim);
    const telling = mayBe && (await one.tell({ play, ...lied, pick: choose }));
    if (telling) return { ...one, telling };
  }
  return null;
}

/** Somebody is lied to while they do something. Answers whom, unless it was a bad line and they know by now. */
async function lie(t: Turn, one: Conversation): Promise<Lied | null> {
  const { play, counts, choose } = t;
  const victim = somebody(
    t,
    one,
    (actor, role, bits) => !actor.branch && (role > 0 || (isWaiting(one) && (bits & 1) !== 0)),
  );
  if (victim.branch || !mayRead(play.store, one, idOf(victim), play.clock.now)) return null;
  const isOnOtherDevice = choose(4) > 0;
  if (isOnOtherDevice) await verbs.comeBack(play, victim, true);
  else await look(play, victim, one.id);
  const found = await somethingToLieAbout(t, { victim, one }, isOnOtherDevice);
  if (!found) return null;
  const { name, act, isOnlyFault, telling } = found;
  victim.line = telling.line;
  const acts = {
    look: () => look(play, victim, one.id),
    write: () => verbs.write(play, victim, one.id),
    change: () => (choose(2) ? verbs.write(play, victim, one.id) : look(play, victim, one.id)),
    'sign in': () => verbs.comeBack(play, victim, choose(2) === 0),
    'take notes': () => verbs.talkBeside(play, victim, one.id, 'notes'),
  };
  const ended = await acts[act]();
  victim.line = null;
  if (!telling.told.is) return null;
  count(counts.lies, name);
  const isFrozen = victim.self.rooms.get(one.id)?.frozen;
  count(counts.found, isFrozen ? 'at once, frozen' : ended === 'ok' ? 'not at once' : 'at once, refused');
  if (isOnlyFault) {
    holds(!isFrozen, `frozen by a bad line: ${isFrozen}`);
    return null;
  }
  victim.wasLiedTo = true;
  return { victim, one };
}

/** Forgers try a few things where things stand. */
async function forge(t: Turn, one: Conversation, times: number): Promise<void> {
  const { play, counts } = t;
  const tried = one.beside ? besideForgeries : forgeries;
  const readers = [...seekers, ...staff]
    .map((name) => actorOf(play, name))
    .filter(
      (actor) => !actor.wasLiedTo && !actor.branch && mayRead(play.store, one, idOf(actor), play.clock.now),
    );
  const victim = oneOf(t, readers);
  if (!victim) return;
  // Once for all of them: what is honest is judged before anything is forged.
  const double = doubleOf(play, victim, (_asked, pass) => pass());
  await sync(double.self, roomOf(double.self, one.id));
  for (let left = times, i = 0; left > 0 && i < TRIES; i++) {
    const { name, probe } = byWeight(t, tried, seldomness);
    if (!(await probe(play, one, double))) continue;
    count(counts.forgeries, name);
    left -= 1;
  }
}

/** Now and then the thread of a conversation instead, or somebody's notes. */
const beside = (t: Turn, one: Conversation): Conversation | undefined =>
  t.choose(5) === 0 ? oneOf(t, besideOf(t.play.store, one.id)) : undefined;

type Probe = {
  name: string;
  probe: (play: Play, one: Conversation, victim: Actor) => Promise<boolean>;
};
const ofItems = (all: readonly Forgery[]): Probe[] =>
  all.map((one) => ({
    ...one,
    probe: (play: Play, at: Conversation, victim: Actor) => probeItem(play, at, victim, one),
  }));
export const besideForgeries = ofItems([...threadForgeries, ...messageForgeries]);
export const forgeries: Probe[] = [
  ...ofItems([...recordForgeries, ...joinForgeries, ...messageForgeries]),
  ...logForgeries.map((one) => ({
    ...one,
    probe: (play: Play, at: Conversation, victim: Actor) => probeLog(play, at, victim, one),
  })),
];

/** Plays it; throws what doesn't hold. */
export async function playHistory(cast: Cast, { seed, steps }: History, counts: Counts): Promise<void> {
  const play = newPlay(cast, seed, seed % 64 === 0);
  const [first] = play.store.conversations.keys();
  let lied: Lied | null = null;
  for (const [i, [what, who, how]] of steps.entries()) {
    const t = turnOf(play, counts, seeded(who * 65_537 + how));
    const all = [...play.store.conversations.values()].filter((talk) => !talk.beside);
    const one = (t.choose(4) ? play.store.conversations.get(first!) : oneOf(t, all)) ?? all[0]!;
    if ((2 * i + (seed >>> 6)) % 5 < 3) {
      if (lied) await findOut(play, counts, lied);
      lied = await lie(t, beside(t, one) ?? one);
    }
    if (all.length < 3 && what % 23 === 0) {
      const to = t.choose(3) === 0 ? 'clara' : undefined;
      await verbs.enquire(play, oneOf(t, seekers)!, 'north', to);
      count(counts.verbs, to ? 'enquire of one' : 'enquire');
      continue;
    }
    const verb = byWeight({ choose: (below) => what % below }, table, ({ weight }) => weight);
    await verb.run(t, one);
    count(counts.verbs, verb.name);
    await forge(t, one, 2);
    const aside = beside(t, one);
    if (aside) await forge(t, aside, 2);
  }
  await countUp(play, counts, lied);
}
