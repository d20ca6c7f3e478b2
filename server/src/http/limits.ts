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

type Window = { until: number; count: number };

export function openWindows(clock: () => number): Windows {
  /** By length, in the order they end: a window is put last when it opens. */
  const byLength = new Map<number, Map<string, Window>>();
  let size = 0;
  // An end further away than a whole window was set by a clock that has been set back since.
  const isOpen = ({ until }: Window, seconds: number, now: number) =>
    until > now && until <= now + 1000 * seconds;
  const forget = (windows: Map<string, Window>, key: string) => {
    if (windows.delete(key)) size -= 1;
  };
  const forgetEnded = (now: number) => {
    for (const [seconds, windows] of byLength)
      for (const [key, window] of windows) if (!isOpen(window, seconds, now)) forget(windows, key);
  };
  /** A flood of keys costs precision instead of memory: those go that would have been over first. */
  const forgetSoonest = () => {
    // One walk per length: starting over would step across everything deleted so far.
    const walks = [...byLength.values()].map((windows) => {
      const entries = windows.entries();
      return { windows, entries, next: entries.next() };
    });
    while (size >= mostWindows / 2) {
      const [first] = walks
        .filter(({ next }) => !next.done)
        .sort((a, b) => a.next.value![1].until - b.next.value![1].until);
      if (!first) return;
      forget(first.windows, first.next.value![0]);
      first.next = first.entries.next();
    }
  };
  return {
    count(key, { most, seconds }) {
      const now = clock();
      const windows = byLength.get(seconds) ?? new Map<string, Window>();
      byLength.set(seconds, windows);
      const window = windows.get(key);
      if (window && isOpen(window, seconds, now)) {
        if (window.count >= most) return Math.ceil((window.until - now) / 1000);
        window.count += 1;
        return 0;
      }
      forget(windows, key);
      if (size >= mostWindows) {
        forgetEnded(now);
        forgetSoonest();
      }
      windows.set(key, { until: now + 1000 * seconds, count: 1 });
      size += 1;
      return 0;
    },
    level(key, seconds) {
      const window = byLength.get(seconds)?.get(key);
      return window && isOpen(window, seconds, clock()) ? window.count : 0;
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
  registerStart: ({ registrationTries }, { account }) => (account ? [] : [registrationTries]),
  loginStart: ({ signInsPerNetwork }) => [signInsPerNetwork],
  recoverStart: ({ recoveriesPerNetwork }) => [recoveriesPerNetwork],
  recoverFinish: ({ recoveriesPerNetwork }) => [recoveriesPerNetwork],
  tab: ({ tabs }, { sidHash }) => (sidHash ? [] : [tabs]),
};

/** The limits an endpoint has of its own, before its body is read; throws `SLOW`. */
export function countRequest(world: World, endpoint: string, caller: Caller): void {
  const rates = rules[endpoint as keyof Contract]?.(world.limits, caller) ?? [];
  for (const rate of rates) countOrRefuse(world, `${endpoint}:${caller.prefix}`, rate);
}

/** A new account begun, after its proof: what costs nothing must not use up the hour of a whole network. Throws `SLOW`. */
export function countRegistration(world: World, { prefix }: Pick<Caller, 'prefix'>): void {
  for (const rate of world.limits.registrations) countOrRefuse(world, `registration:${prefix}`, rate);
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
