import type { Asked } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';

/** For what can't be undone: the phrase was proven in this session a moment ago, else `FRESH`. */
export function refuseUnlessFresh({ world, caller }: Pick<Asked<never>, 'world' | 'caller'>): void {
  const age = world.clock() - (caller.provenAt ?? 0);
  if (age > 1000 * world.limits.sessions.freshSeconds) refuse('FRESH');
}
