// Long: one row for every screen in every state.
import type { ReactElement } from 'react';
import type { ChosenPhrase } from '../src/account/choose-phrase.tsx';
import { KeepCode } from '../src/account/keep-code.tsx';
import { SeekerSignIn, StaffSignIn } from '../src/account/sign-in.tsx';
import { Custody } from '../src/counselling/custody.tsx';
import { Desk } from '../src/counselling/desk.tsx';
import { FoundCentre } from '../src/counselling/found-centre.tsx';
import {
  AwaitedCentre,
  CodeForm,
  DoorShut,
  type Invited,
  NamesForm,
} from '../src/counselling/invitation.tsx';
import { LetIn } from '../src/counselling/let-in.tsx';
import { type Need, OpenCentre } from '../src/counselling/open-centre.tsx';
import { CentreShell, type RoomName, StaffShell } from '../src/counselling/staff-shell.tsx';
import { CentrePage } from '../src/seeking-help/centre-page.tsx';
import { Centres } from '../src/seeking-help/centres.tsx';
import { Help } from '../src/seeking-help/help.tsx';
import { Home } from '../src/seeking-help/home.tsx';
import { Nowhere } from '../src/seeking-help/nowhere.tsx';
import { WayBack } from '../src/seeking-help/way-back.tsx';
import { WhatHappensNow } from '../src/seeking-help/what-happens-now.tsx';
import { Write } from '../src/seeking-help/write.tsx';
import { SeekerConversation } from '../src/thread/seeker-conversation.tsx';
import { Banner } from '../src/ui/banner.tsx';
import { Components } from './components.tsx';
import * as example from './examples.tsx';

const { frame, still, staff } = example;
const centre = {
  ...example.topic.centres[0],
  name: 'Schuldnerberatung Freiburg-Altstadt',
  centre: 'x',
  phone: '0761 5550120',
  address: 'Herrenstraße 33, 79098 Freiburg',
  isOpen: true,
  topics: ['a', 'b'],
};
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
    words: 'Zwei Beratende, damit nie jemand allein ist (1 von 2)',
    isThere,
    href: '/b/centre/people',
    act: 'Menschen aufnehmen',
  },
  { id: 'b', words: 'Der Papiercode ist ausgedruckt und geprüft', isThere: true, href: '/b', act: 'Prüfen' },
];
const invited: Invited = {
  kind: 'colleague',
  organisation: 'Lindenwerk',
  centre: 'Freiburg-Altstadt',
  until: 'Mittwoch, 21. Oktober',
};
const phrase: ChosenPhrase = {
  words: example.wayBack.words,
  isOwn: false,
  password: null,
  error: undefined,
  onOwn: still,
  onOther: still,
  read: () => Promise.resolve(null),
};
const stillPromised = (): Promise<boolean> => Promise.resolve(false);
const write = {
  frame,
  about: 'Schuldnerberatung Freiburg-Altstadt',
  centre: 'Schuldnerberatung Freiburg-Altstadt',
  backTo: '/',
};
const offline = (
  <Banner kind="offline" title="Keine Verbindung.">
    Was Sie schreiben, bleibt hier und geht von selbst ab.
  </Banner>
);
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

/** Public pages are served without script that draws them. */
export type Screen = { isStaff?: boolean; isPublic?: boolean; show: () => ReactElement };

