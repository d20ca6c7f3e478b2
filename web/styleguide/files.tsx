import { SaveDialog } from '../src/attachment/file-in-thread.tsx';
import { FileRow, type FileRowProps } from '../src/attachment/file-row.tsx';
import { Tray } from '../src/attachment/tray.tsx';
import { UploadRows } from '../src/attachment/upload-rows.tsx';
import { ViewerDialog } from '../src/attachment/viewer.tsx';
import { everyText } from '../src/text/generated/every-text.ts';
import { SeekerConversation } from '../src/thread/seeker-conversation.tsx';
import type { ThreadItem } from '../src/thread/thread.tsx';
import { still } from './people.ts';
import type { Screens } from './screen.ts';
import { at, conversation } from './talking.tsx';

const photo = { name: 'IMG_20261013_214400.jpg', mime: 'image/jpeg', size: 1_240_000 };
const letter = {
  name: 'Brief vom Amtsgericht Freiburg, Mahnbescheid.pdf',
  mime: 'application/pdf',
  size: 412_000,
};

/** A small picture of two colours. */
const preview = {
  ...{ width: 240, height: 160 },
  data: new Uint8ClampedArray(4 * 240 * 160).map((_, i) =>
    i % 4 === 3 ? 255 : i < 2 * 240 * 160 ? 120 : 200,
  ),
};

const ofFile = (
  id: string,
  isOwn: boolean,
  row: Partial<FileRowProps> & Pick<FileRowProps, 'file'>,
): ThreadItem => ({
  ...{ kind: 'message', id, isOwn, author: isOwn ? 'Sie' : 'Miriam Keller', time: '11:04', at, text: '' },
  content: <FileRow share={null} problem={null} preview={null} onSave={still} {...row} />,
});

const upload = { conversation: 'c', done: 0, of: 13, code: null, messageId: null };

/** Files in messages and on their way, in every state. */
export const fileItems: ThreadItem[] = [
  { kind: 'day', id: 'd', words: 'Mittwoch, 14. Oktober' },
  ofFile('f1', false, { file: letter }),
  ofFile('f2', true, { file: photo, preview, onView: still }),
  ofFile('f3', false, { file: photo, share: 0.4, onView: still }),
  ofFile('f4', false, { file: { ...letter, name: '' }, problem: everyText.de.attachment.failedOpen }),
  {
    kind: 'card',
    id: 'uploads',
    content: (
      <UploadRows
        rows={[
          { ...upload, ...letter, id: 'u1', state: 'sending', done: 5 },
          { ...upload, ...photo, id: 'u2', state: 'waiting', done: 2 },
          { ...upload, ...photo, id: 'u3', state: 'queued' },
          { ...upload, ...letter, id: 'u4', state: 'stopped', code: 'QUOTA' },
        ]}
      />
    ),
  },
];

const tray = (
  <Tray
    areTooMany
    onRemove={still}
    files={[
      { ...photo, id: 1, state: 'cleaned' },
      { ...letter, id: 2, state: 'as-it-is' },
      { ...photo, id: 3, name: 'IMG_4711.HEIC', state: 'not' },
      {
        ...letter,
        id: 4,
        name: 'Sehr langer Dateiname ohne Ende'.repeat(4),
        state: 'large',
        size: 61_000_000,
      },
    ]}
  />
);

/** Files beside a text, in messages, on their way and looked at. */
export const files: Screens = {
  'conversation-files': {
    show: () => <SeekerConversation {...conversation} thread={{ items: fileItems }} />,
  },
  'conversation-attach': {
    show: () => <SeekerConversation {...conversation} write={{ ...conversation.write, tray }} />,
  },
  'conversation-view-file': {
    show: () => (
      <>
        <SeekerConversation {...conversation} />
        <ViewerDialog
          name={letter.name}
          onSave={still}
          onClose={still}
          frame={<p>Hier steht die Datei, in einem Dokument für sich.</p>}
        />
      </>
    ),
  },
  'conversation-view-coming': {
    show: () => (
      <>
        <SeekerConversation {...conversation} />
        <ViewerDialog name={letter.name} onSave={still} onClose={still} isComing frame={null} />
      </>
    ),
  },
  'conversation-save-file': {
    show: () => (
      <>
        <SeekerConversation {...conversation} />
        <SaveDialog file={{ name: 'Umsatz.xlsm', isRisky: true }} isShared onSave={still} onClose={still} />
      </>
    ),
  },
};
