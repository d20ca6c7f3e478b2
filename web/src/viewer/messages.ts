/** Page → viewer. `kind`: what the first bytes say. */
export type Shown = { t: 'show'; kind: string; name: string; zoom: string; bytes: Uint8Array<ArrayBuffer> };

/** Viewer → page. */
export type Said =
  | { t: 'ready' }
  | { t: 'shown'; preview: { width: number; height: number; data: ArrayBuffer } | null }
  | { t: 'failed' }
  | { t: 'close' }
  | { t: 'shift' };
