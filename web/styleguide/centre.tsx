import type { ReactElement } from 'react';
import { Administration } from '../src/counselling/administration.tsx';
import { CentreKey } from '../src/counselling/centre-key.tsx';
import { CheckPaper } from '../src/counselling/check-paper.tsx';
import { Custody } from '../src/counselling/custody.tsx';
import { FoundCentre } from '../src/counselling/found-centre.tsx';
import { LetIn } from '../src/counselling/let-in.tsx';
import { MyLink, type MyLinkProps } from '../src/counselling/my-link.tsx';
import { OfferForm, type OfferKnown } from '../src/counselling/offer-form.tsx';
import { type Need, OpenCentre } from '../src/counselling/open-centre.tsx';
import { ReplaceSheet } from '../src/counselling/replace-sheet.tsx';
import { CentreShell, type RoomName, StaffShell } from '../src/counselling/staff-shell.tsx';
import { everyText } from '../src/text/generated/every-text.ts';
import { numbers, paperCode, staff, still } from './people.ts';
import type { Screen, Screens } from './screen.ts';
import { home } from './topics.ts';

const name = staff.centre;

const inRoom = (room: RoomName, shown: ReactElement): Screen => ({
  isStaff: true,
  show: () => (
    <CentreShell room={room} staff={staff} onSignOut={still}>
      {shown}
    </CentreShell>
  ),
});

const needs = (isThere: boolean): Need[] => [
  {
    id: 'a',
    words: isThere
      ? everyText.de.counselling.hasCounsellors({ have: '3' })
      : everyText.de.counselling.needCounsellors({ have: '1', need: '2' }),
    isThere,
    href: '/b/centre/people',
    act: 'Menschen aufnehmen',
  },
  { id: 'b', words: 'Der Papiercode ist ausgedruckt und geprüft', isThere: true, href: '/b', act: 'Prüfen' },
];

const stillPromised = (): Promise<boolean> => Promise.resolve(false);

const custodians = [
  {
    id: 'a',
    name: 'Eva Lindner',
    isSelf: true,
    since: 'März 2026',
    proof: { kind: 'compared', at: '2. September' },
  },
  {
    id: 'b',
    name: 'David Okafor',
    isSelf: false,
    since: '11. Juni',
    proof: { kind: 'invitation', at: '11. Juni' },
  },
] as const;

const history = [
  { id: '1', day: '21. Juli', words: 'Papiercode geprüft von Eva Lindner' },
  { id: '2', day: '11. Juni', words: 'David Okafor als Hüter aufgenommen' },
];

const neverSaved = (): Promise<undefined> => Promise.resolve(undefined);
const known = {
  name,
  fingerprint: '7Q4MK9XT2HDW8RPA5ZNEJ3VC6B',
  link: 'https://lindenwerk.example/a/7k3m9q2d#k=7Q4MK9XT2HDW8RPA5ZNEJ3VC6B',
};
const offered: OfferKnown = {
  profile: {
    weekly: [1, 2, 3, 4].flatMap((day) => [
      { day, from: '09:00', until: '12:30' },
      { day, from: '13:30', until: '16:00' },
    ]),
    topics: ['7k3m9q2d'],
    phone: '0761 5550120',
    street: 'Herrenstraße 33',
    postcode: '79098',
    city: 'Freiburg im Breisgau',
  },
  topics: home.topics.slice(0, 5).map((topic) => ({
    ...topic,
    topic: topic.code,
    address: 'sie',
    promiseHours: 16,
  })),
};
const administration = (isAdministrator: boolean): Screen => ({
  isStaff: true,
  show: () => (
    <StaffShell staff={{ ...staff, centre: staff.organisation }} here="administration" onSignOut={still}>
      <Administration organisation={staff.organisation} isAdministrator={isAdministrator} />
    </StaffShell>
  ),
});

const paperLead = everyText.de.counselling.paperLead;
const sheet = { centre: name, policy: 2 };

const opening = { name, openSince: null, mayOpen: true, link: null, onOpenCentre: still };
const myLink = {
  link: `${known.link}.9K2M4P6R8T0V1X3Z5B7D9F1H2J`,
  ...{ onShow: still, onEnd: still, onEnded: still, onKeep: still },
};
const withMyLink = (more: Partial<MyLinkProps>): ReactElement => (
  <>
    <OpenCentre {...opening} isOpen needs={needs(true)} />
    <MyLink {...myLink} {...more} />
  </>
);

