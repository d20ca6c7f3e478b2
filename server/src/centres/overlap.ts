/** Postcodes of five digits, both ends included. */
export type Range = { from: string; to: string };

/** The same postcodes in as few ranges as hold them, in order. */
export function merged(ranges: readonly Range[]): Range[] {
  const sorted = [...ranges].sort((a, b) => (a.from < b.from ? -1 : a.from > b.from ? 1 : 0));
  const out: Range[] = [];
  for (const { from, to } of sorted) {
    const last = out.at(-1);
    if (last && Number(from) <= Number(last.to) + 1) {
      if (to > last.to) last.to = to;
    } else out.push({ from, to });
  }
  return out;
}

/** Whether a postcode lies in both. `sorted` as `merged` leaves it. */
export function reaches(sorted: readonly Range[], { from, to }: Range): boolean {
  let [low, high] = [0, sorted.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (sorted[middle]!.to < from) low = middle + 1;
    else high = middle;
  }
  return sorted[low] !== undefined && sorted[low]!.from <= to;
}
