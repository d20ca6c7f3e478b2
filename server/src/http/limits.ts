import { createHmac } from 'node:crypto';
import { isIPv4 } from 'node:net';
import type { Contract, Limits, Rate } from '@beistand/contract';
import type { World } from '../world.ts';
import type { Caller } from './asked.ts';
import { refuse } from './refuse.ts';

/**
 * Counted in memory: nothing about who came from where outlives the process. Own code instead of a rate-limit plugin,
 * because the keys are ours (hashed prefix, account, conversation), the clock is passed in, one endpoint has several
 * windows, and verbs count after their own checks.
 */
export type Windows = {
  /** Counts one under `key`; returns 0, or the seconds to wait when the window is full (then it isn't counted). */
  count: (key: string, rate: Rate) => number;
  /** How many the open window of this length holds. */
  level: (key: string, seconds: number) => number;
};

const mostWindows = 200_000;

export function openWindows(clock: () => number): Windows {
  const windows = new Map<string, { until: number; count: number }>();
  const forgetEnded = (now: number) => {
    for (const [key, { until }] of windows) if (until <= now) windows.delete(key);
    // All still open: the oldest go, so a flood of keys costs precision instead of memory.
    for (const key of windows.keys()) {
      if (windows.size < mostWindows / 2) return;
      windows.delete(key);
    }
  };
  return {
    count(key, { most, seconds }) {
      const now = clock();
      const name = `${seconds}:${key}`;
      const window = windows.get(name);
      if (window && window.until > now && window.until <= now + 1000 * seconds) {
        if (window.count >= most) return Math.ceil((window.until - now) / 1000);
        window.count += 1;
        return 0;
      }
      if (windows.size >= mostWindows) forgetEnded(now);
      windows.set(name, { until: now + 1000 * seconds, count: 1 });
      return 0;
    },
    level(key, seconds) {
      const window = windows.get(`${seconds}:${key}`);
      return window && window.until > clock() ? window.count : 0;
    },
  };
}

/** Counts one and throws `SLOW` when that is too many. */
export function countOrRefuse(world: World, key: string, rate: Rate): void {
  const after = world.windows.count(key, rate);
  if (after > 0) refuse('SLOW', { after });
}

type Rule = (limits: Limits, caller: Caller) => readonly Rate[];

/** What one network prefix may ask of single endpoints, beside `limits.requests` for all of them together. */
const rules: Partial<Record<keyof Contract, Rule>> = {
  proofChallenge: ({ proofs }) => [proofs],
  registerStart: ({ registrations }, { account }) => (account ? [] : registrations),
  loginStart: ({ signInsPerNetwork }) => [signInsPerNetwork],
  recoverStart: ({ recoveriesPerNetwork }) => [recoveriesPerNetwork],
  recoverFinish: ({ recoveriesPerNetwork }) => [recoveriesPerNetwork],
  tab: ({ tabs }, { sidHash }) => (sidHash ? [] : [tabs]),
};

/** The limits an endpoint has before its body is read; throws `SLOW`. */
export function countRequest(world: World, endpoint: string, caller: Caller): void {
  countOrRefuse(world, `all:${caller.prefix}`, world.limits.requests);
  const rates = rules[endpoint as keyof Contract]?.(world.limits, caller) ?? [];
  for (const rate of rates) countOrRefuse(world, `${endpoint}:${caller.prefix}`, rate);
}

/** The /24 or /48 an address lies in. */
export function networkOf(address: string): string {
  const mapped = address.slice(address.lastIndexOf(':') + 1);
  if (isIPv4(mapped)) return mapped.split('.').slice(0, 3).join('.');
  const [left = '', right] = address.split('%')[0]!.split('::');
  const before = left.split(':').filter(Boolean);
  const after = right?.split(':').filter(Boolean) ?? [];
  const gap = right === undefined ? 0 : 8 - before.length - after.length;
  const groups = [...before, ...Array<string>(Math.max(0, gap)).fill('0'), ...after];
  return groups
    .slice(0, 3)
    .map((group) => Number.parseInt(group, 16).toString(16))
    .join(':');
}

/** Names a network for a day with a key that is forgotten with it, so not even a memory dump lists addresses. */
export function prefixNames(world: Pick<World, 'clock' | 'random'>): (address: string) => string {
  let day = Number.NaN;
  let key = world.random(32);
  return (address) => {
    const today = Math.floor(world.clock() / 86_400_000);
    if (today !== day) {
      day = today;
      key = world.random(32);
    }
    return createHmac('sha256', key).update(networkOf(address)).digest('base64url').slice(0, 16);
  };
}
