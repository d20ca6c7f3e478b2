import { CentrePage } from '../src/seeking-help/centre-page.tsx';
import { type CentreFound, Centres, placeOnWeek } from '../src/seeking-help/centres.tsx';
import { Help } from '../src/seeking-help/help.tsx';
import { Home } from '../src/seeking-help/home.tsx';
import { NoWriting } from '../src/seeking-help/no-writing.tsx';
import { Nowhere } from '../src/seeking-help/nowhere.tsx';
import { Unavailable } from '../src/seeking-help/unavailable.tsx';
import { frame } from './people.ts';
import type { Screens } from './screen.ts';
import { home } from './topics.ts';

const promise = 'spätestens nach 16 Öffnungsstunden';

const topic = {
  title: 'Schulden',
  description: 'Mahnung, Pfändung, Inkasso: Wir sehen es uns mit Ihnen an und finden den nächsten Schritt.',
  promise,
  centres: [
    {
      centre: 'a',
      name: 'Schuldnerberatung Freiburg-Altstadt',
      phone: '0761 5550120',
      address: 'Herrenstraße 33, 79098 Freiburg',
    },
  ],
};

const centres: readonly CentreFound[] = [
  {
    centre: 'a',
    name: 'Schuldnerberatung Freiburg-Altstadt',
    reason: 'own',
    postcode: '79098',
    address: 'Herrenstraße 33, 79098 Freiburg',
    phone: '0761 5550120',
    waiting: { half: '21 Stunden', halfAt: placeOnWeek(21), nine: '2 Tagen', nineAt: placeOnWeek(48) },
    promise,
    href: '/w#t=7k3m9q2d&c=4h6j8k2m',
  },
  {
    centre: 'b',
    name: 'Schuldnerberatung Breisgau',
    reason: 'neighbour',
    postcode: '79098',
    address: 'Karlstraße 12, 79312 Emmendingen',
    phone: '07641 5550188',
    waiting: null,
    promise,
    href: '/w#t=7k3m9q2d&c=4h6j8k2n',
  },
];

const centre = {
  ...topic.centres[0],
  name: 'Schuldnerberatung Freiburg-Altstadt',
  centre: 'x',
  phone: '0761 5550120',
  address: 'Herrenstraße 33, 79098 Freiburg',
  isOpen: true,
  topics: ['a', 'b'],
};

/** Finding a centre, and the pages that are there when nothing else is. */
export const finding: Screens = {
  home: { isPublic: true, show: () => <Home frame={frame} data={home} /> },
  'home-three': {
    isPublic: true,
    show: () => <Home frame={frame} data={{ topics: home.topics.filter((_, i) => i % 4 === 0) }} />,
  },
  topic: { isPublic: true, show: () => <Centres frame={frame} topic={topic} /> },
  'topic-found': {
    isPublic: true,
    show: () => <Centres frame={frame} topic={topic} found={{ postcode: '79098', centres: centres }} />,
  },
  'topic-none': {
    isPublic: true,
    show: () => <Centres frame={frame} topic={topic} found={{ postcode: '01067', centres: [] }} />,
  },
  centre: {
    isPublic: true,
    show: () => (
      <CentrePage
        frame={frame}
        centre={centre}
        topics={home.topics.slice(0, 2).map((t, i) => ({ ...t, topic: i === 0 ? 'a' : 'b' }))}
        counsellor={null}
      />
    ),
  },
  'centre-person': {
    isPublic: true,
    show: () => (
      <CentrePage
        frame={frame}
        centre={centre}
        topics={home.topics.slice(0, 2).map((t, i) => ({ ...t, topic: i === 0 ? 'a' : 'b' }))}
        counsellor={{ account: 'm', name: 'Miriam Keller' }}
      />
    ),
  },
  'centre-closed': {
    isPublic: true,
    show: () => (
      <CentrePage frame={frame} centre={{ ...centre, isOpen: false }} topics={[]} counsellor={null} />
    ),
  },
  help: { isPublic: true, show: () => <Help frame={frame} /> },
  nowhere: { isPublic: true, show: () => <Nowhere frame={frame} /> },
  unavailable: { isPublic: true, show: () => <Unavailable frame={{ ...frame, organisation: '' }} /> },
  'no-writing': { isPublic: true, show: () => <NoWriting frame={frame} /> },
};
