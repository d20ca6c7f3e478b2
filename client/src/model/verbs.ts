// Long: what people do, each by the client's own verb, with what must come of it by the model's reckoning.
import { BIT, fingerprintOf, fromBase64url, hex, REASON, type Reason, toBase64url } from '@beistand/wire';
import { setBits } from '../centre/extend.ts';
import { replacePaper } from '../centre/replace-paper.ts';
import { confirmVault, drawVaultUse, drillVault, takeOverByVault, useVault } from '../centre/vault.ts';
import { accept, giveBack } from '../conversation/accept.ts';
import { addMember, handOver, planCover, removeMember, takeOver } from '../conversation/change.ts';
import { listConversations, noteConversation } from '../conversation/list.ts';
import { move } from '../conversation/move.ts';
import { openConversation } from '../conversation/open.ts';
import { relink } from '../conversation/relink.ts';
import { suggestCentre } from '../conversation/suggest-centre.ts';
import { type Pending, sendEnquiry } from '../enquiry/enquire.ts';
import { listWaiting } from '../enquiry/waiting.ts';
import type { Body } from '../message/body.ts';
import { deliver, queueMessage, send } from '../message/send.ts';
import { call } from '../server/call.ts';
import { pinCentre } from '../slot/state.ts';
import { openNotes, openThread } from '../thread/open.ts';
import { attempt, type Ended, look, lookAtWords } from './attempt.ts';
import {
  bitsOf,
  centreIn,
  isInPoolOf,
  isWaiting,
  keptRole,
  linesOf,
  mayRead,
  opensInbox,
  opensVault,
  readsByVault,
  recordIn,
  roleIn,
  staffBits,
} from './oracle.ts';
import {
  type Actor,
  actorOf,
  holds,
  idOf,
  invite,
  nameOf,
  type Play,
  serverOf,
  signInAgain,
  storeOf,
} from './play.ts';
import { besideOf, type Conversation } from './server.ts';

const quiet = () => undefined;

/** A conversation as the server that this person talks to has it. */
const at = (play: Play, actor: Actor, conversation: string): Conversation =>
  storeOf(play, actor).conversations.get(conversation)!;
const role = (play: Play, actor: Actor, one: Conversation): number =>
  roleIn(storeOf(play, actor), one, idOf(actor), play.clock.now);
const reads = (play: Play, actor: Actor, one: Conversation): boolean =>
  mayRead(storeOf(play, actor), one, idOf(actor), play.clock.now);
const bits = (play: Play, actor: Actor, centre: string): number =>
  bitsOf(storeOf(play, actor), centre, idOf(actor));

/** Reason of the newest record that isn't TIDY, and whether staff has written since. */
function newestDeed(one: Conversation): { reason: Reason; isAnswered: boolean } {
  const deed = one.items.findLast(({ item }) => item.type === 'record' && item.reason !== REASON.tidy)!;
  const isAnswered = one.items
    .slice(deed.seq)
    .some(
      ({ item }) =>
        item.type === 'message' &&
        item.class === 1 &&
        !recordIn(one).rows.some((row) => row.role === 1 && hex(row.id) === hex(item.sender)),
    );
  return { reason: (deed.item as { reason: Reason }).reason, isAnswered };
}

/** Words nobody has said before. */
export function words(play: Play, actor: Actor): string {
  play.count += 1;
  const text = `Wort ${play.count}`;
  play.said.set(text, nameOf(actor));
  return text;
}

