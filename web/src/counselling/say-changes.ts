import type { Contract, Output } from '@beistand/contract';
import type { Texts } from '../text/generated/texts.ts';

export type Change = Output<Contract['listCentreChanges']>['changes'][number];
type Words = Texts['counselling'];
type Facts = Change['before'];

/** One change of a centre as a plain line: who, what, from what to what. */
export function sayChange(t: Words, { what, by, name, before, after }: Change): string {
  const given = { by: by ?? t.formerPerson, centre: name };
  const both = (say: (facts: Facts) => string) => ({ ...given, before: say(before), after: say(after) });
  switch (what) {
    case 'name':
      return t.changeName(both((facts) => facts.name ?? ''));
    case 'contact':
      return t.changeContact(both((facts) => sayContact(t, facts)));
    case 'topics':
      return t.changeTopics(both((facts) => sayTopics(t, facts)));
    case 'areas':
      return t.changeAreas(both((facts) => sayAreas(t, facts)));
    case 'opening':
      return t.changeOpening({ ...given, topics: sayTopics(t, after), areas: sayAreas(t, after) });
    case 'fallback':
      return t.changeFallback({
        ...both((facts) => facts.fallback ?? t.changeNothing),
        topic: after.topic ?? '',
      });
  }
}

const sayContact = (t: Words, { phone, street, postcode, city }: Facts): string => {
  const town = [postcode, city].filter(Boolean).join(' ');
  return [phone, street, town].filter(Boolean).join(', ') || t.changeNothing;
};
const sayTopics = (t: Words, { topics = [] }: Facts): string => topics.join(', ') || t.changeNothing;

function sayAreas(t: Words, { areas = [], more = 0 }: Facts): string {
  const ranges = areas.map(({ from, to, topic }) => {
    const postcodes = from === to ? from : `${from}–${to}`;
    return topic ? `${postcodes} (${topic})` : postcodes;
  });
  const all = more > 0 ? [...ranges, t.changeMore({ n: more })] : ranges;
  return all.join(', ') || t.changeNothing;
}