/** The rooms of a centre, and administration. */
export const centre: Screens = {
  'found-meaning': inRoom(
    'overview',
    <FoundCentre centre={name} step="meaning" policy={2} onPolicy={still} onNext={still} />,
  ),
  'found-paper': inRoom(
    'overview',
    <FoundCentre
      centre={name}
      step="paper"
      lead={paperLead}
      code={paperCode}
      onPrint={still}
      onPrinted={still}
    />,
  ),
  'found-check': inRoom(
    'overview',
    <FoundCentre
      centre={name}
      step="check"
      error="Gruppe 3 stimmt nicht mit dem Blatt überein."
      onCheck={still}
      onBack={still}
    />,
  ),
  'found-done': inRoom('overview', <FoundCentre centre={name} step="done" />),
  'let-in': inRoom(
    'people',
    <LetIn
      mayLetIn
      hasCustodians
      onInvite={stillPromised}
      onLetIn={still}
      onDiffers={still}
      onWithdraw={still}
      onChange={still}
      link={{
        name: 'David Okafor',
        url: 'https://lindenwerk.example/i/7k3m9q2d#0123456789ABCDEFGHJKMNPQRS.0123456789ABCDEFGHJKMNPQRS',
        until: 'Mittwoch, 21. Oktober',
        isCopied: false,
        onCopy: still,
      }}
      invited={[
        { id: 'a', name: 'David Okafor', tasks: 'berät', state: { kind: 'invited', until: '21. Oktober' } },
        {
          id: 'b',
          name: 'Thomas Grünewald',
          tasks: 'berät, hütet den Tresor',
          state: { kind: 'registered', isProven: false, numbers: numbers },
        },
        {
          id: 'c',
          name: 'Clara Keller',
          tasks: 'berät',
          state: { kind: 'registered', isProven: true, numbers: numbers },
        },
        { id: 'd', name: 'Jana Wolf', tasks: 'berät', state: { kind: 'differs' } },
      ]}
      members={[
        {
          id: 'm',
          name: 'Eva Lindner',
          tasks: 'leitet, berät, hütet den Tresor',
          since: 'seit 2. März',
          isSelf: true,
        },
      ]}
    />,
  ),
  custody: inRoom(
    'keys',
    <Custody
      policy={2}
      onReplacePaper={still}
      custodians={custodians}
      paper={{ checkedAt: '21. Juli' }}
      history={history}
      onCompare={still}
      onCheckPaper={still}
      onCheckKey={still}
    />,
  ),
  'custody-weak': inRoom(
    'keys',
    <Custody
      policy={2}
      onReplacePaper={still}
      custodians={custodians.slice(0, 1)}
      paper={{ checkedAt: null }}
      history={[]}
      onCompare={still}
      onCheckPaper={still}
      onCheckKey={still}
    />,
  ),
  'custody-paper': inRoom(
    'keys',
    <Custody
      policy={1}
      custodians={[]}
      paper={{ checkedAt: '21. Juli' }}
      history={history}
      onCompare={still}
      onCheckPaper={still}
      onCheckKey={still}
    />,
  ),
  'custody-off': inRoom(
    'keys',
    <Custody
      policy={0}
      custodians={[]}
      paper={{ checkedAt: null }}
      history={history}
      onCompare={still}
      onCheckPaper={still}
      onReplacePaper={still}
      onCheckKey={still}
    />,
  ),
  'sheet-meaning': inRoom('keys', <ReplaceSheet {...sheet} policy={1} step="meaning" onNext={still} />),
  'sheet-paper': inRoom(
    'keys',
    <ReplaceSheet {...sheet} step="paper" code={paperCode} onPrint={still} onPrinted={still} />,
  ),
  'sheet-check': inRoom('keys', <ReplaceSheet {...sheet} step="check" onCheck={still} onBack={still} />),
  'sheet-done': inRoom('keys', <ReplaceSheet {...sheet} step="done" />),
  'open-missing': inRoom('overview', <OpenCentre {...opening} isOpen={false} needs={needs(false)} />),
  'open-ready': inRoom('overview', <OpenCentre {...opening} isOpen={false} needs={needs(true)} />),
  'open-done': inRoom(
    'overview',
    <OpenCentre {...opening} isOpen openSince="14. Oktober" needs={needs(true)} link={known.link} />,
  ),
  'open-my-link': inRoom('overview', withMyLink({ link: null })),
  'open-my-link-shown': inRoom('overview', withMyLink({})),
  'open-my-link-ending': inRoom('overview', withMyLink({ isEnding: true })),
  paper: inRoom('keys', <CheckPaper isDone={false} onCheck={still} />),
  'paper-wrong': inRoom(
    'keys',
    <CheckPaper isDone={false} error="Dieses Blatt gehört nicht zu dieser Stelle." onCheck={still} />,
  ),
  'paper-right': inRoom('keys', <CheckPaper isDone onCheck={still} />),
  check: inRoom('keys', <CentreKey {...known} isOpen />),
  'check-draft': inRoom('keys', <CentreKey {...known} isOpen={false} />),
  offer: inRoom('offer', <OfferForm {...offered} language="de" mayChange onSave={neverSaved} />),
  'offer-others': inRoom(
    'offer',
    <OfferForm {...offered} language="de" mayChange={false} onSave={neverSaved} />,
  ),
  administration: administration(true),
  'administration-others': administration(false),
};
