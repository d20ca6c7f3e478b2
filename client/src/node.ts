// A participant outside a browser: Node has no cookie jar and no tab. For the command line, tests and measurements.
import { webcrypto } from 'node:crypto';
import { setTimeout as pause } from 'node:timers/promises';
import type { Bytes } from '@beistand/wire';
import { inTurn, type Turns } from './in-turn.ts';
import type { ClientWorld, DeviceStore, TabStore } from './world.ts';

/** A tab in memory; passing the same one to another world is a reload of that tab. */
export function memoryTab(): TabStore {
  const rows = new Map<string, Bytes>();
  const secret = webcrypto.getRandomValues(new Uint8Array(32));
  return {
    secret: async () => secret,
    read: async (name) => rows.get(name) ?? null,
    write: async (name, sealed) => void rows.set(name, sealed),
    remove: async (name) => void rows.delete(name),
  };
}

export type Jar = Map<string, string>;

/** A device that keeps its record in memory; that nobody else can open it is the browser's part. */
function memoryDevice(): DeviceStore {
  let kept: Bytes | null = null;
  return {
    read: async () => kept,
    write: async (bytes) => {
      kept = bytes;
    },
    remove: async () => {
      kept = null;
    },
  };
}

/** What worlds that share a jar share beside it: whose turn it is, and the device. */
const browsers = new WeakMap<Jar, { turns: Turns; device: DeviceStore }>();

function browserOf(jar: Jar) {
  const browser = browsers.get(jar) ?? { turns: { queue: Promise.resolve() }, device: memoryDevice() };
  browsers.set(jar, browser);
  return browser;
}

/** `jar` holds the cookies and may be shared by worlds that stand for one browser. */
export function nodeWorld(
  origin: string,
  given: { jar?: Jar; tab?: TabStore; host?: string } = {},
): ClientWorld & { jar: Jar } {
  const jar: Jar = given.jar ?? new Map();
  const cookies = () => [...jar].map(([name, value]) => `${name}=${value}`).join('; ');
  const ownHost: Record<string, string> = given.host ? { host: given.host } : {};
  const sentOrigin = given.host ? `${new URL(origin).protocol}//${given.host}` : origin;
  return {
    origin,
    jar,
    fetch: async (url, init) => {
      const headers = {
        ...(init.headers as Record<string, string> | undefined),
        ...ownHost,
        origin: sentOrigin,
        'sec-fetch-site': 'same-origin',
        ...(jar.size > 0 && { cookie: cookies() }),
      };
      const response = await fetch(url, { ...init, headers });
      for (const line of response.headers.getSetCookie()) {
        const [pair = ''] = line.split(';');
        const at = pair.indexOf('=');
        const [name, value] = [pair.slice(0, at), pair.slice(at + 1)];
        if (value && !/max-age=0/i.test(line)) jar.set(name, value);
        else jar.delete(name);
      }
      return response;
    },
    openSocket: (url) => {
      const options = { headers: { ...ownHost, origin: sentOrigin, cookie: cookies() } };
      // Node's WebSocket takes headers in place of protocols; browsers send cookies by themselves.
      return new WebSocket(url, options as unknown as string[]);
    },
    random: (length) => webcrypto.getRandomValues(new Uint8Array(length)),
    now: () => Date.now(),
    wait: (ms) => pause(ms),
    alone: (act) => inTurn(browserOf(jar).turns, act),
    tab: given.tab ?? memoryTab(),
    device: browserOf(jar).device,
  };
}
