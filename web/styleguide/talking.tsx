import { SeekerSignIn, type SignInProps } from '../src/account/sign-in.tsx';
import { PromiseCard } from '../src/seeking-help/what-happens-now.tsx';
import { everyText } from '../src/text/generated/every-text.ts';
import { EditBar } from '../src/thread/edit-bar.tsx';
import { MoveDialog } from '../src/thread/move-offer.tsx';
import { SaveReport } from '../src/thread/save-report.tsx';
import { SeekerConversation, type SeekerConversationProps } from '../src/thread/seeker-conversation.tsx';
import type { ThreadItem } from '../src/thread/thread.tsx';
import { DeleteDialog } from '../src/thread/use-message-acts.tsx';
import { Banner } from '../src/ui/banner.tsx';
import { IconButton } from '../src/ui/button.tsx';
import { keyRound, paperclip } from '../src/ui/icons.ts';
import { frame, still } from './people.ts';
import type { Screens } from './screen.ts';

export const text =
  'Ich weiß nicht mehr, wo mir der Kopf steht. Seit der Trennung im März mache ich keine Briefe mehr auf. Es liegen bestimmt dreißig in der Schublade.\n\nGestern war ein gelber dabei. Ich habe Angst, ihn zu öffnen.';

export const due = {
  weekdayAndClock: 'Donnerstag, 16 Uhr',
  date: '15. Oktober, also übermorgen',
  hour: 16,
  minute: 0,
};

export const offline = (
  <Banner kind="offline" title="Keine Verbindung.">
    Was Sie schreiben, bleibt hier und geht von selbst ab.
  </Banner>
);

export const at = '2026-10-14T08:12:00Z';

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

const t = everyText.de.thread;
const said = { kind: 'message', author: 'Miriam Keller', isOwn: false, time: '10:20', at } as const;
const own = { ...said, author: 'Sie', isOwn: true, time: '10:31' } as const;

/** Everything that can have become of a message. */
export const changedItems: ThreadItem[] = [
  { kind: 'day', id: 'd', words: 'Mittwoch, 14. Oktober' },
  { ...own, id: 'c1', text: 'Ja.', delivery: 'arrived', acts: ['edit', 'delete'] },
  { ...said, id: 'c2', text: 'Gut. Was steht oben links?', firstText: 'Gut. Was steht oben lings?' },
  {
    ...own,
    id: 'c3',
    text: 'Amtsgericht Freiburg, und eine lange Nummer mit Strichen. Ich habe das Aktenzeichen abgeschrieben.',
    firstText: 'Amtsgericht.',
    delivery: 'arrived',
    acts: ['edit', 'delete'],
  },
  { ...said, id: 'c4', text: t.deleted, isStub: true },
  { ...own, id: 'c5', text: t.deleted, isStub: true },
  { ...said, id: 'c6', text: t.unreadable, isStub: true },
  { ...said, id: 'c7', text: t.withheld, isStub: true },
  {
    ...own,
    id: 'c8',
    text: 'Das war an jemand anderen.',
    delivery: 'waiting',
    change: { row: 'r8', words: t.deletingLater, discard: t.discardDeletion },
  },
  {
    ...own,
    id: 'c9',
    text: 'Es sind drei Briefe, nicht zwei.',
    firstText: 'Es sind zwei Briefe.',
    delivery: 'failed',
    change: { row: 'r9', words: t.notEdited, discard: t.discardEdit },
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
  write: { add: <IconButton label="Datei anhängen" path={paperclip} /> },
  onSignOut: still,
};

const waitingItems: ThreadItem[] = [
  { kind: 'day', id: 'd1', words: 'Dienstag, 13. Oktober' },
  { kind: 'message', id: 'm1', isOwn: true, author: 'Sie', time: '21:52', at, text, delivery: 'arrived' },
  { kind: 'card', id: 'c1', content: <PromiseCard due={due} /> },
];

export const signIn: SignInProps = { by: 'phrase', onBy: still, onSignIn: still };

/** A seeker's conversation, and the door to it. */
export const talking: Screens = {
  conversation: { show: () => <SeekerConversation {...conversation} /> },
  'conversation-waiting': {
    show: () => (
      <SeekerConversation
        {...conversation}
        counsellor={null}
        readers={[
          { kind: 'self', words: 'Sie' },
          { kind: 'inbox', words: 'Alle Beratenden von Freiburg-Altstadt, bis jemand annimmt' },
          { kind: 'vault', words: 'Tresor der Stelle, nur für Notfälle. Bisher nie geöffnet.' },
        ]}
        thread={{ items: waitingItems }}
      />
    ),
  },
  'conversation-offline': {
    show: () => (
      <SeekerConversation
        {...conversation}
        banner={offline}
        thread={{
          items: [
            ...items,
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
  'conversation-changed': {
    show: () => (
      <SeekerConversation
        {...conversation}
        thread={{ items: changedItems, onAct: still, onTryAgain: still }}
      />
    ),
  },
  'conversation-editing': {
    show: () => (
      <SeekerConversation
        {...conversation}
        thread={{ items: changedItems.slice(0, 4), onAct: still }}
        acts={{
          asking: <></>,
          editing: (
            <EditBar
              messageId="c3"
              time="10:31"
              text="Amtsgericht Freiburg, und eine lange Nummer mit Strichen."
              onLeave={still}
              onSave={async () => undefined}
            />
          ),
        }}
      />
    ),
  },
  'conversation-moving': {
    show: () => (
      <>
        <SeekerConversation {...conversation} thread={{ items: changedItems.slice(0, 2) }} />
        <MoveDialog
          isOpen
          centre="Beratungsstelle Emmendingen"
          problem={t.moveClosed}
          isBusy={false}
          onClose={still}
          onMove={still}
        />
      </>
    ),
  },
  'conversation-deleting': {
    show: () => (
      <SeekerConversation
        {...conversation}
        thread={{ items: changedItems.slice(0, 4), onAct: still }}
        acts={{
          editing: null,
          asking: <DeleteDialog isOpen onClose={still} onDelete={async () => undefined} />,
        }}
      />
    ),
  },
  'sign-in': { show: () => <SeekerSignIn frame={frame} {...signIn} /> },
  'sign-in-left': { show: () => <SeekerSignIn frame={frame} {...signIn} hasLeft /> },
  'sign-in-wrong': {
    show: () => (
      <SeekerSignIn
        frame={frame}
        {...signIn}
        secretError="Name und Satz passen nicht zusammen. Prüfen Sie die Reihenfolge der Wörter. Oder nehmen Sie den Notfall-Code."
      />
    ),
  },
  'sign-in-code': { show: () => <SeekerSignIn frame={frame} {...signIn} by="code" isBusy /> },
  'conversation-frozen': {
    show: () => (
      <SeekerConversation
        {...conversation}
        banner={
          <Banner
            kind="danger"
            title={everyText.de.thread.keyChangedTitle}
            action={<SaveReport conversation="c" />}
          >
            {everyText.de.thread.frozenAck} {everyText.de.thread.writtenStaysSafe}
          </Banner>
        }
        write={null}
        begun="Guten Tag, ich wollte noch"
      />
    ),
  },
};
