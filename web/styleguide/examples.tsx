// Long: what every screen shows in pictures.
import { consentTexts } from '@beistand/contract';
import type { SignInProps } from '../src/account/sign-in.tsx';
import type { DeskProps, OpenConversation } from '../src/counselling/desk.tsx';
import type { StaffData } from '../src/counselling/staff-shell.tsx';
import { frameOf } from '../src/pages/frame-of.ts';
import type { CentreFound } from '../src/seeking-help/centres.tsx';
import { placeOnWeek } from '../src/seeking-help/centres.tsx';
import type { HomeData } from '../src/seeking-help/home.tsx';
import type { WayBackProps } from '../src/seeking-help/way-back.tsx';
import { PromiseCard } from '../src/seeking-help/what-happens-now.tsx';
import type { SeekerConversationProps } from '../src/thread/seeker-conversation.tsx';
import { type ThreadItem, WriteBar } from '../src/thread/thread.tsx';
import { keyRound } from '../src/ui/icons.ts';

/** The pictures show things as they are at one moment: nothing happens when they are touched. */
export const still = (): void => undefined;

export const frame = frameOf('Lindenwerk');

export const home: HomeData = {
  topics: [
    {
      code: '7k3m9q2d',
      short: 'Schulden',
      title: 'Schuldnerberatung',
      description: 'Mahnung, Pfändung, Inkasso',
      icon: 'receipt-euro',
    },
    {
      code: '7k3m9q2e',
      short: 'Eltern und Familie',
      title: 'Erziehungsberatung',
      description: 'Streit, Trennung, Erziehung',
      icon: 'house-heart',
    },
    {
      code: '7k3m9q2f',
      short: 'Sucht',
      title: 'Suchtberatung',
      description: 'Auch für Angehörige',
      icon: 'unlink',
    },
    {
      code: '7k3m9q2g',
      short: 'Schwangerschaft',
      title: 'Schwangerschaftsberatung',
      description: 'Vor und nach der Geburt',
      icon: 'baby',
    },
    {
      code: '7k3m9q2h',
      short: 'Kinder und Jugendliche',
      title: 'Jugendberatung',
      description: 'Schule, Zuhause, Angst',
      icon: 'backpack',
    },
    {
      code: '7k3m9q2j',
      short: 'Suizidgedanken',
      title: 'Beratung für junge Menschen',
      description: 'Junge Menschen bis 25',
      icon: 'message-circle-heart',
    },
    {
      code: '7k3m9q2k',
      short: 'Migration',
      title: 'Migrationsberatung',
      description: 'Ankommen und bleiben',
      icon: 'earth',
    },
    {
      code: '7k3m9q2m',
      short: 'Trauer und Hospiz',
      title: 'Hospizberatung',
      description: 'Krankheit, Abschied, Verlust',
      icon: 'flower-2',
    },
    {
      code: '7k3m9q2n',
      short: 'Sozialberatung',
      title: 'Allgemeine Sozialberatung',
      description: 'Geld, Wohnen, Behörden',
      icon: 'hand-helping',
    },
    {
      code: '7k3m9q2p',
      short: 'Leben im Alter',
      title: 'Beratung im Alter',
      description: 'Pflege, Vorsorge, Alleinsein',
      icon: 'armchair',
    },
    {
      code: '7k3m9q2q',
      short: 'Behinderung',
      title: 'Behinderung und psychische Krankheit',
      description: 'Auch psychische Krankheit',
      icon: 'accessibility',
    },
    {
      code: '7k3m9q2r',
      short: 'Jungen und Männer',
      title: 'Männerberatung',
      description: 'Krisen, Gewalt, Rollen',
      icon: 'user-round',
    },
  ],
};

const promise = 'spätestens nach 16 Öffnungsstunden';

