// Plays a rule's smallest history; red is whatever it throws.

import { fromBase64url, toBase64url } from '@beistand/wire';
import { deliver, queueMessage } from '../message/send.ts';
import { look } from './attempt.ts';
import { raiseCast, usual } from './cast.ts';
import { countUp } from './count-up.ts';
import { newCounts } from './counts.ts';
import { rareForgeries } from './forge-items.ts';
import { rareLogForgeries } from './forge-log.ts';
import { forgeries } from './history.ts';
import { stranger } from './lies.ts';
import { type Actor, actorOf, type Cast, forget, newPlay, type Play } from './play.ts';
import { probeItem, probeLog } from './probe.ts';
import type { Rule } from './rules.ts';
import { rarePlans, type Scene, type SceneName, scenes, under } from './scenes.ts';
import * as verbs from './verbs.ts';

const probes = [
  ...forgeries,
  ...rareForgeries.map((one) => ({
    name: one.name,
    probe: (play: Play, at: Scene['one'], victim: Actor) => probeItem(play, at, victim, one),
  })),
  ...rareLogForgeries.map((one) => ({
    name: one.name,
    probe: (play: Play, at: Scene['one'], victim: Actor) => probeLog(play, at, victim, one),
  })),
];

const otherDevice = async (play: Play, actor: Actor) => {
  await verbs.comeBack(play, actor, true);
  forget(actor);
};

