import type { Texts } from '../text/generated/texts.ts';

export const COUNSELLOR = 1;
export const LEAD = 2;
export const CUSTODIAN = 4;

/** What someone does in a centre, in plain words: "leitet, berät, hütet den Tresor". */
export function sayBits(t: Texts['counselling'], bits: number): string {
  const words = [
    [LEAD, t.roleLead],
    [COUNSELLOR, t.roleCounsellor],
    [CUSTODIAN, t.roleCustodian],
    [8, t.roleReader],
    [16, t.roleWriter],
  ] as const;
  const said = words.filter(([bit]) => bits & bit).map(([, word]) => word);
  return said.join(', ') || t.roleNone;
}
