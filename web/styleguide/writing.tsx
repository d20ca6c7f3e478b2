import { consentTexts } from '@beistand/contract';
import { WayBack, type WayBackProps } from '../src/seeking-help/way-back.tsx';
import { WhatHappensNow } from '../src/seeking-help/what-happens-now.tsx';
import { Write } from '../src/seeking-help/write.tsx';
import { frame, paperCode, still } from './people.ts';
import type { Screens } from './screen.ts';
import { due, offline, text } from './talking.tsx';

const wayBack: WayBackProps = {
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
  code: paperCode,
  onPrint: still,
  onSaveFile: still,
  onCopyCode: still,
  consent: consentTexts.de,
  onSend: still,
  onSendWithoutCode: still,
};

const write = {
  frame,
  about: 'Schuldnerberatung Freiburg-Altstadt',
  centre: 'Schuldnerberatung Freiburg-Altstadt',
  backTo: '/',
};

/** The first message, the way back, and what happens now. */
export const writing: Screens = {
  write: { show: () => <Write {...write} kept={null} /> },
  'write-saved': { show: () => <Write {...write} kept={{ isSaved: true, time: '21:47' }} left={120} /> },
  'write-for-one': { show: () => <Write {...write} isForOne kept={null} /> },
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
  'way-back-name': { show: () => <WayBack {...wayBack} /> },
  'way-back-code': { show: () => <WayBack {...wayBack} part="code" /> },
  'way-back-own': {
    show: () => <WayBack {...wayBack} words={null} password={{ error: 'Mindestens 12 Zeichen.' }} />,
  },
  'way-back-errors': {
    show: () => (
      <WayBack
        {...wayBack}
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
        isForOne={false}
        due={due}
        arrived="Dienstag, 21:52 Uhr"
        name="blauer-otter-4821"
        message={text}
      />
    ),
  },
};