/** A new conversation at a centre, or with one of its counsellors alone. */
export async function enquire(
  play: Play,
  who: string,
  centreName: string,
  to?: string,
  { isPinned = true, keyOf = to }: { isPinned?: boolean; keyOf?: string | undefined } = {},
): Promise<string> {
  const actor = actorOf(play, who);
  const centre = play.cast.centres[centreName]!;
  const text = words(play, actor);
  const conversation = toBase64url(actor.world.random(16));
  const message = toBase64url(actor.world.random(16));
  const addressee = to ? actorOf(play, to) : null;
  const pending: Pending = {
    enquiry: {
      text,
      topic: toBase64url(new Uint8Array(16)),
      topicTitle: 'Schulden',
      centre,
      pin: isPinned ? fingerprintOf(play.store.centres.get(centre)!.entries[0]!.hash) : null,
      ...(addressee && {
        to: { account: nameOf(addressee), pin: fingerprintOf(actorOf(play, keyOf!).account.bundle.kid) },
      }),
      consent: toBase64url(new Uint8Array(32)),
    },
    ids: { conversation, message },
    newcomer: null,
    shownName: who,
    sent: null,
  };
  const isThere =
    !addressee || (bitsOf(storeOf(play, actor), centre, idOf(addressee)) & BIT.counsellor) !== 0;
  const expected = !isThere ? 'ORPHAN' : keyOf === to ? 'ok' : 'FALSE_CENTRE';
  const ended = await attempt(play, actor, [expected], () =>
    sendEnquiry(actor.world, pending, actor.self, quiet),
  );
  if (ended === 'ok')
    holds(centreIn(at(play, actor, conversation)) === centre, 'who asks is where they meant to be');
  if (ended === 'ok' && !actor.branch) play.acknowledged.push({ text, conversation, by: actor.name });
  return ended === 'ok' ? conversation : '';
}

export async function takeIn(
  play: Play,
  actor: Actor,
  conversation: string,
  withTeam = false,
): Promise<Ended> {
  const one = at(play, actor, conversation);
  const isCounsellor = (bits(play, actor, centreIn(one)) & BIT.counsellor) !== 0;
  const mine = role(play, actor, one);
  const mayAccept = isWaiting(one) && isCounsellor;
  const expected = mayAccept
    ? [opensInbox(storeOf(play, actor), one, actor.account.bundle.kid) ? 'ok' : 'NO_KEY']
    : mine === 2
      ? ['ok']
      : reads(play, actor, one)
        ? // Their own enquiry nobody accepts; the server says so to who asks. Who reads by the vault alone isn't in it.
          ['NOT_WANTED', 'ROWS', ...(mine === 0 ? ['NOT_FOUND'] : [])]
        : isCounsellor
          ? ['TAKEN', 'NOT_FOUND']
          : ['NOT_FOUND'];
  const ended = await attempt(play, actor, expected, () => accept(actor.self, conversation, withTeam));
  if (ended === 'ok' && mayAccept) {
    holds(role(play, actor, one) === 2 && !isWaiting(one), 'who accepts is responsible');
    const others = recordIn(one).rows.filter(({ role: part }) => part === 3).length;
    holds(withTeam || others === 0, 'nobody else comes in with an acceptance');
  }
  return ended;
}

export async function undoAccept(play: Play, actor: Actor, conversation: string): Promise<Ended> {
  const one = at(play, actor, conversation);
  const { reason, isAnswered } = newestDeed(one);
  const may = role(play, actor, one) === 2 && reason === REASON.accept && !isAnswered;
  const isDone = isWaiting(one) && reason === REASON.return;
  // Whoever reads along and isn't responsible learns it from the server, as does who reads by the vault alone.
  const expected =
    may || (reads(play, actor, one) && isDone)
      ? ['ok']
      : reads(play, actor, one)
        ? ['NOT_WANTED', 'NOT_ALLOWED', 'STAFF', ...(role(play, actor, one) === 0 ? ['NOT_FOUND'] : [])]
        : ['NOT_FOUND'];
  const ended = await attempt(play, actor, expected, () => giveBack(actor.self, conversation));
  if (ended === 'ok') holds(isWaiting(one), 'given back it waits');
  return ended;
}

/** How sending must end for somebody, before it is tried. */
function sendingEnds(play: Play, actor: Actor, one: Conversation): string[] {
  const store = storeOf(play, actor);
  const mine = role(play, actor, one);
  if (!reads(play, actor, one)) return ['NOT_FOUND'];
  if (mine === 0) return ['NOT_FOUND', 'NOT_ALLOWED'];
  const isOrphan =
    !isWaiting(one) &&
    !recordIn(one).rows.some(
      ({ kind, role: part, id }) =>
        kind === 1 &&
        (part === 2 || part === 3) &&
        (bitsOf(store, centreIn(one), id) & (part === 2 ? 1 : 17)) !== 0,
    );
  // Who only reads is told either: their right is asked before the log is.
  if (isOrphan) return mine === 4 ? ['ORPHAN', 'NOT_ALLOWED'] : ['ORPHAN'];
  return mine === 4 ? ['NOT_ALLOWED'] : ['ok'];
}