/** Each ends with everything being counted up, on the truth. */
const lied: Record<string, (play: Play) => Promise<void>> = {
  'a false wrap': async (play) => {
    const scene = await scenes.accepted(play);
    const ada = scene.actor('ada');
    await otherDevice(play, ada);
    await under(scene, 'swap wrap', ada, () => verbs.write(play, ada, scene.conversation));
    await found(play, ada, scene);
  },
  'a false bundle': async (play) => {
    const scene = await scenes.accepted(play);
    const [clara, david] = [scene.actor('clara'), scene.actor('david')];
    play.isDeep = true;
    await otherDevice(play, clara);
    const false_ = await stranger({ play }, 2, david.account.bundle.account);
    const davids = toBase64url(david.account.bundle.kid);
    clara.line = async ({ name, args }, pass) =>
      name === 'keyBundle' && args.key === davids
        ? { status: 200, body: { bundle: toBase64url(false_.bundle.bytes) } }
        : pass();
    await verbs.letIn(play, clara, scene.conversation, david, 3);
    clara.line = null;
    await found(play, clara, scene);
  },
  'a false centre': async (play) => {
    const scene = await scenes.waiting(play);
    const cora = scene.actor('cora');
    await under(scene, 'false centre', cora, () => verbs.enquire(play, 'cora', 'north'));
    await found(play, null, scene);
  },
  'another centre': async (play) => {
    const scene = await scenes.waiting(play);
    const cora = scene.actor('cora');
    const { entries } = play.store.centres.get(play.cast.centres.south!)!;
    cora.line = async (asked, pass) =>
      asked.name === 'readLog' && asked.args.centre === play.cast.centres.north
        ? { status: 200, body: { entries: entries.map(({ bytes }) => toBase64url(bytes)), next: null } }
        : pass();
    await verbs.enquire(play, 'cora', 'north', undefined, { isPinned: false });
    cora.line = null;
    await found(play, null, scene);
  },
  'another conversation’s thread': async (play) => {
    const scene = await scenes['with colleagues'](play);
    const clara = scene.actor('clara');
    await verbs.openBeside(play, clara, scene.conversation, 'thread');
    const other = await verbs.enquire(play, 'ben', 'north');
    await verbs.takeIn(play, clara, other);
    await verbs.letIn(play, clara, other, scene.actor('otto'), 3);
    const one = play.store.conversations.get(other)!;
    await under({ ...scene, one }, 'a false thread', clara, () => look(play, clara, other), [1]);
    await found(play, clara, { ...scene, one });
  },
  'notes as the thread': async (play) => {
    const scene = await scenes['with colleagues'](play);
    const clara = scene.actor('clara');
    await verbs.talkBeside(play, clara, scene.conversation, 'notes');
    await under(scene, 'a false thread', clara, () => look(play, clara, scene.conversation), [1]);
    await found(play, clara, scene);
  },
  'the thread as notes': async (play) => {
    const scene = await scenes['with colleagues'](play);
    const clara = scene.actor('clara');
    play.isDeep = true;
    await verbs.openBeside(play, clara, scene.conversation, 'thread');
    const act = () => verbs.talkBeside(play, clara, scene.conversation, 'notes');
    await under(scene, 'the thread as notes', clara, act);
    await found(play, clara, scene);
  },
  'a log cut short': async (play) => {
    const scene = await scenes['after a later log'](play);
    const ada = scene.actor('ada');
    await otherDevice(play, ada);
    // All but the newest entry: where a right is gone and its key isn't new yet, a cut is found in any case.
    const { length } = play.store.centres.get(play.cast.centres.north!)!.entries;
    await under(scene, 'roll back log', ada, () => look(play, ada, scene.conversation), [length - 2]);
    await found(play, ada, scene);
  },
  'another counsellor’s link': async (play) => {
    await verbs.enquire(play, 'ada', 'north', 'clara', { keyOf: 'david' });
  },
  'after a stop': async (play) => {
    const scene = await scenes.accepted(play);
    const ada = scene.actor('ada');
    await otherDevice(play, ada);
    await under(scene, 'flip', ada, () => look(play, ada, scene.conversation), [1, 8 * 300]);
    await verbs.write(play, ada, scene.conversation);
    await found(play, ada, scene);
  },
  misnumbered: async (play) => {
    const scene = await scenes.accepted(play);
    const ada = scene.actor('ada');
    await otherDevice(play, ada);
    await under(scene, 'misnumber', ada, () => look(play, ada, scene.conversation), [1]);
    await found(play, ada, scene);
  },
  'a record that was never stored': async (play) => {
    const scene = await scenes.accepted(play);
    const clara = scene.actor('clara');
    const act = () => verbs.letIn(play, clara, scene.conversation, scene.actor('david'), 3);
    await under(scene, 'stale acknowledgement', clara, act, [1]);
    await found(play, clara, scene);
  },
  'a message that was never stored': async (play) => {
    const scene = await scenes.accepted(play);
    const ada = scene.actor('ada');
    await under(scene, 'stale acknowledgement', ada, () => verbs.write(play, ada, scene.conversation), [1]);
    await found(play, ada, scene);
  },
  'an older message for the new one': async (play) => {
    const scene = await scenes.accepted(play);
    const ada = scene.actor('ada');
    await verbs.write(play, ada, scene.conversation);
    const older = scene.one.stream.seq - 1;
    await under(scene, 'stale acknowledgement', ada, () => verbs.write(play, ada, scene.conversation), [
      0,
      older,
    ]);
    await found(play, ada, scene);
  },
  'another’s message under my id': async (play) => {
    const scene = await scenes.accepted(play);
    const { conversation, actor } = scene;
    const [ada, clara] = [actor('ada'), actor('clara')];
    let isDone = false;
    ada.line = async (asked, pass) => {
      if (asked.name !== 'appendMessage' || isDone) return pass();
      isDone = true;
      const messageId = toBase64url(fromBase64url(String(asked.args.message)).slice(114, 130));
      const body = { t: 'text' as const, ts: 1, x: verbs.words(play, clara) };
      const row = await queueMessage(clara.self, conversation, body, 1, { messageId });
      const { seq } = await deliver(clara.self, row, () => undefined);
      return { status: 201, body: { seq, at: 1, transcript: toBase64url(new Uint8Array(32)) } };
    };
    await verbs.write(play, ada, conversation);
    ada.line = null;
    await found(play, ada, scene);
  },
  'another’s bundle': async (play) => {
    const scene = await scenes.accepted(play);
    const ada = scene.actor('ada');
    await under(scene, 'swap own bundle', ada, () => verbs.comeBack(play, ada, true));
    await found(play, ada, scene);
  },
};

const found = (play: Play, victim: Actor | null, { one }: Scene): Promise<void> =>
  countUp(play, newCounts(), victim && { victim, one });

const casts = new Map<string, Promise<Cast>>();
function castFor(name: keyof typeof rarePlans | 'usual'): Promise<Cast> {
  const known = casts.get(name) ?? raiseCast(name === 'usual' ? usual : rarePlans[name], 7);
  casts.set(name, known);
  return known;
}

/** Throws what doesn't hold in a rule's smallest history. */
export async function playSmallest(rule: Rule): Promise<void> {
  const cast = await castFor(('cast' in rule && rule.cast) || 'usual');
  const play = newPlay(cast, 1, false);
  if ('history' in rule) {
    const history = lied[rule.history];
    if (history) return history(play);
    const scene = await scenes[rule.history as SceneName](play);
    return found(play, null, scene);
  }
  const { one } = await scenes[rule.scene ?? 'accepted'](play);
  const probe = probes.find(({ name }) => name === rule.forgery);
  const seeker = [...cast.seats.values()].find(({ kind }) => kind === 'seeker')!;
  const isForged = await probe?.probe(play, one, actorOf(play, seeker.name));
  if (!isForged) throw new Error(`“${rule.forgery}” can’t be forged here`);
}
