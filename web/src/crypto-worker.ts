// The one place with keys: everything a participant does runs here, and only plaintext for the eyes leaves it.
/// <reference lib="webworker" />
import { type ClientWorld, keepAgain, ServerRefusal, Unreachable } from '@beistand/client';
import commonPasswords from '@beistand/client/data/common-passwords.txt?url';
import names from '@beistand/client/data/names.de.json?url';
import words from '@beistand/client/data/words.de.txt?url';
import { indexedDevice } from './worker/device-store.ts';
import { whenWhole } from './worker/load-binary.ts';
import type { Answered, Asked, Failure } from './worker/messages.ts';
import { otherTabs } from './worker/other-tabs.ts';
import { indexedTabStore } from './worker/tab-store.ts';
import { codeOf, type DataName, type Verbs, verbsOf } from './worker/verbs.ts';
import { waitOrOnline } from './worker/wait.ts';

declare const self: DedicatedWorkerGlobalScope;

const data: Record<DataName, string> = { words, names, passwords: commonPasswords };
const say = (answered: Answered, given: Transferable[] = []): void => self.postMessage(answered, given);

function failureOf(error: unknown): Failure {
  if (error instanceof Unreachable) return { code: 'UNREACHABLE', body: null };
  return { code: codeOf(error), body: error instanceof ServerRefusal ? error.body : null };
}

/** Sixteen hex digits of the secret's hash: names this tab's rows without telling the secret. */
async function tabNameOf(secret: Uint8Array<ArrayBuffer>): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', secret));
  return [...digest.slice(0, 8)].map((byte) => byte.toString(16).padStart(2, '0')).join('');
}

async function begin(secret: Uint8Array<ArrayBuffer> | null): Promise<Verbs> {
  const world: ClientWorld = {
    origin: '',
    fetch: (url, init) => fetch(url, init),
    openSocket: (path) => new WebSocket(self.location.origin.replace(/^http/, 'ws') + path),
    random: (length) => crypto.getRandomValues(new Uint8Array(length)),
    now: () => Date.now(),
    wait: (ms) => waitOrOnline(self, ms),
    alone: (act) => navigator.locks.request('session', act),
    tab: indexedTabStore(secret, secret ? await tabNameOf(secret) : 'none'),
    device: indexedDevice,
  };
  const loadText = async (name: DataName) => (await fetch(data[name])).text();
  const tellOtherTabs = otherTabs(() => void keepAgain(world));
  return verbsOf({ world, emit: (event) => say({ event }), loadText, tellOtherTabs });
}

let verbs: Promise<Verbs> | null = null;

async function answer({ id, verb, argument }: Extract<Asked, { id: number }>): Promise<void> {
  try {
    if (!verbs) throw new Error('asked before begun');
    await whenWhole();
    const act = (await verbs)[verb] as (argument: unknown) => Promise<unknown>;
    const answer = await act(argument);
    // A file's bytes are handed over: they needn't be there twice, and never come to lie on a disk as a blob may.
    say({ id, answer }, answer instanceof Uint8Array ? [answer.buffer] : []);
  } catch (error) {
    say({ id, failure: failureOf(error) });
  }
}

self.addEventListener('message', ({ data: asked }: MessageEvent<Asked>) => {
  if ('tabSecret' in asked) verbs = begin(asked.tabSecret);
  else void answer(asked);
});