async function sending(
  play: Play,
  actor: Actor,
  conversation: string,
  text: string | null,
  act: () => Promise<unknown>,
): Promise<Ended> {
  const expected = sendingEnds(play, actor, at(play, actor, conversation));
  const ended = await attempt(play, actor, expected, act);
  // Said on the other branch, it is there.
  if (ended === 'ok' && text && !actor.branch) play.acknowledged.push({ text, conversation, by: actor.name });
  return ended;
}

export const write = (play: Play, actor: Actor, conversation: string, isOwn = false): Promise<Ended> => {
  const text = words(play, actor);
  if (isOwn) play.own.add(text);
  return sending(play, actor, conversation, text, () => send(actor.self, conversation, text));
};

async function say(play: Play, actor: Actor, conversation: string, body: Body, kind: 1 | 2): Promise<Ended> {
  return sending(play, actor, conversation, null, async () =>
    deliver(actor.self, await queueMessage(actor.self, conversation, body, kind), quiet),
  );
}

/** The sender's last word that still stands, changed or taken away. */
export async function rewrite(
  play: Play,
  actor: Actor,
  conversation: string,
  isDeletion: boolean,
): Promise<Ended | null> {
  const one = at(play, actor, conversation);
  const mine = (await linesOf(play, one)).findLast(
    ({ sender, state, text }) => sender === nameOf(actor) && (state === 'ok' || state === 'edited') && text,
  );
  if (!mine || !reads(play, actor, one)) return null;
  // What is unsaid needn't be readable any more.
  const isAcknowledged = ({ text }: Play['acknowledged'][number]) => text === mine.text;
  play.acknowledged = play.acknowledged.filter((line) => !isAcknowledged(line));
  const ts = play.clock.now;
  if (!isDeletion)
    return say(play, actor, conversation, { t: 'edit', ts, ref: mine.id, x: words(play, actor) }, 2);
  const ended = await say(play, actor, conversation, { t: 'del', ts, ref: mine.id }, 2);
  if (ended === 'ok' && !actor.line)
    await call(actor.world, 'eraseMessage', { conversation, message: mine.id });
  return ended;
}

/** The seeker goes to another centre's waiting list, or back to their own one's. */
export async function goTo(
  play: Play,
  actor: Actor,
  conversation: string,
  centreName: string,
): Promise<Ended> {
  const one = at(play, actor, conversation);
  const centre = play.cast.centres[centreName]!;
  const isMine = role(play, actor, one) === 1;
  const waitsThere = isWaiting(one) && centreIn(one) === centre;
  const expected = !reads(play, actor, one) ? ['NOT_FOUND'] : isMine || waitsThere ? ['ok'] : ['NOT_WANTED'];
  const { hash } = play.store.centres.get(centre)!.entries[0]!;
  const ended = await attempt(play, actor, expected, () =>
    move(actor.self, conversation, { centre, pin: fingerprintOf(hash) }),
  );
  if (ended === 'ok') holds(isWaiting(one) && centreIn(one) === centre, 'who moves waits there');
  return ended;
}

/** A counsellor suggests another centre, in a message. */
export const suggest = (play: Play, actor: Actor, conversation: string, centreName: string): Promise<Ended> =>
  sending(play, actor, conversation, null, async () =>
    deliver(actor.self, await suggestCentre(actor.self, conversation, play.cast.centres[centreName]!), quiet),
  );

const mayChange = (play: Play, actor: Actor, one: Conversation): boolean => {
  const mine = role(play, actor, one);
  return (mine === 2 || mine === 3) && !isWaiting(one) && (bits(play, actor, centreIn(one)) & 1) !== 0;
};

/** After TIDY's own rows somebody responsible must be left, or nobody may change anything. */
const staysServed = (play: Play, actor: Actor, one: Conversation, ...out: string[]): boolean =>
  recordIn(one).rows.some(
    ({ kind, role: part, id }) =>
      kind === 1 &&
      part === 2 &&
      !out.includes(toBase64url(id)) &&
      (bitsOf(storeOf(play, actor), centreIn(one), id) & 1) !== 0,
  );

const NEEDS: Record<number, number> = { 3: 17, 4: 25 };

