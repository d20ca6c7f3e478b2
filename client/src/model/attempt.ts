// One act of one person, and what must hold after it whatever stood in between.
import { hex, Refused, toBase64url } from '@beistand/wire';
import { type OpenConversation, refresh } from '../conversation/open.ts';
import type { Entry } from '../conversation/read.ts';
import { ServerRefusal, Unreachable } from '../server/call.ts';
import { Stop } from '../stop.ts';
import {
  BEGINNING,
  linesOf,
  mayRead,
  opensInbox,
  opensVault,
  readsByVault,
  roleIn,
  transcriptAfter,
} from './oracle.ts';
import { type Actor, holds, idOf, keepWhatIsHeld, looked, type Play, serverOf, storeOf } from './play.ts';

/** How an act ended: `ok`, or the code by which client or server refused. */
export type Ended = string;

/** The code of a refusal that has one; anything else is a crash. */
export function codeOf(error: unknown): string {
  if (error instanceof Stop || error instanceof ServerRefusal) return error.code;
  if (error instanceof Unreachable) return 'UNREACHABLE';
  // Whoever changes a log or seals to somebody may be told by the rules themselves.
  if (error instanceof Refused) return `REFUSED ${error.code}`;
  throw error;
}

/** Waits for what a client does on its own account after a look. */
async function settled({ self }: Actor): Promise<void> {
  for (const room of self.rooms.values()) await room.queue;
}

/**
 * Does it, and compares its end with the expected ones. Whoever is or was lied to may stop with any code, never do
 * otherwise than told.
 */
export async function attempt(
  play: Play,
  actor: Actor,
  expected: readonly Ended[],
  act: () => Promise<unknown>,
): Promise<Ended> {
  let ended = 'ok';
  try {
    await act();
  } catch (error) {
    const [fault] = play.faults;
    if (fault) throw fault;
    ended = codeOf(error);
  }
  await settled(actor);
  keepWhatIsHeld(actor);
  const fault = play.faults.shift();
  if (fault) throw fault;
  if (!actor.line && !actor.wasLiedTo && !isFrozenAnywhere(actor))
    holds(expected.includes(ended), `${actor.name}: ${ended} where ${expected.join(' or ')} is due`);
  lookAtClient(play, actor);
  play.clock.now += 60_000;
  return ended;
}

const isFrozenAnywhere = ({ self }: Actor): boolean =>
  [...self.rooms.values()].some(({ frozen }) => frozen !== null);

/** Whether a client has judged just what the server it talks to has stored, and nothing that no client has made. */
export function isOnTruth(play: Play, actor: Actor, conversation: string): boolean {
  const room = actor.self.rooms.get(conversation);
  const one = storeOf(play, actor).conversations.get(conversation);
  if (!room || !one || room.stream.seq === 0) return true;
  const known = one.stream.transcripts.get(room.stream.seq);
  return known !== undefined && hex(known) === hex(room.stream.transcripts.get(room.stream.seq)!);
}

/** What a client believes: only what clients made, in a chain that is theirs. */
function lookAtClient(play: Play, actor: Actor): void {
  for (const [id, room] of actor.self.rooms) {
    let { items, transcript } = looked.get(room) ?? { items: 0, transcript: BEGINNING };
    for (const { seq, record, message } of room.items.slice(items)) {
      const item = record ?? message!;
      const isWhole = record || message?.ct;
      if (isWhole)
        holds(play.made.has(toBase64url(item.bytes)), `${actor.name} believes an item nobody made`);
      transcript = transcriptAfter(transcript, item.m);
      items += 1;
      holds(seq === items, `${actor.name} has another order than the numbers`);
      holds(
        transcript === hex(room.stream.transcripts.get(seq)!),
        `${actor.name} holds another chain than its items`,
      );
    }
    looked.set(room, { items, transcript });
    if (!actor.line && !actor.wasLiedTo && !room.frozen)
      holds(isOnTruth(play, actor, id), `${actor.name} is on another history than the server`);
  }
}

const told = (entry: Entry) =>
  entry.t === 'message'
    ? [[entry.id, entry.sender, entry.state, entry.state === 'withheld' ? null : entry.text].join('|')]
    : [];

/** Nothing is shown that wasn't said, by anyone but who said it, or twice. */
export function lookAtWords(play: Play, actor: Actor, { entries }: Pick<OpenConversation, 'entries'>): void {
  const seen = new Set<string>();
  for (const entry of entries) {
    if (entry.t !== 'message' || entry.text === null) continue;
    holds(
      play.said.get(entry.text) === entry.sender,
      `${actor.name} reads words that their sender hasn't said`,
    );
    holds(!seen.has(entry.text), `${actor.name} reads the same twice`);
    holds(!play.own.has(entry.text) || entry.isMine, `${actor.name} reads another’s notes`);
    seen.add(entry.text);
  }
}

/** A person looks: they read all they may, word for word, and whoever may not reads nothing. */
export async function look(play: Play, actor: Actor, conversation: string): Promise<Ended> {
  const { store } = serverOf(play, actor);
  const one = store.conversations.get(conversation);
  const may = one !== undefined && mayRead(store, one, idOf(actor), play.clock.now);
  const wanted = one && may ? await linesOf(play, one) : [];
  const opens =
    one &&
    (roleIn(store, one, idOf(actor), play.clock.now) > 0 ||
      opensInbox(store, one, actor.account.bundle.kid) ||
      (readsByVault(store, one, idOf(actor), play.clock.now) &&
        opensVault(store, one, actor.account.bundle.kid)));
  return attempt(play, actor, [may ? 'ok' : 'NOT_FOUND'], async () => {
    const opened = await refresh(actor.self, conversation);
    lookAtWords(play, actor, opened);
    if (opened.frozen) {
      holds(actor.line !== null || actor.wasLiedTo, `frozen without a lie: ${opened.frozen}`);
      throw new Stop('FROZEN', opened.frozen);
    }
    if (actor.line || actor.wasLiedTo || !opens) return;
    const is = opened.entries.flatMap(told);
    const must = wanted.map((line) => [line.id, line.sender, line.state, line.text].join('|'));
    holds(
      is.join() === must.join(),
      `${actor.name} reads\n${is.join('\n')}\nwhere this stands\n${must.join('\n')}`,
    );
  });
}
