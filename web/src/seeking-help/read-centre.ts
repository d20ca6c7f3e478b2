import type { Contract, Output } from '@beistand/contract';

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