async function changing(
  play: Play,
  actor: Actor,
  one: Conversation,
  isDone: boolean,
  may: boolean,
  act: () => Promise<unknown>,
): Promise<Ended> {
  const canSee = reads(play, actor, one);
  // What the rows say already counts as done, also where nobody would have let it be done.
  const expected = !canSee ? ['NOT_FOUND'] : may ? ['ok'] : isDone ? ['ok', 'NOT_WANTED'] : ['NOT_WANTED'];
  return attempt(play, actor, expected, act);
}

const rawRole = (one: Conversation, who: string): number =>
  recordIn(one).rows.find(({ kind, id }) => kind === 1 && toBase64url(id) === who)?.role ?? 0;

export async function letIn(
  play: Play,
  actor: Actor,
  conversation: string,
  whom: Actor,
  part: 3 | 4,
): Promise<Ended> {
  const one = at(play, actor, conversation);
  const who = nameOf(whom);
  const tidied = role(play, whom, one) ? rawRole(one, who) : 0;
  const fits = (bitsOf(storeOf(play, actor), centreIn(one), idOf(whom)) & NEEDS[part]!) !== 0;
  const may =
    mayChange(play, actor, one) && fits && tidied !== part && tidied !== 2 && staysServed(play, actor, one);
  invite(play, conversation, idOf(whom));
  const ended = await changing(play, actor, one, rawRole(one, who) === part, may, () =>
    addMember(actor.self, conversation, who, part),
  );
  if (ended === 'ok' && may) holds(rawRole(one, who) === part, 'who was let in has the part');
  return ended;
}

/** What stands beside a conversation and is theirs to open: its thread, or their own notes. */
const standingBeside = (play: Play, actor: Actor, conversation: string, as: 'thread' | 'notes') =>
  besideOf(storeOf(play, actor), conversation).find(
    ({ beside }) => beside.as === as && (as === 'thread' || hex(beside.by) === hex(idOf(actor))),
  );

const counselsIn = (play: Play, actor: Actor, one: Conversation): boolean =>
  [2, 3].includes(role(play, actor, one)) &&
  (bits(play, actor, centreIn(one)) & BIT.counsellor) !== 0 &&
  !actor.line &&
  !actor.wasLiedTo;

/** Whoever counsels in the thread as well brings it along. */
function lookAtThread(play: Play, actor: Actor, one: Conversation, gone?: Actor): void {
  const thread = standingBeside(play, actor, one.id, 'thread');
  const isBroughtAlong =
    thread &&
    centreIn(thread) === centreIn(one) &&
    counselsIn(play, actor, thread) &&
    staysServed(play, actor, one);
  if (!isBroughtAlong) return;
  const store = storeOf(play, actor);
  for (const { kind, role: part, id } of recordIn(one).rows)
    if (kind === 1 && part > 1 && keptRole(store, one, id) > 0)
      holds(keptRole(store, thread, id) > 0, 'all the staff of a conversation is in its thread');
  holds(!gone || rawRole(thread, nameOf(gone)) === 0, 'who was taken out is out of the thread');
}

/** The staff's own talk beside a conversation, or somebody's notes on it; its id where they are let in. */
export async function openBeside(
  play: Play,
  actor: Actor,
  conversation: string,
  as: 'thread' | 'notes',
): Promise<string | null> {
  const one = at(play, actor, conversation);
  const standing = standingBeside(play, actor, conversation, as);
  const counsels = (bits(play, actor, centreIn(one)) & BIT.counsellor) !== 0;
  const isStaffThere = role(play, actor, one) > 1;
  const isOwn = as === 'notes' && standing !== undefined;
  const isReadable = isOwn && role(play, actor, standing) > 0;
  const may = isOwn ? isReadable : counsels || standing !== undefined;
  // Who has notes is told of them where nothing else is theirs, and learns from the conversation what they may.
  const isTold = standingBeside(play, actor, conversation, 'notes') !== undefined && reads(play, actor, one);
  const outside = isTold ? 'NOT_WANTED' : 'NOT_FOUND';
  const expected = !isOwn && !isStaffThere ? outside : may ? 'ok' : 'NOT_WANTED';
  let opened: string | null = null;
  const ended = await attempt(play, actor, [expected], async () => {
    opened = await (as === 'thread' ? openThread : openNotes)(actor.self, conversation);
  });
  if (ended === 'ok' && as === 'thread') lookAtThread(play, actor, one);
  return opened;
}

