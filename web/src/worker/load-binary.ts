import type { Answered } from './messages.ts';

/**
 * The bytes of a WebAssembly file of ours; `integrity` is the build's hash, so other bytes never run. Without the file
 * this worker can do nothing: the page hears of it, and asks for a new one with its next verb.
 */
export async function loadBinary(url: string, integrity: string): Promise<Uint8Array<ArrayBuffer>> {
  try {
    return new Uint8Array(await (await fetch(url, { integrity })).arrayBuffer());
  } catch (error) {
    postMessage({ isAbsent: true } satisfies Answered);
    throw error;
  }
}
