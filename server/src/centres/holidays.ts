import Holidays from 'date-holidays';

const known = new Map<string, string[]>();

/**
 * Public holidays of one federal state, e.g. `DE-BW`, as `YYYY-MM-DD` in order. State-wide ones only: what single
 * municipalities keep (the Assumption in parts of Bavaria, the peace feast of Augsburg) is not among them.
 */
export function holidaysOf(state: string, years: readonly number[]): string[] {
  return years.flatMap((year) => {
    const key = `${state} ${year}`;
    const found = known.get(key) ?? lookUp(state, year);
    known.set(key, found);
    return found;
  });
}

function lookUp(state: string, year: number): string[] {
  const [country, land] = state.split('-') as [string, string];
  const holidays = new Holidays(country, land).getHolidays(year);
  return [
    ...new Set(holidays.filter(({ type }) => type === 'public').map(({ date }) => date.slice(0, 10))),
  ].sort();
}
