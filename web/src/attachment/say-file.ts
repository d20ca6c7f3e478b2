import type { StopCode } from '@beistand/client';
import type { RefusalCode } from '@beistand/contract';
import type { Texts } from '../text/generated/texts.ts';
import { isStop } from '../thread/stop-codes.ts';
import { file as anyFile, fileText, image } from '../ui/icons.ts';

type Words = Texts['attachment'];
/** Messages that take nothing. */
type Plain = { [K in keyof Words]: Words[K] extends string ? K : never }[keyof Words];

/** "1,2 MB"; thousands, not 1,024s, as systems show it. */
export function sayBytes(t: Words, bytes: number): string {
  const tenths = Math.round(bytes / 100_000);
  if (bytes < 1000) return t.underKilobyte;
  if (bytes < 999_500) return t.kilobytes({ n: String(Math.round(bytes / 1000)) });
  return t.megabytes({ whole: String(Math.floor(tenths / 10)), tenth: String(tenths % 10) });
}

function kindWord(t: Words, mime: string): string {
  if (mime.startsWith('image/')) return t.kindImage;
  if (mime === 'application/pdf') return t.kindPdf;
  if (mime === 'text/plain') return t.kindText;
  return /officedocument|opendocument|msword/.test(mime) ? t.kindDocument : t.kindOther;
}

/** "Bild · 1,2 MB" */
export const sayKind = (t: Words, { mime, size }: { mime: string; size: number }): string =>
  `${kindWord(t, mime)} · ${sayBytes(t, size)}`;

export function iconOf(mime: string): string {
  if (mime.startsWith('image/')) return image;
  return kindIsLetter.test(mime) ? fileText : anyFile;
}
const kindIsLetter = /^text\/plain$|pdf|officedocument|opendocument/;

const stopped: Partial<Record<string, Plain>> = {
  SIZE: 'stoppedSize',
  ENOUGH: 'stoppedEnough',
  QUOTA: 'stoppedQuota',
  NO_FILE: 'stoppedFile',
  FILES: 'stoppedFiles',
  NOT_FOUND: 'stoppedGone',
  NOT_ALLOWED: 'stoppedGone',
  ORPHAN: 'stoppedOrphan',
  SESSION: 'stoppedSession',
} satisfies Partial<Record<RefusalCode | StopCode, Plain>>;

/** Why a file isn't sent, and whether trying again may help. */
export function sayStopped(t: Words, code: string): { words: string; mayTryAgain: boolean } {
  if (isStop(code)) return { words: t.stoppedFrozen, mayTryAgain: false };
  const key = stopped[code];
  return {
    words: t[key ?? 'stopped'],
    // What is too large for ever isn't taken at all; once somebody has accepted, more may be sent.
    mayTryAgain: key === undefined || ['ENOUGH', 'QUOTA', 'SIZE'].includes(code),
  };
}

/** Why a file doesn't open. */
export function sayUnopened(t: Words, code: string): string {
  if (code === 'UNREACHABLE') return t.failedNet;
  return code === 'NOT_FOUND' ? t.failedGone : t.failedOpen;
}
