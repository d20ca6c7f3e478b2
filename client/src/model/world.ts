// A person's world in the model: seeded, without a clock of its own, and every call goes through whoever lies in between.
import type { Random } from '@beistand/crypto';
import type { Bytes } from '@beistand/wire';
import type { ClientWorld } from '../world.ts';
import { type Answered, type Asked, askedBy } from './server.ts';

/** sfc32 (public domain, C. Doty-Humphrey): fast and repeatable; nothing here has to be secret. */
export function seeded(seed: number): () => number {
  let [a, b, c, d] = [seed | 0, 0x9e3779b9, 0x243f6a88, 1];
  const next = () => {
    const t = (((a + b) | 0) + d) | 0;
    d = (d + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = (c << 21) | (c >>> 11);
    c = (c + t) | 0;
    return t >>> 0;
  };
  for (let i = 0; i < 12; i++) next();
  return next;
}

export function randomOf(next: () => number): Random {
  return (length) => {
    const bytes = new Uint8Array(length);
    for (let i = 0; i < length; i += 4) {
      const word = next();
      for (let j = i; j < Math.min(i + 4, length); j++) bytes[j] = word >>> (8 * (j - i));
    }
    return bytes;
  };
}

/** What stands between a person and the server; throws to lose a call. */
export type Line = (asked: Asked, pass: () => Promise<Answered>) => Promise<Answered>;

export type Heard = {
  /** Every draw of 32 bytes that a draw of 64 followed: what was sealed to somebody. */
  sealed: Bytes[];
  last: Bytes | null;
};

export type ModelWorld = ClientWorld & { heard: Heard };

const DEVICE = { read: async () => null, write: async () => undefined, remove: async () => undefined };
const TAB = { ...DEVICE, secret: async () => null };

/** `draw` is the person's own source; `ask` reaches the server as them. */
export function modelWorld(
  draw: Random,
  now: () => number,
  ask: (asked: Asked) => Promise<Answered>,
): ModelWorld {
  const heard: Heard = { sealed: [], last: null };
  let waits = 0;
  return {
    heard,
    origin: 'https://model.example',
    fetch: async (url, init) => {
      const { status, body } = await ask(askedBy(url, init));
      // All of a response that a call reads.
      return { ok: status < 300, status, json: async () => body } as Response;
    },
    openSocket: () => {
      throw new Error('the model has no sockets');
    },
    random: (length) => {
      const bytes = draw(length);
      if (length === 64 && heard.last) heard.sealed.push(heard.last);
      heard.last = length === 32 ? bytes.slice() : null;
      return bytes;
    },
    now,
    wait: async () => {
      waits += 1;
      // Ten in a row would be an hour; nothing here is down for as long.
      if (waits > 200) throw new Error('waits for ever');
    },
    alone: (act) => act(),
    tab: TAB,
    device: DEVICE,
  };
}
