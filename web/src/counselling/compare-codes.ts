/** As recovery codes are read: letters that look like digits are those digits, strokes and spaces don't count. */
const plainCode = (typed: string): string =>
  typed.toUpperCase().replaceAll(/[\s-]/g, '').replaceAll('O', '0').replaceAll(/[IL]/g, '1');

/** The first group of four (1–7) that differs from the sheet; null when all are the same. */
export function firstWrongGroup(typed: string, writtenCode: string): number | null {
  const [a, b] = [plainCode(typed), plainCode(writtenCode)];
  if (a === b) return null;
  for (let group = 0; group * 4 < b.length; group++)
    if (a.slice(group * 4, group * 4 + 4) !== b.slice(group * 4, group * 4 + 4)) return group + 1;
  return Math.ceil(b.length / 4);
}
