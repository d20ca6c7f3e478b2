import { StaffSignIn } from '../src/account/sign-in.tsx';
import { Desk, type DeskProps, type ShownConversation } from '../src/counselling/desk.tsx';
import { Gone } from '../src/counselling/desk-notices.tsx';
import { NoSigningIn } from '../src/counselling/no-signing-in.tsx';
import { TakenDialog } from '../src/counselling/taken-dialog.tsx';
import { everyText } from '../src/text/generated/every-text.ts';
import { SaveReport } from '../src/thread/save-report.tsx';
import { type ThreadItem, WriteBar } from '../src/thread/thread.tsx';
import { Banner } from '../src/ui/banner.tsx';
import { IconButton } from '../src/ui/button.tsx';
import { paperclip } from '../src/ui/icons.ts';
import { fileItems } from './files.tsx';
import { staff, still } from './people.ts';
import type { Screens } from './screen.ts';
import { changedItems, items, signIn } from './talking.tsx';

export const open: ShownConversation = {
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
  state: {
    kind: 'mine',
    write: (
      <WriteBar
        state="Entwurf gesichert"
        add={<IconButton label="Datei anhängen" path={paperclip} />}
        hasWord
      />
    ),
  },
};

export const whole: DeskProps = {
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
      left: 'bis Do, 10 Uhr',
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
      name: 'leiser-luchs-5512',
      lastWords: 'Meine Mutter trinkt wieder, und ich weiß nicht',
      time: 'noch 40 Min.',
      isOwed: true,
      isSoon: true,
      unread: 0,
    },
    {
      id: 'm3',
      name: 'frueher-vogel-3301',
      lastWords: 'Sie: Gern. Melden Sie sich, wenn der Brief da ist.',
      time: 'gestern',
      unread: 0,
    },
  ],
  owed: 1,
  selected: 'm1',
  onOpen: still,
  shown: 'main',
  onShow: still,
  conversation: open,
  onSignOut: still,
};

/** The counsellors' desk, and the door to it. */
export const desk: Screens = {
  'staff-sign-in': {
    isStaff: true,
    show: () => <StaffSignIn organisation="Lindenwerk" {...signIn} />,
  },
  'staff-sign-in-again': {
    isStaff: true,
    show: () => (
      <StaffSignIn
        organisation="Lindenwerk"
        {...signIn}
        notice={
          <Banner kind="waiting" title={everyText.de.account.loadedAgainTitle}>
            {everyText.de.account.loadedAgain}
          </Banner>
        }
      />
    ),
  },
  'staff-sign-in-impossible': { isStaff: true, show: () => <NoSigningIn organisation="Lindenwerk" /> },
  desk: { isStaff: true, show: () => <Desk {...whole} /> },
  'desk-list': {
    isStaff: true,
    show: () => <Desk {...whole} shown="list" conversation={null} selected={null} held={3} />,
  },
  'desk-files': {
    isStaff: true,
    show: () => <Desk {...whole} conversation={{ ...open, thread: { items: fileItems } }} />,
  },
  'desk-side': { isStaff: true, show: () => <Desk {...whole} shown="side" /> },
  'desk-waiting': {
    isStaff: true,
    show: () => (
      <Desk
        {...whole}
        selected="w1"
        conversation={{
          ...open,
          name: 'gruener-fuchs-1190',
          thread: {
            items: items
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
            onAccept: still,
          },
        }}
      />
    ),
  },
  'desk-empty': {
    isStaff: true,
    show: () => (
      <Desk {...whole} waiting={[]} mine={[]} owed={0} shown="list" conversation={null} selected={null} />
    ),
  },
  'desk-owed': {
    isStaff: true,
    show: () => <Desk {...whole} waiting={[]} shown="list" conversation={null} selected={null} />,
  },
  'desk-gone': {
    isStaff: true,
    show: () => (
      <Desk
        {...whole}
        conversation={null}
        selected={null}
        instead={<Gone wasWaiting={false} begun="Guten Tag, Sie schreiben, dass" onBack={still} />}
      />
    ),
  },
  'desk-taken': {
    isStaff: true,
    show: () => (
      <>
        <Desk {...whole} conversation={null} selected={null} />
        <TakenDialog
          taken={{ seeker: null, by: 'David Okafor', begun: 'Guten Tag, gut, dass Sie' }}
          next={{ id: 'w1', name: 'gruener-fuchs-1190' }}
          onClose={still}
          onNext={still}
        />
      </>
    ),
  },
  'desk-loading': {
    isStaff: true,
    show: () => <Desk {...whole} isLoading shown="list" conversation={null} selected={null} />,
  },
  'desk-changed': {
    isStaff: true,
    show: () => <Desk {...whole} conversation={{ ...open, thread: { items: changedItems, onAct: still } }} />,
  },
  'desk-frozen': {
    isStaff: true,
    show: () => (
      <Desk
        {...whole}
        conversation={{
          ...open,
          banner: (
            <Banner
              kind="danger"
              title={everyText.de.counselling.frozenTitle}
              action={<SaveReport conversation="c" />}
            >
              {everyText.de.counselling.failAck} {everyText.de.counselling.frozenCode({ code: 'ACK' })}
            </Banner>
          ),
          state: {
            kind: 'still',
            note: everyText.de.counselling.frozenNote,
            begun: 'Guten Tag, ich habe nachgesehen und',
          },
        }}
      />
    ),
  },
};
