import { type RefusalBody, type RefusalCode, refusals } from '@beistand/contract';

/** A refusal on its way to the caller. `status` differs from the code's usual one only where protocol "Server" says so. */
export class Refusal extends Error {
  readonly code: RefusalCode;
  readonly status: number;
  readonly extra: Omit<RefusalBody, 'code' | 'sentence'>;

  constructor(code: RefusalCode, extra: Omit<RefusalBody, 'code' | 'sentence'> = {}, status?: number) {
    super(code);
    this.code = code;
    this.status = status ?? refusals[code][0];
    this.extra = extra;
  }
}

/** Throws the refusal; `never` lets callers write `row ?? refuse('NOT_FOUND')`. */
export function refuse(
  code: RefusalCode,
  extra?: Omit<RefusalBody, 'code' | 'sentence'>,
  status?: number,
): never {
  throw new Refusal(code, extra, status);
}