/** Every screen in every state it has; checks and pictures run over this list. */
export const screens: Record<string, Screen> = {
  components: { show: () => <Components /> },
  home: { isPublic: true, show: () => <Home frame={frame} data={example.home} /> },
  'home-three': {
    isPublic: true,
    show: () => <Home frame={frame} data={{ topics: example.home.topics.filter((_, i) => i % 4 === 0) }} />,
  },
  topic: { isPublic: true, show: () => <Centres frame={frame} topic={example.topic} /> },
  'topic-found': {
    isPublic: true,
    show: () => (
      <Centres frame={frame} topic={example.topic} found={{ postcode: '79098', centres: example.centres }} />
    ),
  },
  'topic-none': {
    isPublic: true,
    show: () => <Centres frame={frame} topic={example.topic} found={{ postcode: '01067', centres: [] }} />,
  },
  centre: {
    isPublic: true,
    show: () => (
      <CentrePage
        frame={frame}
        centre={centre}
        topics={example.home.topics.slice(0, 2).map((t, i) => ({ ...t, topic: i === 0 ? 'a' : 'b' }))}
      />
    ),
  },
  'centre-closed': {
    isPublic: true,
    show: () => <CentrePage frame={frame} centre={{ ...centre, isOpen: false }} topics={[]} />,
  },
  help: { isPublic: true, show: () => <Help frame={frame} /> },
  nowhere: { isPublic: true, show: () => <Nowhere frame={frame} /> },
  write: { show: () => <Write {...write} kept={null} /> },
  'write-saved': { show: () => <Write {...write} kept={{ isSaved: true, time: '21:47' }} left={120} /> },
  'write-unsaved': {
    show: () => (
      <Write
        {...write}
        kept={{ isSaved: false }}
        banner={offline}
        error="Schreiben Sie zuerst etwas. Ein Satz genügt."
      />
    ),
  },
  'way-back-name': { show: () => <WayBack {...example.wayBack} /> },
  'way-back-code': { show: () => <WayBack {...example.wayBack} part="code" /> },
  'way-back-own': {
    show: () => <WayBack {...example.wayBack} words={null} password={{ error: 'Mindestens 12 Zeichen.' }} />,
  },
  'way-back-errors': {
    show: () => (
      <WayBack
        {...example.wayBack}
        part="code"
        copied="code"
        probe={{ error: 'Das sind andere Zeichen. Schauen Sie noch einmal auf die letzte Gruppe.' }}
        consentBox={{ error: 'Bitte stimmen Sie zu. Ohne Zustimmung darf die Beratungsstelle nicht lesen.' }}
        isSending
      />
    ),
  },
  next: {
    show: () => (
      <WhatHappensNow
        frame={frame}
        centre={write.centre}
        due={example.due}
        arrived="Dienstag, 21:52 Uhr"
        name="blauer-otter-4821"
        message={example.text}
      />
    ),
  },
  conversation: { show: () => <SeekerConversation {...example.conversation} /> },
  'conversation-waiting': {
    show: () => (
      <SeekerConversation
        {...example.conversation}
        counsellor={null}
        readers={[
          { kind: 'self', words: 'Sie' },
          { kind: 'inbox', words: 'Alle Beratenden von Freiburg-Altstadt, bis jemand annimmt' },
          { kind: 'vault', words: 'Tresor der Stelle, nur für Notfälle. Bisher nie geöffnet.' },
        ]}
        thread={{ items: example.waitingItems }}
      />
    ),
  },
  'conversation-offline': {
    show: () => (
      <SeekerConversation
        {...example.conversation}
        banner={offline}
        thread={{
          items: [
            ...example.items,
            {
              kind: 'message',
              id: 'x',
              isOwn: true,
              author: 'Sie',
              time: '11:03',
              at: '2026-10-14T09:03:00Z',
              text: 'Danke.',
              delivery: 'failed',
            },
          ],
          onOlder: still,
        }}
      />
    ),
  },
  'sign-in': { show: () => <SeekerSignIn frame={frame} {...example.signIn} /> },
  'sign-in-wrong': {
    show: () => (
      <SeekerSignIn
        frame={frame}
        {...example.signIn}
        secretError="Name und Satz passen nicht zusammen. Prüfen Sie die Reihenfolge der Wörter. Oder nehmen Sie den Notfall-Code."
      />
    ),
  },
  'sign-in-code': { show: () => <SeekerSignIn frame={frame} {...example.signIn} by="code" isBusy /> },
  'staff-sign-in': {
    isStaff: true,
    show: () => <StaffSignIn organisation="Lindenwerk" {...example.signIn} />,
  },
  desk: { isStaff: true, show: () => <Desk {...example.desk} /> },
  'desk-list': {
    isStaff: true,
    show: () => <Desk {...example.desk} shown="list" conversation={null} selected={null} held={3} />,
  },
  'desk-side': { isStaff: true, show: () => <Desk {...example.desk} shown="side" /> },
  'desk-waiting': {
    isStaff: true,
    show: () => (
      <Desk
        {...example.desk}
        selected="w1"
        conversation={{
          ...example.open,
          name: 'gruener-fuchs-1190',
          thread: {
            items: example.items
              .slice(0, 2)
              .map((item) =>
                item.kind === 'message'
                  ? { ...item, isOwn: false, author: 'gruener-fuchs-1190', delivery: undefined }
                  : item,
              ),
          },
          state: {
            kind: 'waiting',
            note: 'Bis Sie annehmen, können alle Beratenden der Stelle das lesen. Danach Sie und der Tresor.',
            isBusy: false,
            onAccept: still,
          },
        }}
      />
    ),
  },
  'desk-empty': {
    isStaff: true,
    show: () => (
      <Desk {...example.desk} waiting={[]} mine={[]} shown="list" conversation={null} selected={null} />
    ),
  },
  'desk-loading': {
    isStaff: true,
    show: () => <Desk {...example.desk} isLoading shown="list" conversation={null} selected={null} />,
  },
  'found-meaning': inRoom('overview', <FoundCentre centre={name} step="meaning" onNext={still} />),
  'found-paper': inRoom(
    'overview',
    <FoundCentre centre={name} step="paper" code={example.paperCode} onPrint={still} onPrinted={still} />,
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
          state: { kind: 'registered', isProven: false, numbers: example.numbers },
        },
        {
          id: 'c',
          name: 'Clara Keller',
          tasks: 'berät',
          state: { kind: 'registered', isProven: true, numbers: example.numbers },
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
      custodians={custodians.slice(0, 1)}
      paper={{ checkedAt: null }}
      history={[]}
      onCompare={still}
      onCheckPaper={still}
      onCheckKey={still}
    />,
  ),
  'open-missing': inRoom(
    'overview',
    <OpenCentre
      name={name}
      isOpen={false}
      openSince={null}
      mayOpen
      needs={needs(false)}
      onOpenCentre={still}
    />,
  ),
  'open-ready': inRoom(
    'overview',
    <OpenCentre
      name={name}
      isOpen={false}
      openSince={null}
      mayOpen
      needs={needs(true)}
      onOpenCentre={still}
    />,
  ),
  'open-done': inRoom(
    'overview',
    <OpenCentre
      name={name}
      isOpen
      openSince="14. Oktober"
      mayOpen
      needs={needs(true)}
      onOpenCentre={still}
    />,
  ),
  invitation: {
    isStaff: true,
    show: () => (
      <NamesForm
        invited={invited}
        name={null}
        signInName={null}
        errors={{}}
        phrase={phrase}
        isBusy={false}
        onNext={still}
        onHaveAccount={still}
      />
    ),
  },
  'invitation-own': {
    isStaff: true,
    show: () => (
      <NamesForm
        invited={{ ...invited, kind: 'lead' }}
        name={null}
        signInName={null}
        errors={{ signInName: 'Diesen Anmeldenamen gibt es schon. Wählen Sie einen anderen.' }}
        phrase={{ ...phrase, isOwn: true, error: 'Nehmen Sie mindestens 12 Zeichen.' }}
        isBusy={false}
        onNext={still}
        onHaveAccount={still}
      />
    ),
  },
  'invitation-code': {
    isStaff: true,
    show: () => (
      <CodeForm
        invited={invited}
        isBusy={false}
        error={undefined}
        onBack={still}
        onJoin={still}
        code={
          <KeepCode
            writtenCode={example.paperCode.join('-')}
            organisation="Lindenwerk"
            name="clara"
            probe={{ current: null }}
            error={undefined}
          />
        }
      />
    ),
  },
  'invitation-waiting': {
    isStaff: true,
    show: () => (
      <StaffShell staff={staff} here="none" onSignOut={still}>
        <h1 className="away">Fast geschafft</h1>
        <AwaitedCentre centre="Freiburg-Altstadt" numbers={[example.numbers.join(' ')]} />
      </StaffShell>
    ),
  },
  ...Object.fromEntries(
    (['gone', 'incomplete', 'false-centre', 'failed'] as const).map((why) => [
      `invitation-${why}`,
      {
        isStaff: true,
        show: () => (
          <DoorShut organisation="Lindenwerk" why={why} words="Keine Verbindung." onAgain={still} />
        ),
      },
    ]),
  ),
};