/** They open it and write there. */
export async function talkBeside(
  play: Play,
  actor: Actor,
  conversation: string,
  as: 'thread' | 'notes',
): Promise<Ended | null> {
  const opened = await openBeside(play, actor, conversation, as);
  return opened === null ? null : write(play, actor, opened, as === 'notes');
}

export async function takeOut(play: Play, actor: Actor, conversation: string, whom: Actor): Promise<Ended> {
  const one = at(play, actor, conversation);
  const who = nameOf(whom);
  const part = role(play, whom, one) ? rawRole(one, who) : 0;
  const may = mayChange(play, actor, one) && part > 1 && staysServed(play, actor, one, who);
  const ended = await changing(play, actor, one, rawRole(one, who) === 0, may, () =>
    removeMember(actor.self, conversation, who),
  );
  if (ended === 'ok' && may) holds(rawRole(one, who) === 0, 'who was taken out is out');
  if (ended === 'ok' && may) lookAtThread(play, actor, one, whom);
  return ended;
}

export async function passOn(
  play: Play,
  actor: Actor,
  conversation: string,
  to: Actor,
  stays: boolean,
): Promise<Ended> {
  const one = at(play, actor, conversation);
  const isFit = (bitsOf(storeOf(play, actor), centreIn(one), idOf(to)) & 1) !== 0;
  const may = mayChange(play, actor, one) && role(play, actor, one) === 2 && isFit && to !== actor;
  invite(play, conversation, idOf(to));
  const isDone = rawRole(one, nameOf(to)) === 2 && rawRole(one, nameOf(actor)) !== 2;
  const ended = await changing(play, actor, one, isDone, may, () =>
    handOver(actor.self, conversation, nameOf(to), stays),
  );
  if (ended === 'ok' && may)
    holds(rawRole(one, nameOf(to)) === 2 && rawRole(one, nameOf(actor)) === (stays ? 3 : 0), 'handed over');
  return ended;
}

export async function stepIn(
  play: Play,
  actor: Actor,
  conversation: string,
  formerStays: boolean,
): Promise<Ended> {
  const one = at(play, actor, conversation);
  const may = mayChange(play, actor, one) && role(play, actor, one) === 3;
  const responsible = recordIn(one).rows.filter(({ role: part }) => part === 2);
  const isDone = responsible.every(({ id }) => toBase64url(id) === nameOf(actor));
  const ended = await changing(play, actor, one, isDone, may, () =>
    takeOver(actor.self, conversation, formerStays),
  );
  if (ended === 'ok' && may) holds(rawRole(one, nameOf(actor)) === 2, 'who took over is responsible');
  return ended;
}

/** Somebody stands in for two hours from now; the next look after them ends it. */
export async function cover(play: Play, actor: Actor, conversation: string, whom: Actor): Promise<Ended> {
  const one = at(play, actor, conversation);
  const { now } = play.clock;
  invite(play, conversation, idOf(whom));
  return attempt(play, actor, ['ok', 'NOT_WANTED', 'NOT_FOUND', 'FORMAT'], () =>
    planCover(actor.self, conversation, { account: nameOf(whom), from: now, until: now + 7_200_000 }).then(
      () =>
        holds(
          one.covers.some(({ account }) => account === nameOf(whom)),
          'a cover has dates',
        ),
    ),
  );
}

/** To another account of who asks: the one that has written to me as well. */
export async function relinkTo(
  play: Play,
  actor: Actor,
  conversation: string,
  fresh: string,
): Promise<Ended> {
  const [one, other] = [at(play, actor, conversation), at(play, actor, fresh)];
  const asks = (of: Conversation) => recordIn(of).rows.find(({ role: part }) => part === 1)!.id;
  const isMine = role(play, actor, one) === 2 && role(play, actor, other) > 0;
  const isDone = hex(asks(one)) === hex(asks(other));
  const may = isMine && !isDone && one !== other;
  const expected = may
    ? ['ok']
    : !reads(play, actor, one) || !reads(play, actor, other)
      ? ['NOT_FOUND', 'NOT_WANTED']
      : isDone && one !== other
        ? ['ok', 'NOT_WANTED']
        : ['NOT_WANTED'];
  const ended = await attempt(play, actor, expected, () => relink(actor.self, conversation, fresh));
  if (ended === 'ok' && may) holds(hex(asks(one)) === hex(asks(other)), 'passed to the other account');
  return ended;
}

