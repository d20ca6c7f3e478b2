// Everything said at the end of a history: who was lied to hears it, members read, the removed don't.
import { openEpochKey, Unopened } from '@beistand/crypto';
import { type Bytes, type EpochRecord, fromBase64url, hex, type Row, toBase64url } from '@beistand/wire';
import { roomOf, sync } from '../conversation/sync.ts';
import { codeOf, isOnTruth, look } from './attempt.ts';
import { seekers, staff } from './chances.ts';
import { type Counts, count } from './counts.ts';
import { shownOf } from './lies.ts';
import { isInPoolOf, keyOf, linesOf, mayRead, opensWithAny, recordIn, roleIn } from './oracle.ts';
import { type Actor, actorOf, doubleOf, holds, idOf, type Play, storeOf } from './play.ts';
import type { Conversation, Stored } from './server.ts';
import * as verbs from './verbs.ts';

type Lied = { victim: Actor; one: Conversation };

/** What was found out, who reads what, and what nobody may have learned. */
export async function countUp(play: Play, counts: Counts, lied: Lied | null): Promise<void> {
  if (lied) await findOut(play, counts, lied);
  for (const one of play.store.conversations.values()) {
    // Where nothing has happened since, as many have looked as ever will.
    const before = play.cast.store.conversations.get(one.id)?.stream.seq;
    if (play.isDeep || one.stream.seq !== before) await everyoneReads(play, one);
  }
  await acknowledgedIsThere(play);
  await removedReadNothing(play);
  await nothingUnderFalseKeys(play);
  if (play.isDeep) await sealedToTheNamed(play);
}

/** The next honest item: somebody else writes, then the victim looks, and hears the truth or stops. */
export async function findOut(play: Play, counts: Counts, { victim, one }: Lied): Promise<void> {
  if (victim.branch) await crossBranches(play, victim, one);
  victim.branch = null;
  victim.line = null;
  victim.wasLiedTo = true;
  const others = [...seekers, ...staff]
    .filter((name) => play.cast.seats.has(name))
    .map((name) => actorOf(play, name))
    .filter((actor) => actor !== victim && !actor.branch && !actor.self.rooms.get(one.id)?.frozen);
  const judged = victim.self.rooms.get(one.id)?.stream.seq ?? 0;
  for (const other of others) {
    const role = roleIn(play.store, one, idOf(other), play.clock.now);
    if (role === 0 || role === 4) continue;
    // On a branch of their own they may be further; the item that tells them is the next that they are served.
    while ((await verbs.write(play, other, one.id)) === 'ok' && one.stream.seq <= judged);
    if (one.stream.seq > judged) break;
  }
  // Where nobody is in it who could write, a counsellor may still take it up.
  const counsellor = others.find((other) => isInPoolOf(play.store, one, idOf(other)));
  if (one.stream.seq <= judged && counsellor) await verbs.takeIn(play, counsellor, one.id);
  const ended = await look(play, victim, one.id);
  const room = victim.self.rooms.get(one.id);
  if (room?.frozen) count(counts.found, 'in the end, frozen');
  else if (ended === 'NOT_FOUND') count(counts.found, 'in the end, out');
  else if (one.stream.seq <= judged) count(counts.found, 'in the end, nobody has said anything since');
  else if (ended !== 'ok') count(counts.found, `in the end, ${ended}`);
  else {
    holds(isOnTruth(play, victim, one.id), `${victim.name} never learns that they were lied to`);
    holds(room?.stream.seq === one.stream.seq, `${victim.name} misses what is there`);
    count(counts.found, 'in the end, on the truth');
  }
  await verbs.comeBack(play, victim, true);
}

/** What was written on one branch, served on the other: nobody who knows a fork's one side takes the other's. */
async function crossBranches(play: Play, victim: Actor, one: Conversation): Promise<void> {
  const room = victim.self.rooms.get(one.id);
  const theirs = storeOf(play, victim).conversations.get(one.id);
  if (!room || room.frozen || !theirs) return;
  const shared = one.items.findIndex(
    ({ item }, i) => !theirs.items[i] || hex(theirs.items[i].item.m) !== hex(item.m),
  );
  const strange = shared < 0 ? undefined : one.items.findLast(({ item }) => item.prevSeq > shared);
  if (!strange || theirs.stream.seq <= shared) return;
  const [served] = shownOf({ ...one, items: [strange] });
  let isServed = false;
  const { self } = doubleOf(play, victim, async (asked, pass) => {
    const answered = await pass();
    if (asked.name !== 'readItems' || !isServed) return answered;
    const seq = theirs.stream.seq + 1;
    return { status: 200, body: { ...(answered.body as object), items: [{ ...served, seq }], seq } };
  });
  const double = roomOf(self, one.id);
  try {
    await sync(self, double);
    isServed = true;
    await sync(self, double);
  } catch (error) {
    codeOf(error);
    return;
  }
  holds(false, `${victim.name} takes an item from the other branch`);
}

