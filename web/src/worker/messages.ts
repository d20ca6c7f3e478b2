import type { RefusalBody } from '@beistand/contract';
import type { VerbName, WorkerEvent } from './verbs.ts';

/** Page → worker. The first message brings the tab's secret, or null in a duplicated tab. */
export type Asked =
  | { id: number; verb: VerbName; argument: unknown }
  | { tabSecret: Uint8Array<ArrayBuffer> | null };

/** Why a verb failed, as plain data. `UNREACHABLE` = no connection or no answer of ours. */
export type Failure = { code: string; body: RefusalBody | null };

/** Worker → page. */
export type Answered =
  | { id: number; answer: unknown }
  | { id: number; failure: Failure }
  | { event: WorkerEvent }
  /** What it runs on could not be loaded: this worker will never answer. */
  | { isAbsent: true };
