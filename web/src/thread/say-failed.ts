import type { Texts } from '../text/generated/texts.ts';
import { isStop } from './stop-codes.ts';

/** Why a message will not go out however often it is tried; null where trying again may help. */
export function sayFailed(t: Texts['thread'], code: string): string | null {
  if (code === 'SIZE') return t.failedTooLong;
  if (code === 'ORPHAN') return t.failedOrphan;
  if (code === 'NO_KEY') return t.failedNoKey;
  if (code === 'NOT_FOUND') return t.failedGone;
  return isStop(code) ? t.failedStopped : null;
}
