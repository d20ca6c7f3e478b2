import { startWorker } from '../ui/trusted-urls.ts';
import type { Answered, Asked, Failure } from './messages.ts';
import { tabSecret } from './tab-secret.ts';
import type { VerbName, Verbs, WorkerEvent } from './verbs.ts';

/** A verb failed. `code` chooses the words; `body` carries what helps to go on. */
export class Failed extends Error {
  readonly code: string;
  readonly body: Failure['body'];
  constructor({ code, body }: Failure) {
    super(code);
    this.code = code;
    this.body = body;
  }
}

type Waiting = { resolve: (answer: never) => void; reject: (failed: Failed) => void };

/** Loading or there. */
let worker: Worker | null = null;
/** The same, once it has been told the tab's secret. */
let begun: Promise<Worker> | null = null;
/** Asked for once: the tab's lock, once held, looks taken to whoever asks again. */
let secret: ReturnType<typeof tabSecret> | null = null;
/** Workers that never came, their script or what it runs on. */
const absent = new WeakSet<Worker>();
const waiting = new Map<number, Waiting>();
const listeners = new Set<(event: WorkerEvent) => void>();
let lastId = 0;

function start(): Worker {
  const started = startWorker();
  const failAll = (code: string): void => {
    for (const one of waiting.values()) one.reject(new Failed({ code, body: null }));
    waiting.clear();
  };
  /** The next verb asks for it again. */
  const giveUp = (): void => {
    worker = null;
    begun = null;
    absent.add(started);
    started.terminate();
    failAll('UNREACHABLE');
  };
  started.addEventListener('message', ({ data }: MessageEvent<Answered>) => {
    if (absent.has(started)) return;
    if ('isAbsent' in data) return giveUp();
    if ('event' in data) {
      for (const listener of listeners) listener(data.event);
      return;
    }
    const one = waiting.get(data.id);
    waiting.delete(data.id);
    if ('failure' in data) one?.reject(new Failed(data.failure));
    else one?.resolve(data.answer as never);
  });
  started.addEventListener('error', (event) => {
    // Only a mistake inside it has words; without any it never came.
    if (event instanceof ErrorEvent && event.message !== '') failAll('REPORT');
    else giveUp();
  });
  return started;
}

/** Starts loading the worker; the first verb would do it too, later. The tab gets no secret before there is a verb. */
export function warmUp(): void {
  worker ??= start();
}

async function begin(): Promise<Worker> {
  worker ??= start();
  const to = worker;
  secret ??= tabSecret();
  to.postMessage({ tabSecret: await secret } satisfies Asked);
  return to;
}

/** Asks the worker for one verb. Rejects with `Failed`. */
export async function ask<N extends VerbName>(
  verb: N,
  ...argument: Parameters<Verbs[N]>
): Promise<Awaited<ReturnType<Verbs[N]>>> {
  begun ??= begin();
  const to = await begun;
  if (absent.has(to)) throw new Failed({ code: 'UNREACHABLE', body: null });
  const id = ++lastId;
  return new Promise<Awaited<ReturnType<Verbs[N]>>>((resolve, reject) => {
    waiting.set(id, { resolve: resolve as (answer: never) => void, reject });
    to.postMessage({ id, verb, argument: argument[0] } satisfies Asked);
  });
}

/** Hears what the worker says unasked; answers how to stop. */
export function listen(listener: (event: WorkerEvent) => void): () => void {
  listeners.add(listener);
  return () => listeners.delete(listener);
}