/** A lead gives somebody other bits; none is a removal. */
export async function employ(
  play: Play,
  actor: Actor,
  centreName: string,
  whom: Actor,
  next: number,
): Promise<Ended> {
  const store = storeOf(play, actor);
  const centre = play.cast.centres[centreName]!;
  const before = bitsOf(store, centre, idOf(whom));
  const { people } = staffBits(store, centre);
  const counsellors = [...people].filter(([id, has]) => (id === hex(idOf(whom)) ? next : has) & 1).length;
  // Nobody signs the new key of a centre that they have just left.
  const leaves = whom === actor && (before & ~next & BIT.lead) !== 0 && ((before ^ next) & 5) !== 0;
  const expected = [
    ...(before !== next && counsellors === 0 ? ['NOT_READY'] : ['ok']),
    ...(leaves ? ['REFUSED LOG_SIGNER'] : []),
  ];
  const ended = await attempt(play, actor, expected, () =>
    setBits(actor.self, centre, toBase64url(whom.account.bundle.kid), next),
  );
  if (ended !== 'ok') return ended;
  holds(bitsOf(store, centre, idOf(whom)) === next, 'employed as told');
  // They come by a link, which names the centre's beginning.
  const { hash } = play.store.centres.get(centre)!.entries[0]!;
  if (!whom.line) await pinCentre(whom.self, fromBase64url(centre), hash);
  return ended;
}

export async function renewPaper(play: Play, actor: Actor, centreName: string): Promise<Ended> {
  const centre = play.cast.centres[centreName]!;
  const before = staffBits(storeOf(play, actor), centre).vault;
  const ended = await attempt(play, actor, ['ok'], () =>
    replacePaper(actor.self, centre, actor.world.random(16)),
  );
  if (ended === 'ok')
    holds(staffBits(storeOf(play, actor), centre).vault !== before, 'a new sheet, a new vault');
  return ended;
}

/** On another device, or in the same page after a pause. */
export async function comeBack(play: Play, actor: Actor, isOtherDevice: boolean): Promise<Ended> {
  const ended = await attempt(play, actor, ['ok'], () => signInAgain(play, actor, isOtherDevice));
  if (ended === 'ok')
    holds(
      hex(actor.self.account.bundle.kid) === hex(actor.account.bundle.kid),
      'who signs in is who they were',
    );
  // A device that was never lied to.
  if (ended === 'ok' && !actor.line) actor.wasLiedTo = false;
  return ended;
}

/** The newest page first, on a device that has judged nothing of it. */
export async function openPage(play: Play, actor: Actor, conversation: string): Promise<Ended> {
  await comeBack(play, actor, true);
  const one = at(play, actor, conversation);
  const wanted = reads(play, actor, one) ? await linesOf(play, one) : [];
  return attempt(play, actor, [reads(play, actor, one) ? 'ok' : 'NOT_FOUND'], () =>
    openConversation(actor.self, conversation, (page) => {
      lookAtWords(play, actor, page);
      for (const entry of page.entries)
        if (entry.t === 'message')
          holds(
            wanted.some(({ id, sender }) => id === entry.id && sender === entry.sender),
            'a page shows what stands there',
          );
    }),
  );
}

export async function seeWaiting(play: Play, actor: Actor): Promise<Ended> {
  const { store } = serverOf(play, actor);
  const mine = [...store.conversations.values()].filter((one) => isInPoolOf(store, one, idOf(actor)));
  const first = await Promise.all(mine.map(async (one) => (await linesOf(play, one))[0]!.text));
  return attempt(play, actor, ['ok'], async () => {
    const { waiting } = await listWaiting(actor.self);
    if (actor.line || actor.wasLiedTo) return;
    const is = waiting.map(({ conversation, firstWords }) => `${conversation} ${firstWords}`);
    const must = mine.map(({ id }, i) => `${id} ${first[i]}`);
    // A first word that was edited or taken away is shown as it was sent, or not at all.
    const isEdited = mine.some(({ items }) =>
      items.some(({ isErased, item }) => isErased || (item.type === 'message' && item.class === 2)),
    );
    holds(
      isEdited ? is.length === must.length : is.join() === must.join(),
      `${actor.name} sees what waits: ${is.join()} for ${must.join()}`,
    );
  });
}

