import { crisisHelp } from '@beistand/contract';
import type { FrameData } from '../ui/frame-data.ts';

/** One number for whoever is in danger, one for whoever needs to talk: the two a phone has room for. */
const first = ['112', '116 123'];

/** An empty page contacts nobody and says nothing. */
export const leaveTo = 'about:blank';

/** What surrounds every page of an organisation. */
export function frameOf(organisation: string): FrameData {
  const help = crisisHelp.numbers.map(({ number, name, about }) => ({
    number,
    name: name.de,
    note: about.de,
    isFirst: first.includes(number),
  }));
  return { organisation, leaveTo, help };
}
