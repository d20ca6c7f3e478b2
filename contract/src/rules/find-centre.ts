/** Inclusive, both 5 digits; one postcode has `from` = `to`. */
export interface Area {
  from: string;
  to: string;
}

export interface ListedCentre {
  centre: string;
  name: string;
  languages?: readonly string[];
  areas: readonly Area[];
}

/** A topic's public list. `fallback` names the listed centre that serves everyone nobody else does. */
export interface AreaList<C extends ListedCentre = ListedCentre> {
  centres: readonly C[];
  fallback?: string | null;
}

/** `own` serves this postcode, `fallback` serves the topic everywhere, `neighbour` serves the same region. */
export type FoundReason = 'own' | 'fallback' | 'neighbour';

export interface FoundCentre<C extends ListedCentre = ListedCentre> {
  centre: C;
  reason: FoundReason;
}

const NEIGHBOURS = 3;

/**
 * The German postcode somebody meant, as 5 digits, or null. Forgives spaces, `D-`, a town behind it, the digits of
 * other keyboards and scripts, and a leading zero lost in a spreadsheet.
 */
export function readPostcode(typed: string): string | null {
  const text = typed.normalize('NFKC').replace(/[٠-٩۰-۹]/g, (digit) => String(digit.charCodeAt(0) & 15));
  const [, digits] = /^\s*(?:de?\s*[-–—]?\s*)?((?:\d\s*){4,5})(?:[^\d\s].*)?$/isu.exec(text) ?? [];
  const postcode = digits?.replace(/\s/g, '').padStart(5, '0');
  return postcode === undefined || postcode < '01000' ? null : postcode;
}

/**
 * The centres for a postcode of `readPostcode`, best first: those whose area holds it, narrowest area first; else the
 * topic's fallback; else up to three whose area lies nearest within the same first two digits. Empty only when there is
 * none of these: the caller then shows crisis and phone help. Ties keep the order of the list.
 */
export function findCentre<C extends ListedCentre>(list: AreaList<C>, postcode: string): FoundCentre<C>[] {
  const own = rank(list, (area) => (area.from <= postcode && postcode <= area.to ? width(area) : null));
  if (own.length > 0) return own.map((centre) => ({ centre, reason: 'own' }));

  const fallback = list.centres.find(({ centre }) => centre === list.fallback);
  if (fallback) return [{ centre: fallback, reason: 'fallback' }];

  const region = { from: `${postcode.slice(0, 2)}000`, to: `${postcode.slice(0, 2)}999` };
  const near = rank(list, (area) =>
    area.from <= region.to && region.from <= area.to ? distance(area, postcode) : null,
  );
  return near.slice(0, NEIGHBOURS).map((centre) => ({ centre, reason: 'neighbour' }));
}

/** Centres with at least one measured area, smallest measure first. */
function rank<C extends ListedCentre>({ centres }: AreaList<C>, measure: (area: Area) => number | null): C[] {
  return centres
    .map((centre) => {
      const measures = centre.areas.map(measure).filter((value) => value !== null);
      return { centre, least: Math.min(...measures) };
    })
    .filter(({ least }) => Number.isFinite(least))
    .sort((a, b) => a.least - b.least)
    .map(({ centre }) => centre);
}

const width = ({ from, to }: Area) => Number(to) - Number(from);
const distance = ({ from, to }: Area, postcode: string) =>
  Math.max(Number(from) - Number(postcode), Number(postcode) - Number(to));
