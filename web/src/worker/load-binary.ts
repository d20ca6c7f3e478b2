import type { Answered } from './messages.ts';

const coming: Promise<unknown>[] = [];

async function bytesOf(url: string, integrity: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await (await fetch(url, { integrity })).arrayBuffer());
  } catch {
    postMessage({ isAbsent: true } satisfies Answered);
    // What waits for it must neither go on nor fail in words of its own.
    return new Promise(() => undefined);
  }
}

/**
 * The bytes of a WebAssembly file of ours; `integrity` is the build's hash, so other bytes never run. Without the file
 * this worker can do nothing: the page hears of it, ends it, and asks for a new one with its next verb.
 */
export function loadBinary(url: string, integrity: string): Promise<Uint8Array<ArrayBuffer>> {
  const bytes = bytesOf(url, integrity);
  coming.push(bytes);
  return bytes;
}

/** Resolves once everything has come: half a worker begins nothing. */
export const whenWhole = (): Promise<unknown> => Promise.all(coming);
