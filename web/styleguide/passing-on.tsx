import { Desk } from '../src/counselling/desk.tsx';
import { StepMenu, stepsFor } from '../src/counselling/step-menu.tsx';
import { PassOn, type PassOnProps } from '../src/passing-on/pass-on.tsx';
import { type Planned, readersAfter } from '../src/passing-on/readers-after.ts';
import { Suggest } from '../src/passing-on/suggest.tsx';
import { everyText } from '../src/text/generated/every-text.ts';
import { open, whole } from './desk.tsx';
import { still } from './people.ts';
import type { Screens } from './screen.ts';

const t = everyText.de['passing-on'];
const person = (account: string, name: string, tasks: string, isChecked = true) => ({
  ...{ account, name, tasks, isChecked, bits: 1, isMe: false },
});
const thomas = person('thomas', 'Thomas Grünewald', 'berät');
const candidates = [thomas, person('david', 'David Okafor', 'berät, hütet den Tresor', false)];
const readers = [
  { account: 'seeker', name: null, role: 1, isMe: false },
  { account: 'miriam', name: 'Miriam Keller', role: 2, isMe: true },
];
const chosen = {
  ...{ account: 'thomas', writes: true, stays: false },
  ...{ first: '2026-10-19', last: '2026-11-06', asks: true },
};
const about = {
  ...{ seeker: 'blauer-otter-4821', topic: 'Schulden', candidates, chosen, question: null },
  ...{ onChange: still, onAct: still, onClose: still },
  dayOf: (at: number) => (at === 1 ? '19. Oktober' : '6. November'),
};
const planned: Planned = { ...thomas, step: 'add', writes: true, stays: false, dates: null };
const after = (change: Partial<Planned>) =>
  readersAfter({ readers, hasVault: true }, [], { ...planned, ...change });
const withDesk = (more: Partial<PassOnProps> & Pick<PassOnProps, 'step'>) => ({
  isStaff: true,
  show: () => (
    <>
      <Desk {...whole} />
      <PassOn {...about} readers={after({ step: more.step })} {...more} />
    </>
  ),
});
const suggest = {
  ...{ seeker: 'blauer-otter-4821', about: 'blauer-otter-4821, Schulden', topic: 'a' },
  topics: [
    { topic: 'a', title: 'Schulden' },
    { topic: 'b', title: 'Sucht' },
  ],
  centres: [
    { centre: 'e', name: 'Emmendingen', city: 'Emmendingen' },
    { centre: 'b', name: 'Beratungsstelle für Schuldnerinnen und Schuldner im Breisgau', city: 'Breisach' },
  ],
  ...{ onTopic: still, onCentre: still, onAct: still, onClose: still },
};

/** What a counsellor does with a conversation beside writing in it. */
export const passingOn: Screens = {
  'desk-steps': {
    isStaff: true,
    show: () => (
      <Desk {...whole} conversation={{ ...open, steps: <StepMenu steps={stepsFor(2)} onStep={still} /> }} />
    ),
  },
  'desk-hand-over': withDesk({
    step: 'handOver',
    question: t.questionHandOverSie({ name: thomas.name }),
  }),
  'desk-add': withDesk({
    step: 'add',
    chosen: { ...chosen, account: 'david', asks: false },
    readers: after({ account: 'david', name: 'David Okafor' }),
  }),
  'desk-cover': withDesk({
    step: 'cover',
    readers: after({ step: 'cover', dates: { from: 1, until: 3 } }),
    question: t.questionCoverSie({ name: thomas.name, from: '19. Oktober', until: '6. November' }),
  }),
  'desk-cover-mistaken': withDesk({
    step: 'cover',
    readers: [],
    chosen: { ...chosen, last: '2026-10-12' },
    error: t.datesWrong,
  }),
  'desk-take-out': withDesk({ step: 'remove' }),
  'desk-nobody-to-add': withDesk({ step: 'add', candidates: [] }),
  'desk-colleagues-loading': withDesk({ step: 'add', candidates: null }),
  'desk-suggest': {
    isStaff: true,
    show: () => (
      <>
        <Desk {...whole} />
        <Suggest {...suggest} named="Emmendingen" />
      </>
    ),
  },
  'desk-suggest-nowhere': {
    isStaff: true,
    show: () => (
      <>
        <Desk {...whole} />
        <Suggest {...suggest} centres={[]} named={null} />
      </>
    ),
  },
};
