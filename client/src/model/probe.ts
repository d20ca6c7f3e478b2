// A forgery is tried on a copy of a member's client, by a server that helps, and on the honest server, by who made it.
import { type Bytes, hex, parseRecord, Refused, toBase64url } from '@beistand/wire';
import { syncLog } from '../centre/log.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { codeOf } from './attempt.ts';
import { type Case, caseOf } from './forge.ts';
import type { Forged, Forgery } from './forge-items.ts';
import type { ForgedLog, LogForgery } from './forge-log.ts';
import { shownOf, stranger } from './lies.ts';
import { type Actor, broken, doubleOf, holds, type Play } from './play.ts';
import type { Asked, Conversation } from './server.ts';
import type { Line } from './world.ts';

/** Magic and suite, then whose it is: in items the conversation, in entries the centre. */
const belongsTo = (bytes: Bytes): string => toBase64url(bytes.slice(5, 21));

type Extra = { entries?: Bytes[]; bundles?: { kid: Bytes; bytes: Bytes }[]; isNew?: boolean };

/** The honest answers, with more log and more bundles than there are. */
function alsoServing(c: Case, { entries = [], bundles = [], isNew }: Extra, rest: Line): Line {
  const centre = isNew ? belongsTo(entries[0]!) : toBase64url(c.view.centre);
  const log = [...(isNew ? [] : c.log.map(({ bytes }) => bytes)), ...entries];
  return async (asked, pass) => {
    const { name, args } = asked;
    const bundle = name === 'keyBundle' && bundles.find(({ kid }) => toBase64url(kid) === args.key);
    if (bundle) return { status: 200, body: { bundle: toBase64url(bundle.bytes) } };
    if (name === 'readLog' && args.centre === centre && entries.length > 0)
      return {
        status: 200,
        body: { entries: log.slice(Number(args.from ?? 0)).map(toBase64url), next: null },
      };
    return rest(asked, pass);
  };
}

/** True when somebody's client takes it. */
async function believes(act: () => Promise<unknown>): Promise<boolean> {
  try {
    await act();
    return true;
  } catch (error) {
    // Nothing is down here: an answer has another shape than the contract's, and nothing would be tried at all.
    holds(codeOf(error) !== 'UNREACHABLE', 'a forger’s answer is none');
    return false;
  }
}

async function tryOnClient(c: Case, victim: Actor, forged: Forged, name: string): Promise<void> {
  const { play, one } = c;
  const id = forged.isNew ? belongsTo(forged.first?.[0] ?? forged.bytes) : one.id;
  const honest = forged.isNew ? [] : shownOf(one);
  const from = forged.from ?? honest.length + 1;
  // What stands before a forgery of its own is records.
  const first = (forged.first ?? []).map((bytes) => ({ kind: 'record', bytes }));
  const added = [...first, forged].map(({ kind, bytes }, i) => ({
    seq: from + i,
    at: 1,
    kind,
    bytes: toBase64url(bytes),
  }));
  const items = [...honest, ...added];
  let isServed = false;
  const extra: Extra = forged.strange
    ? { ...forged, entries: forged.strange, isNew: true }
    : { ...forged, isNew: false };
  const helping = alsoServing(c, extra, async ({ name: asked, args }, pass) => {
    if (asked !== 'readItems' || args.conversation !== id) return pass();
    const body = {
      items: items.filter(({ seq }) => seq > Number(args.after)),
      records: [],
      transcriptBefore: toBase64url(new Uint8Array(32)),
      seq: items.at(-1)!.seq,
      wraps: [],
      people: [],
      answerDueAt: null,
      answeredAt: null,
      covers: [],
      missingKeys: [],
      vaultUses: [],
    };
    return { status: 200, body };
  });
  const line: Line = (asked, pass) => (isServed ? helping(asked, pass) : pass());
  const { self } = doubleOf(play, victim, line);
  const room = roomOf(self, id);
  if (!forged.isNew && room.stream.seq < one.stream.seq) await sync(self, room);
  isServed = true;
  if (await believes(() => sync(self, room))) broken(`${victim.name}’s client believes: ${name}`);
}

async function tryOnServer(c: Case, forged: Forged, name: string): Promise<void> {
  if (forged.isNew || forged.entries) return;
  const text = toBase64url(forged.bytes);
  const asked: Asked =
    forged.kind === 'message'
      ? { name: 'appendMessage', args: { conversation: c.one.id, message: text, files: [] } }
      : {
          name: 'appendRecord',
          args: { conversation: c.one.id, record: text, wraps: await wrapsFor(forged.bytes) },
        };
  const before = c.one.items.length;
  await c.play.server.ask(asked, forged.by.bundle.account);
  if (c.one.items.length > before) broken(`the server stores: ${name}`);
}

const BOX = toBase64url(new Uint8Array(1168));
async function wrapsFor(bytes: Bytes): Promise<string[]> {
  try {
    return (await parseRecord(bytes)).rows.map(() => BOX);
  } catch (error) {
    if (error instanceof Refused) return [];
    throw error;
  }
}

/** Answers whether there was anything to forge here. */
export async function probeItem(
  play: Play,
  one: Conversation,
  victim: Actor,
  { name, make }: Forgery,
): Promise<boolean> {
  const c = caseOf(play, one, victim);
  const forged = await make(c, (kind) => stranger({ play }, kind));
  if (!forged) return false;
  if (!forged.isServersRule) await tryOnClient(c, victim, forged, name);
  await tryOnServer(c, forged, name);
  return true;
}

export async function probeLog(
  play: Play,
  one: Conversation,
  victim: Actor,
  { name, make }: LogForgery,
): Promise<boolean> {
  const c = caseOf(play, one, victim);
  const forged = await make(c, () => stranger({ play }));
  if (!forged) return false;
  if (!forged.isServersRule) {
    const { self } = doubleOf(
      play,
      victim,
      alsoServing(c, forged, (_asked, pass) => pass()),
    );
    const centre = forged.isNew ? forged.entries[0]!.slice(5, 21) : c.view.centre;
    if (await believes(() => syncLog(self, centre)))
      broken(`${victim.name}’s client believes a log: ${name}`);
  }
  if (!forged.isNew) await tryLogOnServer(c, forged, name);
  return true;
}

async function tryLogOnServer(
  c: Case,
  { entries, by, bundles = [], seeds = [] }: ForgedLog,
  name: string,
): Promise<void> {
  const { store } = c.play;
  for (const { kid } of bundles)
    if (store.bundles.has(hex(kid))) throw new Error('a forged bundle is stored');
  const args = {
    centre: toBase64url(c.view.centre),
    entries: entries.map(toBase64url),
    bundles: [],
    seeds: seeds.map(({ key, person }) => ({
      key: toBase64url(key),
      person: toBase64url(person),
      box: BOX,
    })),
    previous: [],
  };
  await c.play.server.ask({ name: 'appendLog', args }, by.bundle.account);
  const { length } = store.centres.get(args.centre)!.entries;
  if (length > c.log.length) broken(`the server stores in the log: ${name}`);
}
