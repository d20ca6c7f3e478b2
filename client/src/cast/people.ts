// The standing cast: the same people in the demo, the tests, the pictures and the measurements.
import { BIT } from '@beistand/wire';
import type { CentreFields, TopicFields } from '../administration/centres.ts';

export type StaffPlan = { name: string; signInName: string; phrase: string };
export type CentrePlan = {
  fields: Omit<CentreFields, 'topics'>;
  areas: { from: string; to: string }[];
  lead: StaffPlan;
  /** Let in by the lead, with these bits. */
  colleagues: { person: StaffPlan; bits: number }[];
};

const weekdays = (from: string, until: string): CentreFields['weekly'] =>
  [1, 2, 3, 4, 5].map((day) => ({ day, from, until }));

/** Phrases of the demo's fictional people; real ones are drawn. */
export const phraseOf = (word: string): string => `linde wiese ${word} morgen fenster garten brot`;

export const franz: StaffPlan = { name: 'Franz Vogel', signInName: 'franz', phrase: phraseOf('kanne') };
export const eva: StaffPlan = { name: 'Eva Lindner', signInName: 'eva', phrase: phraseOf('leiter') };
export const clara: StaffPlan = { name: 'Clara Keller', signInName: 'clara', phrase: phraseOf('feder') };
export const david: StaffPlan = { name: 'David Okafor', signInName: 'david', phrase: phraseOf('glocke') };
export const thomas: StaffPlan = {
  name: 'Thomas Grünewald',
  signInName: 'thomas',
  phrase: phraseOf('lampe'),
};
export const miriam: StaffPlan = { name: 'Miriam Sommer', signInName: 'miriam', phrase: phraseOf('pinsel') };

export const ada = { name: 'blauer-otter-4821', phrase: phraseOf('otter') };
export const ben = { name: 'gruener-fuchs-1190', phrase: phraseOf('fuchs') };

export const topics: TopicFields[] = [
  {
    title: 'Schulden',
    short: 'Schulden',
    description: 'Mahnung, Pfändung, Insolvenz',
    icon: 'receipt-euro',
    address: 'sie',
    promiseHours: 16,
  },
  {
    title: 'Sucht',
    short: 'Sucht',
    description: 'Auch für Angehörige',
    icon: 'unlink',
    address: 'sie',
    promiseHours: 16,
  },
  {
    title: 'Allgemeine Sozialberatung',
    short: 'Sozialberatung',
    description: 'Geld, Wohnen, Behörden',
    icon: 'hand-helping',
    address: 'sie',
    promiseHours: 24,
  },
];

const inFreiburg = { timeZone: 'Europe/Berlin', state: 'DE-BW' } as const;

export const centres: CentrePlan[] = [
  {
    fields: {
      ...inFreiburg,
      name: 'Freiburg-Altstadt',
      phone: '030 23125 410',
      street: 'Lindengasse 4',
      postcode: '79098',
      city: 'Freiburg',
      weekly: weekdays('09:00', '17:00'),
    },
    areas: [{ from: '79098', to: '79117' }],
    lead: eva,
    colleagues: [
      { person: clara, bits: BIT.counsellor | BIT.custodian },
      { person: david, bits: BIT.counsellor },
    ],
  },
  {
    fields: {
      ...inFreiburg,
      name: 'Emmendingen',
      phone: '030 23125 420',
      street: 'Am Brunnen 12',
      postcode: '79312',
      city: 'Emmendingen',
      weekly: weekdays('08:00', '16:00'),
    },
    areas: [
      { from: '79183', to: '79379' },
      { from: '79098', to: '79379' },
    ],
    lead: thomas,
    colleagues: [{ person: miriam, bits: BIT.counsellor | BIT.custodian }],
  },
];