export const topic = {
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

export const centres: CentreFound[] = [
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

export const text =
  'Ich weiß nicht mehr, wo mir der Kopf steht. Seit der Trennung im März mache ich keine Briefe mehr auf. Es liegen bestimmt dreißig in der Schublade.\n\nGestern war ein gelber dabei. Ich habe Angst, ihn zu öffnen.';

export const due = {
  weekdayAndClock: 'Donnerstag, 16 Uhr',
  date: '15. Oktober, also übermorgen',
  hour: 16,
  minute: 0,
};

const code = ['7Q4M', 'K9XT', '2HDW', '8RPA', '5ZNE', 'J3VC', '6BGY'];

export const wayBack: WayBackProps = {
  frame,
  about: 'Schuldnerberatung Freiburg-Altstadt',
  part: 'name',
  onPart: still,
  onBack: still,
  name: 'blauer-otter-4821',
  onOtherName: still,
  words: ['kessel', 'lampe', 'birke', 'morgen', 'tinte', 'segel', 'wiese'],
  onOwnPassword: still,
  onCopyWords: still,
  code,
  onPrint: still,
  onSaveFile: still,
  onCopyCode: still,
  consent: consentTexts.de,
  onSend: still,
  onSendWithoutCode: still,
};

const at = '2026-10-14T08:12:00Z';

export const items: ThreadItem[] = [
  { kind: 'day', id: 'd1', words: 'Dienstag, 13. Oktober' },
  {
    kind: 'message',
    id: 'm1',
    isOwn: true,
    author: 'Sie',
    time: '21:52',
    at,
    text: 'Ich weiß nicht mehr, wo mir der Kopf steht. Seit März mache ich keine Briefe mehr auf.',
    delivery: 'arrived',
  },
  { kind: 'day', id: 'd2', words: 'Mittwoch, 14. Oktober' },
  {
    kind: 'event',
    id: 'e1',
    icon: keyRound,
    words:
      'Miriam Keller hat die Beratung angenommen, um 10:04 Uhr. Lesen können: Sie, Miriam Keller, der Tresor.',
  },
  {
    kind: 'message',
    id: 'm2',
    isOwn: false,
    author: 'Miriam Keller',
    time: '10:12',
    at,
    text: 'Guten Morgen, und danke für Ihr Vertrauen. Haben Sie die Mahnung der Stadtwerke noch da?',
  },
  { kind: 'new', id: 'n' },
  {
    kind: 'message',
    id: 'm3',
    isOwn: false,
    author: 'Miriam Keller',
    time: '10:14',
    at,
    text: 'Sie müssen den gelben Brief nicht allein öffnen. Schreiben Sie mir einfach, von wem er ist.',
  },
  {
    kind: 'message',
    id: 'm4',
    isOwn: true,
    author: 'Sie',
    time: '11:02',
    at,
    text: 'Vom Amtsgericht. Ich habe noch einen Brief gefunden, vom Inkasso.',
    delivery: 'waiting',
  },
];

export const conversation: SeekerConversationProps = {
  frame,
  counsellor: { name: 'Miriam Keller', role: 'Schuldnerberatung Freiburg-Altstadt' },
  centre: 'Schuldnerberatung Freiburg-Altstadt',
  readers: [
    { kind: 'self', words: 'Sie' },
    { kind: 'person', words: 'Miriam Keller, seit 14. Oktober' },
    { kind: 'vault', words: 'Tresor der Stelle, nur für Notfälle. Bisher nie geöffnet.' },
  ],
  name: 'blauer-otter-4821',
  thread: { items },
  write: {},
  onSignOut: still,
};

export const waitingItems: ThreadItem[] = [
  { kind: 'day', id: 'd1', words: 'Dienstag, 13. Oktober' },
  { kind: 'message', id: 'm1', isOwn: true, author: 'Sie', time: '21:52', at, text, delivery: 'arrived' },
  { kind: 'card', id: 'c1', content: <PromiseCard due={due} /> },
];

export const staff: StaffData = {
  organisation: 'Lindenwerk',
  centre: 'Freiburg-Altstadt',
  name: 'Miriam Keller',
};

export const open: OpenConversation = {
  name: 'blauer-otter-4821',
  under: 'Schulden · per Sie · Freiburg-Altstadt',
  facts: [
    { label: 'Name hier', value: 'blauer-otter-4821' },
    { label: 'Thema', value: 'Schulden' },
    { label: 'Schrieb zuerst', value: 'Dienstag, 13. Oktober, 21:52 Uhr' },
  ],
  people: [
    {
      kind: 'seeker',
      name: 'blauer-otter-4821',
      note: 'Schlüssel unverändert seit 13.10.',
      isChecked: true,
      reads: 'all',
    },
    {
      kind: 'self',
      name: 'Sie, verantwortlich',
      note: 'liest alles seit 14.10.',
      isChecked: true,
      reads: 'all',
    },
    {
      kind: 'vault',
      name: 'Tresor Freiburg-Altstadt',
      note: 'nie geöffnet',
      isChecked: false,
      reads: 'emergency',
    },
  ],
  thread: {
    items: items.map((item) =>
      item.kind === 'message'
        ? {
            ...item,
            isOwn: !item.isOwn,
            author: item.isOwn ? 'blauer-otter-4821' : 'Sie',
            delivery: item.isOwn ? undefined : 'read',
          }
        : item,
    ) as ThreadItem[],
  },
  state: { kind: 'mine', write: <WriteBar state="Entwurf gesichert" hasWord /> },
};

export const desk: DeskProps = {
  staff,
  tab: 'now',
  onTab: still,
  waiting: [
    {
      id: 'w0',
      name: 'alter-dachs-2071',
      topic: 'Sozialberatung',
      firstWords: 'Das Jobcenter hat mir alles gestrichen, weil',
      left: 'seit 12 Min.',
      remaining: 0,
      isSoon: true,
    },
    {
      id: 'w1',
      name: 'gruener-fuchs-1190',
      topic: 'Schulden',
      firstWords: 'Am Freitag kommt der Gerichtsvollzieher und ich habe',
      left: 'noch 25 Min.',
      remaining: 0.08,
      isSoon: true,
    },
    {
      id: 'w2',
      name: 'weite-wiese-7342',
      topic: 'Schulden',
      firstWords: 'Merhaba, ich schreibe für meine Mutter, sie hat',
      left: 'noch 2 Std.',
      remaining: 0.35,
      isSoon: false,
    },
    {
      id: 'w3',
      name: 'ruhiger-fluss-6620',
      topic: 'Schulden',
      firstWords: 'Ich habe für meinen Bruder gebürgt und jetzt',
      left: 'Do, 10 Uhr',
      remaining: 0.86,
      isSoon: false,
    },
  ],
  mine: [
    {
      id: 'm1',
      name: 'blauer-otter-4821',
      lastWords: 'Vom Amtsgericht. Ich habe noch einen Brief gefunden',
      time: '11:02',
      unread: 1,
    },
    {
      id: 'm2',
      name: 'frueher-vogel-3301',
      lastWords: 'Danke, das hat mir sehr geholfen.',
      time: 'gestern',
      unread: 0,
    },
  ],
  selected: 'm1',
  onOpen: still,
  shown: 'main',
  onShow: still,
  conversation: open,
  onSignOut: still,
};

export const signIn: SignInProps = { by: 'phrase', onBy: still, onSignIn: still };
export const paperCode = code;
export const numbers = ['48213', '90571', '26604', '71938', '05142', '83367'];
