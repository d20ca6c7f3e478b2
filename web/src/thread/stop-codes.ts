import type { StopCode } from '@beistand/client';

const stops: readonly string[] = [
  'FALSE_CENTRE',
  'LOG_WITHHELD',
  'STATE_MISSING',
  'FROZEN',
  'OLDER',
] satisfies readonly StopCode[];

/** Whether the server can't be believed any more: nobody should write there, and trying again doesn't help. */
export const isStop = (code: string): boolean => stops.includes(code);
