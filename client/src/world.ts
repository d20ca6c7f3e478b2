import type { Random } from '@beistand/crypto';
import type { Bytes } from '@beistand/wire';

/** Everything outside the code that a participant touches. The browser's worker and the tests each pass their own. */
export type ClientWorld = {
  /** Scheme, host and port without a trailing slash; empty in a browser, where every call is same-origin. */
  origin: string;
  fetch: (url: string, init: RequestInit) => Promise<Response>;
  openSocket: (url: string) => LiveSocket;
  random: Random;
  /** Milliseconds since 1970. */
  now: () => number;
  /** Resolves after `ms`; used to back off, never to wait for a fact. */
  wait: (ms: number) => Promise<void>;
  /**
   * Runs while nothing else in this browser's tabs is at it: around every call whose answer gives or takes a session. Of
   * two under way at once the older one's answer may come last, and its cookie would take the newer session away.
   */
  alone: <T>(act: () => Promise<T>) => Promise<T>;
  tab: TabStore;
  device: DeviceStore;
};

/** What a tab keeps for itself over reloads and crashes; `secret` dies with the tab, the rows are noise without it. */
export type TabStore = {
  /** 32 bytes, the same over the tab's life; null in a duplicated tab, which must not see the first one's text. */
  secret: () => Promise<Bytes | null>;
  read: (name: string) => Promise<Bytes | null>;
  write: (name: string, sealed: Bytes) => Promise<void>;
  remove: (name: string) => Promise<void>;
};

/**
 * What somebody's own device keeps over the page's end, one record for the browser: sealed under a key that the browser
 * uses and never gives out. Reads as null where nothing is kept or what is there can't be opened.
 */
export type DeviceStore = {
  read: () => Promise<Bytes | null>;
  write: (bytes: Bytes) => Promise<void>;
  remove: () => Promise<void>;
};

/** The part of `WebSocket` that is used. */
export type LiveSocket = {
  addEventListener: (
    type: 'open' | 'message' | 'close',
    listener: (event: { data?: unknown }) => void,
  ) => void;
  close: () => void;
};
