// The smallest histories in which something can be told apart: where a forgery would be taken if one rule were missing,
// or a lie believed.
import { BIT, VAULT_POLICY } from '@beistand/wire';
import { look } from './attempt.ts';
import type { Plan } from './cast.ts';
import { lies, type Telling } from './lies.ts';
import { type Actor, actorOf, type Play } from './play.ts';
import type { Conversation } from './server.ts';
import * as verbs from './verbs.ts';

const { counsellor, custodian, reader, writer } = BIT;
const many = (name: string, count: number): string[] =>
  Array.from({ length: count }, (_, i) => `${name}${i}`);

/** Casts for what the usual one has nobody for. */
export const rarePlans = {
  /** More colleagues than a team may have, more people than a record may name. */
  crowd: {
    centres: {
      north: { founder: 'eva', staff: Object.fromEntries(many('c', 26).map((name) => [name, counsellor])) },
    },
    seekers: many('s', 104),
  },
  /** Without a vault. */
  bare: {
    centres: {
      north: {
        founder: 'eva',
        policy: VAULT_POLICY.off,
        staff: { clara: counsellor | custodian, david: counsellor },
      },
    },
    seekers: ['ada', 'ben'],
  },
  /** Where nobody but the paper keeps the vault. */
  sealed: {
    centres: {
      north: {
        founder: 'eva',
        policy: VAULT_POLICY.paperOnly,
        staff: { clara: counsellor, david: counsellor },
      },
    },
    seekers: ['ada', 'ben'],
  },
} satisfies Record<string, Plan>;

export type Scene = { play: Play; one: Conversation; conversation: string; actor: (name: string) => Actor };

async function waiting(play: Play): Promise<Scene> {
  const actor = (name: string) => actorOf(play, name);
  const conversation = await verbs.enquire(
    play,
    [...play.cast.seats.values()].find(({ kind }) => kind === 'seeker')!.name,
    'north',
  );
  return { play, conversation, one: play.store.conversations.get(conversation)!, actor };
}

async function acceptedBy(play: Play, who: string, withTeam = false): Promise<Scene> {
  const scene = await waiting(play);
  await verbs.takeIn(play, scene.actor(who), scene.conversation, withTeam);
  return scene;
}

async function withColleagues(play: Play): Promise<Scene> {
  const scene = await acceptedBy(play, 'clara');
  const { actor, conversation } = scene;
  for (const [name, role] of [
    ['david', 3],
    ['wanda', 3],
    ['ruth', 4],
  ] as const)
    await verbs.letIn(play, actor('clara'), conversation, actor(name), role);
  return scene;
}

const dismissed = async (play: Play): Promise<Scene> => {
  const scene = await withColleagues(play);
  await verbs.employ(play, scene.actor('eva'), 'north', scene.actor('david'), 0);
  return scene;
};

export const scenes = {
  waiting,
  accepted: (play: Play) => acceptedBy(play, 'clara'),
  'accepted by david': (play: Play) => acceptedBy(play, 'david'),
  'accepted as a team': (play: Play) => acceptedBy(play, 'clara', true),
  'with colleagues': withColleagues,
  answered: async (play: Play) => {
    const scene = await acceptedBy(play, 'clara');
    await verbs.write(play, scene.actor('clara'), scene.conversation);
    return scene;
  },
  changed: async (play: Play) => {
    const scene = await acceptedBy(play, 'clara');
    await verbs.letIn(play, scene.actor('clara'), scene.conversation, scene.actor('ruth'), 4);
    return scene;
  },
  'after a later log': async (play: Play) => {
    const scene = await acceptedBy(play, 'clara');
    const { actor, conversation } = scene;
    await verbs.employ(play, actor('eva'), 'north', actor('wanda'), reader | writer);
    await verbs.letIn(play, actor('clara'), conversation, actor('ruth'), 4);
    return scene;
  },
  'before a later log': async (play: Play) => {
    const scene = await acceptedBy(play, 'clara');
    await verbs.employ(play, scene.actor('eva'), 'north', scene.actor('wanda'), reader | writer);
    return scene;
  },
  'one of them dismissed': dismissed,
  /** What is said after somebody has gone is not for them. */
  'said after a dismissal': async (play: Play) => {
    const scene = await dismissed(play);
    await verbs.write(play, scene.actor('ada'), scene.conversation);
    await look(play, scene.actor('david'), scene.conversation);
    return scene;
  },
  'said after a hand-over': async (play: Play) => {
    const scene = await acceptedBy(play, 'david');
    const { actor, conversation } = scene;
    await verbs.passOn(play, actor('david'), conversation, actor('otto'), false);
    await verbs.write(play, actor('ada'), conversation);
    return scene;
  },
  'said while waiting, after a dismissal': async (play: Play) => {
    const scene = await waiting(play);
    const { actor, conversation } = scene;
    await look(play, actor('david'), conversation);
    await verbs.employ(play, actor('eva'), 'north', actor('david'), 0);
    await verbs.write(play, actor('ada'), conversation);
    return scene;
  },
  'said after a custodian has gone': async (play: Play) => {
    const scene = await acceptedBy(play, 'clara');
    const { actor, conversation } = scene;
    await verbs.employ(play, actor('eva'), 'north', actor('nora'), 0);
    await verbs.write(play, actor('ada'), conversation);
    return scene;
  },
  'looked at by others': async (play: Play) => {
    const scene = await acceptedBy(play, 'clara');
    for (const name of ['david', 'ruth']) await look(play, scene.actor(name), scene.conversation);
    return scene;
  },
  'looked at while it waits': async (play: Play) => {
    const scene = await waiting(play);
    for (const name of ['ruth', 'miriam']) await look(play, scene.actor(name), scene.conversation);
    return scene;
  },
} satisfies Record<string, (play: Play) => Promise<Scene>>;
export type SceneName = keyof typeof scenes;

/** Tells that lie to somebody about a scene while they act, then the truth again. */
export async function under(
  scene: Scene,
  name: string,
  victim: Actor,
  act: () => Promise<unknown>,
  choices: readonly number[] = [],
): Promise<void> {
  const left = [...choices];
  const pick = (below: number) => (left.shift() ?? 0) % below;
  const { tell } = lies.find((lie) => lie.name === name)!;
  const telling: Telling | null = await tell({ play: scene.play, victim, one: scene.one, pick });
  if (!telling) throw new Error(`nothing to lie about: ${name}`);
  victim.line = telling.line;
  await act();
  victim.line = null;
  victim.wasLiedTo = true;
  if (!telling.told.is) throw new Error(`nobody was told: ${name}`);
}
