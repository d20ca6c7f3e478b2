import type { ChangeEntry, Entry } from '@beistand/client';
import type { Texts } from '../text/generated/texts.ts';
import { type Cover, whatChanged } from './what-changed.ts';

type Words = {
  t: Texts['thread'];
  /** What a reader is called here. */
  nameOf: (reader: ChangeEntry['readers'][number]) => string;
  /** When it was, and the day and hour at which a cover begins or ends. */
  when: string;
  dateOf: (at: number) => string;
  /** Everyone who can read from it on. */
  readers: string;
  covers: readonly Cover[];
};

/** A change of who is in, or a tidying after somebody left the centre, in words that fit whoever is named. */
export function sayChange(before: ChangeEntry | null, change: ChangeEntry, words: Words): string {
  const { t, nameOf, when, dateOf, readers, covers } = words;
  const changed = whatChanged(before, change, covers);
  const names = (who: ChangeEntry['readers']): string => who.map(nameOf).join(', ');
  switch (changed?.kind) {
    case 'handed-over':
      return t.lineHandedOver({ when, from: nameOf(changed.from), to: nameOf(changed.to), readers });
    case 'taken-over':
      return t.lineTakenOver({ when, from: nameOf(changed.from), to: nameOf(changed.to), readers });
    case 'covering':
      return t.lineCovering({
        who: names(changed.who),
        from: dateOf(changed.cover.from),
        until: dateOf(changed.cover.until),
      });
    case 'added':
      return t.lineAdded({ when, who: names(changed.who), readers });
    case 'added-reading':
      return t.lineAddedReading({ when, who: names(changed.who), readers });
    case 'removed': {
      const given = { when, who: names(changed.who), readers };
      return change.what === 'tidied' ? t.lineLeftCentre(given) : t.lineRemoved(given);
    }
    default:
      return t.lineKeys({ when, readers });
  }
}

/** Each record with the one before it. */
export function recordsBefore(entries: readonly Entry[]): ReadonlyMap<ChangeEntry, ChangeEntry> {
  const changes = entries.filter((entry): entry is ChangeEntry => entry.t === 'change');
  return new Map(changes.slice(1).map((change, i) => [change, changes[i]!]));
}
