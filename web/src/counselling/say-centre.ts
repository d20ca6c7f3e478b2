import type { Texts } from '../text/generated/texts.ts';
import type { MyCentre } from './staff-context.ts';

/** A centre of mine by name; where two read alike, with the letters by which one knows which it is. */
export const sayCentre = (
  t: Pick<Texts['counselling'], 'centreNeverJoined'>,
  { name, mark }: Pick<MyCentre, 'name' | 'mark'>,
): string => (mark === null ? name : `${name} · ${mark || t.centreNeverJoined}`);
