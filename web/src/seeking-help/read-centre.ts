import type { Contract, Output } from '@beistand/contract';
import { ask, Failed } from '../worker/ask.ts';

export type Centre = Output<Contract['centre']>;

/** What anyone may know of a centre; null when it isn't there, takes nobody, or nothing answers. */
export async function readCentre(centre: string): Promise<Centre | null> {
  try {
    const answer = await fetch(`/api/centres/${centre}`);
    return answer.ok ? ((await answer.json()) as Centre) : null;
  } catch {
    // Offline: its name is missing for now, nothing else.
    return null;
  }
}

/** The name to write to, held against the one the centre signs with; null when it can't be told. */
export async function readCentreName(centre: string, pin: string | null): Promise<string | null> {
  const found = await readCentre(centre);
  if (!found) return null;
  try {
    return await ask('nameOfCentre', { centre, shown: found.name, pin });
  } catch (error) {
    // No name is better than another's; sending says why it stops.
    if (error instanceof Failed) return null;
    throw error;
  }
}
