// How histories begin. Each beginning is played once and many histories go on from it.
import { oneOf, seekers, type Turn, turnOf } from './chances.ts';
import { type Counts, count } from './counts.ts';
import { actorOf, type Cast, castOf, newPlay } from './play.ts';
import * as verbs from './verbs.ts';

const houses = {
  north: { accept: ['clara', 'david', 'otto'], counsel: ['wanda', 'eva'], read: ['ruth'] },
  south: { accept: ['thomas', 'david'], counsel: ['miriam'], read: [] },
};

/** Somebody asks. Mostly people are in it before anything else happens: most of what is forbidden is forbidden there. */
async function begin(t: Turn): Promise<void> {
  const { play, counts, choose } = t;
  const house = choose(3) ? 'north' : 'south';
  const { accept, counsel, read } = houses[house];
  const act = async <T>(name: string, done: Promise<T>): Promise<T> => {
    count(counts.verbs, name);
    return done;
  };
  const asking = () => act('enquire', verbs.enquire(play, oneOf(t, seekers)!, house));
  const first = await asking();
  if (choose(3) === 0) await asking();
  if (choose(5) === 0) return;
  const by = actorOf(play, oneOf(t, accept)!);
  await act('accept', verbs.takeIn(play, by, first));
  if (choose(3) === 0) await act('send', verbs.write(play, by, first));
  if (choose(2)) await act('write in one’s notes', verbs.talkBeside(play, by, first, 'notes'));
  if (choose(2)) await act('write in the thread', verbs.talkBeside(play, by, first, 'thread'));
  if (choose(3) === 0) return;
  for (const [names, role] of [
    [counsel, 3],
    [read, 4],
  ] as const) {
    const name = oneOf(t, names);
    if (name) await act('let a colleague in', verbs.letIn(play, by, first, actorOf(play, name), role));
  }
  const gone = oneOf(t, counsel);
  if (gone && choose(2) === 0)
    await act(
      'employ or dismiss',
      verbs.employ(play, actorOf(play, house === 'north' ? 'otto' : 'thomas'), house, actorOf(play, gone), 0),
    );
}

export async function beginnings(cast: Cast, seed: number, howMany: number, counts: Counts): Promise<Cast[]> {
  const all: Cast[] = [];
  for (let i = 0; i < howMany; i++) {
    const play = newPlay(cast, (seed * howMany + i) * 2 + 1, false);
    await begin(turnOf(play, counts, play.next));
    all.push(castOf(play));
  }
  return all;
}
