import type { Texts } from '../text/generated/texts.ts';
import type { Need } from './open-centre.tsx';
import type { CentreNow } from './use-centre.ts';
import { hasCustodians } from './vault-policy.ts';

const COUNSELLOR = 1;
const CUSTODIAN = 4;

type Facts = Pick<CentreNow, 'missing' | 'people' | 'policy'>;

/** What opening needs, in the order one does it, each with where it is done. Codes: the server's `missing`. */
export function needsOf(t: Texts['counselling'], { missing, people, policy }: Facts): Need[] {
  const lacks = (...codes: string[]): boolean => codes.some((code) => missing.includes(code));
  const have = (bit: number): string => String(people.filter((one) => !one.isPaper && one.bits & bit).length);
  const room = (path: string, act: string): Pick<Need, 'href' | 'act'> => ({
    href: `/b/centre/${path}`,
    act,
  });
  const needs: (Need & { isNeeded?: boolean })[] = [
    {
      id: 'counsellors',
      words: lacks('counsellors')
        ? t.needCounsellors({ have: have(COUNSELLOR), need: '2' })
        : t.hasCounsellors({ have: have(COUNSELLOR) }),
      isThere: !lacks('counsellors'),
      ...room('people', t.toPeople),
    },
    {
      id: 'custodians',
      words: lacks('custodians')
        ? t.needCustodians({ have: have(CUSTODIAN), need: '2' })
        : t.hasCustodians({ have: have(CUSTODIAN) }),
      isThere: !lacks('custodians'),
      isNeeded: hasCustodians(policy),
      ...room('people', t.addCustodian),
    },
    {
      id: 'paper',
      words: t.needPaper,
      isThere: !lacks('paper', 'paper-check'),
      ...room('paper', t.paperCheckNow),
    },
    { id: 'keys', words: t.needKeys, isThere: !lacks('keys', 'founding'), ...room('keys', t.keysRoom) },
    { id: 'topics', words: t.needTopics, isThere: !lacks('topics'), ...room('offer', t.enterOffer) },
    { id: 'hours', words: t.needHours, isThere: !lacks('weekly'), ...room('offer', t.enterOffer) },
    { id: 'phone', words: t.needPhone, isThere: !lacks('phone'), ...room('offer', t.enterOffer) },
    {
      id: 'areas',
      words: lacks('areas') ? t.needAreasYet : t.needAreas,
      isThere: !lacks('areas'),
      href: '/b/administration',
      act: t.howAreas,
    },
  ];
  return needs.filter(({ isNeeded = true }) => isNeeded);
}
