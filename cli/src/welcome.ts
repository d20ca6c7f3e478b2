import { ada, ben, type CentrePlan, centres, franz, type StaffPlan } from '@beistand/client/cast/people';
import { table } from './say.ts';

const people = (): string[][] => {
  const staff = (what: string, { name, signInName, phrase }: StaffPlan) => [what, name, signInName, phrase];
  const ofCentre = ({ fields, lead, colleagues }: CentrePlan) => [
    staff(`leads ${fields.name}`, lead),
    ...colleagues.map(({ person }) => staff(`counsels there`, person)),
  ];
  return [
    ['', 'Person', 'Sign-in name', 'Phrase'],
    ['asks, has been answered', 'Ada', ada.name, ada.phrase],
    ['asks, is waiting', 'Ben', ben.name, ben.phrase],
    ...centres.flatMap(ofCentre),
    staff('administers', franz),
  ];
};

type Topic = { short: string; code: string };

/** What whoever typed `npm start` reads: where to go and as whom. */
export function welcome(origin: string, elsewhere: readonly string[], topics: readonly Topic[]): string {
  const addresses = [
    ['Home', origin],
    ...topics.map(({ short, code }) => [short, `${origin}/a/${code}`]),
    ['Sign in', `${origin}/s`],
    ['For staff', `${origin}/b`],
    ...elsewhere.map((address) => ['From a phone', address]),
  ];
  return `\nBeistand is running.\n\n${table(addresses)}\n\n${table(people())}\n`;
}