/** Members read all they may: who asks, and of the others now and then everyone, else one. */
async function everyoneReads(play: Play, one: Conversation): Promise<void> {
  const named = [...play.actors.values()].filter(
    (actor) =>
      !actor.branch &&
      !actor.self.rooms.get(one.id)?.frozen &&
      recordIn(one).rows.some(({ id }) => hex(id) === hex(idOf(actor))),
  );
  const isSeeker = ({ self }: Actor) => self.kind === 'seeker';
  const others = named.filter((actor) => !isSeeker(actor));
  const lookers = play.isDeep
    ? named
    : [...named.filter(isSeeker), ...others.slice(play.next() % (others.length || 1)).slice(0, 1)];
  for (const actor of lookers) await look(play, actor, one.id);
}

async function acknowledgedIsThere(play: Play): Promise<void> {
  for (const { text, conversation, by } of play.acknowledged) {
    const one = play.store.conversations.get(conversation);
    const there = one ? await linesOf(play, one) : [];
    holds(
      there.some((line) => line.text === text),
      `${by} was told that “${text}” is there`,
    );
  }
}

/** With all their keys, and everything the server has since. */
async function removedReadNothing(play: Play): Promise<void> {
  for (const one of play.store.conversations.values())
    for (const actor of play.actors.values()) {
      const since = play.reach.get(`${one.id}:${actor.name}`);
      // Who never could read has no key to begin with; now and then they try all the same.
      if ((since === undefined && !play.isDeep) || mayRead(play.store, one, idOf(actor), play.clock.now))
        continue;
      const later = one.items.filter(({ seq, isErased }) => seq > (since ?? 0) && !isErased);
      if (later.length > 0) await opensNothing(play, actor, one, later);
    }
}

async function opensNothing(
  play: Play,
  actor: Actor,
  one: Conversation,
  later: readonly Stored[],
): Promise<void> {
  const keys = [...actor.held.epochKeys.values()];
  for (const { item } of later) {
    if (item.type === 'message') {
      const { item: record } = one.items.find(
        (r) => r.item.type === 'record' && r.item.epoch === item.epoch,
      )!;
      const isHeld = actor.held.epochKeys.has(hex(keyOf(play, record as EpochRecord)));
      holds(
        !isHeld && !(play.isDeep && (await opensWithAny(keys, item))),
        `${actor.name} reads on after they are out`,
      );
      // Under a record made before, whose wraps may be theirs.
      if (!later.some((one_) => one_.item === record))
        await opensNoWrap(play, actor, one, record as EpochRecord);
      continue;
    }
    await opensNoWrap(play, actor, one, item);
  }
}

async function opensNoWrap(play: Play, actor: Actor, one: Conversation, record: EpochRecord): Promise<void> {
  const seeds = [...actor.held.seeds.values(), actor.account.openKey];
  const isTheirs = (kid: string) => kid === hex(actor.account.bundle.kid) || actor.held.seeds.has(kid);
  for (const row of record.rows) {
    const wrap = one.wraps.find((w) => w.epoch === record.epoch && hex(w.row.kid) === hex(row.kid));
    if (!wrap || !(play.isDeep || isTheirs(hex(row.kid)))) continue;
    for (const seed of seeds)
      holds(
        !(await opensFor(record, row, seed, wrap.box)),
        `${actor.name} has the key to what was said after they are out`,
      );
  }
}

const opensFor = (record: EpochRecord, row: Row, seed: Bytes, box: string): Promise<boolean> =>
  openEpochKey(record, row, seed, fromBase64url(box)).then(
    () => true,
    (error: unknown) => {
      if (error instanceof Unopened) return false;
      throw error;
    },
  );

/** What somebody in between made up is the key of nothing that anyone sent. */
async function nothingUnderFalseKeys(play: Play): Promise<void> {
  if (play.attackers.length === 0) return;
  for (const { items } of play.store.conversations.values())
    for (const { item } of items)
      if (item.type === 'message' && item.ct)
        holds(!(await opensWithAny(play.attackers, item)), 'words under a key that the server has made');
}

/** Every wrap that lies there opens with the secret of just the key its row names. */
async function sealedToTheNamed(play: Play): Promise<void> {
  const secrets = new Map<string, Bytes>();
  for (const { account } of play.cast.seats.values()) secrets.set(hex(account.bundle.kid), account.openKey);
  for (const { centreKeys } of play.cast.seats.values())
    for (const { keyId, seed } of centreKeys.values()) secrets.set(hex(keyId), seed);
  for (const { held } of play.actors.values()) for (const [kid, seed] of held.seeds) secrets.set(kid, seed);
  for (const one of play.store.conversations.values())
    for (const { item } of one.items) {
      if (item.type !== 'record') continue;
      for (const row of item.rows) {
        const wrap = one.wraps.find((w) => w.epoch === item.epoch && hex(w.row.kid) === hex(row.kid));
        const secret = secrets.get(hex(row.kid));
        if (!wrap || (!secret && liesSealed(play, hex(row.kid)))) continue;
        holds(secret !== undefined, 'sealed to a key that nobody has');
        const isOpen = await opensFor(item, row, secret!, wrap.box);
        holds(isOpen, `a wrap in ${toBase64url(item.conversation)} doesn’t open for its row`);
      }
    }
}

/** Somebody has a box with it that no page has opened yet: the paper, or who has been let in since. */
const liesSealed = ({ store }: Play, kid: string): boolean =>
  [...store.centres.values()].some(({ seeds }) => seeds.some(({ key }) => hex(fromBase64url(key)) === kid));