export async function seeList(play: Play, actor: Actor): Promise<Ended> {
  const { store } = serverOf(play, actor);
  const mine = [...store.conversations.values()].filter((one) => !one.beside && role(play, actor, one) > 0);
  return attempt(play, actor, ['ok'], async () => {
    const { conversations } = await listConversations(actor.self);
    if (actor.line || actor.wasLiedTo) return;
    const is = conversations.map(({ conversation, myRole }) => `${conversation}:${myRole}`);
    holds(
      is.join() === mine.map((one) => `${one.id}:${rawRole(one, nameOf(actor))}`).join(),
      'a list of mine',
    );
  });
}

export async function note(play: Play, actor: Actor, conversation: string): Promise<Ended> {
  const one = at(play, actor, conversation);
  const isNamed = rawRole(one, nameOf(actor)) !== 0;
  const draft = { text: `Entwurf ${play.count}`, at: play.clock.now };
  return attempt(play, actor, isNamed ? ['ok'] : ['NOT_FOUND'], () =>
    noteConversation(actor.self, conversation, { draft }),
  );
}

/** In front of everybody, with a second custodian where two must agree; then they read, and now and then step in. */
export async function openByVault(
  play: Play,
  actor: Actor,
  conversation: string,
  second: Actor,
  takesOver: boolean,
): Promise<Ended> {
  const one = at(play, actor, conversation);
  const centre = centreIn(one);
  const keeps = (who: Actor) => (bits(play, who, centre) & BIT.custodian) !== 0;
  const row = recordIn(one).rows.find(({ kind, id }) => kind === 1 && hex(id) === hex(idOf(actor)));
  const isIn = row !== undefined && (row.role === 1 || (bits(play, actor, centre) & PARTS[row.role]!) !== 0);
  const wish = drawVaultUse(actor.self, conversation, 'absent');
  const expected = !keeps(actor) ? 'NOT_FOUND' : isIn ? 'NOT_ALLOWED' : 'ok';
  const ended = await attempt(play, actor, [expected], () => useVault(actor.self, wish));
  if (ended !== 'ok') return ended;
  const { needsSecond, until } = one.uses.at(-1)!;
  holds(needsSecond === (until === null), 'one alone opens nothing where two must agree');
  if (needsSecond && second.branch === actor.branch) {
    const agrees = !keeps(second) ? 'NOT_FOUND' : second === actor ? 'NOT_ALLOWED' : 'ok';
    await attempt(play, second, [agrees], () => confirmVault(second.self, conversation, wish.use));
  }
  await look(play, actor, conversation);
  const isOpen = readsByVault(storeOf(play, actor), one, idOf(actor), play.clock.now);
  if (!takesOver || !isOpen) return ended;
  const may = (bits(play, actor, centre) & BIT.counsellor) !== 0;
  const isKeyed = opensVault(storeOf(play, actor), one, actor.account.bundle.kid);
  const taken = await attempt(play, actor, [!may ? 'NOT_WANTED' : isKeyed ? 'ok' : 'NO_KEY'], () =>
    takeOverByVault(actor.self, conversation),
  );
  if (taken === 'ok')
    holds(rawRole(one, nameOf(actor)) === 2 && !isWaiting(one), 'who took over by the vault answers for it');
  return taken;
}
const PARTS: Record<number, number> = { 2: 1, 3: 17, 4: 25 };

/** The keys of the vault open what they should. */
export async function rehearse(play: Play, actor: Actor, centreName: string): Promise<Ended> {
  const centre = play.cast.centres[centreName]!;
  const keeps = (bits(play, actor, centre) & BIT.custodian) !== 0;
  const store = storeOf(play, actor);
  const isLinked = [...store.conversations.values()].every(
    (one) => centreIn(one) !== centre || opensVault(store, one, actor.account.bundle.kid),
  );
  return attempt(play, actor, [keeps ? 'ok' : 'NOT_FOUND'], async () => {
    const { drawn, opened } = await drillVault(actor.self, centre);
    const isOpen = drawn === opened || !isLinked;
    holds(isOpen || actor.line !== null || actor.wasLiedTo, 'the vault opens what is in it');
  });
}
