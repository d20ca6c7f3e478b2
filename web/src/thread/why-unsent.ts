import type { StopCode } from '@beistand/client';
import type { RefusalCode } from '@beistand/contract';

const outside: readonly string[] = ['SESSION', 'NOT_WANTED'] satisfies readonly (RefusalCode | StopCode)[];

/**
 * What to do about a text that wasn't taken: sign in again, shorten it, or keep it here and try again. Only the first is
 * a reason to leave the page.
 */
export function whyUnsent(code: string): 'expired' | 'long' | 'failed' {
  if (outside.includes(code)) return 'expired';
  return code === ('SIZE' satisfies RefusalCode) ? 'long' : 'failed';
}
