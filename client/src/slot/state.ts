import { type Account, openSlot, sealSlot, Unopened } from '@beistand/crypto';
import { type Bytes, fromBase64url, fromHex, hex, toBase64url, zeros } from '@beistand/wire';
import { inTurn, type Turns } from '../in-turn.ts';
import type { Self } from '../self.ts';
import { call, ServerRefusal } from '../server/call.ts';
import { Stop } from '../stop.ts';
import type { ClientWorld } from '../world.ts';

/** The account's sealed state: slot zeros. `pins`: hex centre → hex hash of its CREATE, set once, never merged away. */
export type State = { version: number; body: StateBody };
export type InvitationNote = { name: string; bits: number };
export type StateBody = {
  pins: Record<string, string>;
  /** Centres I am founding, as in `pins`: the CREATEs I have sent and not seen in a log yet. */
  founding?: Record<string, string[]>;
  /** Secrets of invitations I made, by handle, until their invitees are let in. */
  invitations?: Record<string, { centre: string; secret: string; note?: InvitationNote }>;
  /** People whose key I know to be theirs, by key as text: they came by my own link, or we compared the digits. */
  checked?: Record<string, { by: 'link' | 'digits'; at: number }>;
  /** By which name I take part in a group, by conversation as text. */
  names?: Record<string, string>;
};

const STATE_SLOT: Bytes = zeros(16);
/** Other devices change it now and then; more than this in a row is no race. */
const TRIES = 20;

/** Version 1, sealed into the transaction that registers the account. */
export const firstState = async (
  world: ClientWorld,
  account: Account,
  pins: { centre: Bytes; createHash: Bytes }[],
): Promise<{ state: State; bytes: Bytes }> => {
  const body = { pins: Object.fromEntries(pins.map((pin) => [hex(pin.centre), hex(pin.createHash)])) };
  return { state: { version: 1, body }, bytes: await sealSlot(account, STATE_SLOT, 1, body, world.random) };
};

function isStateBody(body: unknown): body is StateBody {
  return (
    typeof body === 'object' &&
    body !== null &&
    'pins' in body &&
    typeof body.pins === 'object' &&
    body.pins !== null
  );
}

/** Opens what a sign-in brought. A state that is absent, moved or another account's is a hard stop: pins are safety. */
export async function readState(
  account: Account,
  served: { version: number; bytes: string },
): Promise<State> {
  try {
    const { version, body } = await openSlot(account, STATE_SLOT, fromBase64url(served.bytes));
    if (version !== served.version || !isStateBody(body)) throw new Stop('STATE_MISSING');
    return { version, body };
  } catch (error) {
    if (error instanceof Unopened) throw new Stop('STATE_MISSING');
    throw error;
  }
}

/**
 * What each account held as its state in this page's life. Kept over a lock, or whoever signs in after a pause could be
 * given an older one; gone with signing out.
 */
const seen = new WeakMap<ClientWorld, Map<string, State>>();

/** As it is now; taken before a sign-in asks, because a change may still be under way beside it. */
export const statesSeen = (world: ClientWorld): ReadonlyMap<string, State> => new Map(seen.get(world));

export function noteState(world: ClientWorld, account: Account, state: State): void {
  const states = seen.get(world) ?? new Map<string, State>();
  seen.set(world, states.set(hex(account.bundle.kid), state));
}

export const forgetStates = (world: ClientWorld): boolean => seen.delete(world);

/** `next` with every pin of `before`; two pins for one centre are `FALSE_CENTRE`, for no honest device writes a second. */
function withPinsOf(before: State, next: State): State {
  const pins = { ...before.body.pins, ...next.body.pins };
  for (const [centre, pin] of Object.entries(before.body.pins))
    if (pins[centre] !== pin) throw new Stop('FALSE_CENTRE');
  return { version: next.version, body: { ...next.body, pins } };
}

/** What a sign-in brought, after what this page has seen: `Stop('OLDER')` when that was newer before it asked. */
export function continueState(
  world: ClientWorld,
  account: Account,
  served: State,
  seenBefore: ReadonlyMap<string, State>,
): State {
  const name = hex(account.bundle.kid);
  if (served.version < (seenBefore.get(name)?.version ?? 0)) throw new Stop('OLDER');
  const now = seen.get(world)?.get(name);
  if (!now) return served;
  return now.version > served.version ? withPinsOf(served, now) : withPinsOf(now, served);
}

export function pinOf(state: State, centre: Bytes): Bytes | null {
  const pin = state.body.pins[hex(centre)];
  return pin ? fromHex(pin) : null;
}

/** One change after the other, or this page would race with itself and take its own past for an older server. */
const turns = new WeakMap<Self, Turns>();

/** Changes the state by compare-and-set: on a lost race `change` is applied to the newer one, so nothing of it is lost. */
export function changeState(self: Self, change: (body: StateBody) => StateBody | null): Promise<void> {
  const own = turns.get(self) ?? { queue: Promise.resolve() };
  turns.set(self, own);
  return inTurn(own, () => compareAndSet(self, change));
}

async function compareAndSet(self: Self, change: (body: StateBody) => StateBody | null): Promise<void> {
  for (let tries = 0; tries < TRIES; tries++) {
    const body = change(self.state.body);
    if (!body) return;
    const version = self.state.version + 1;
    const bytes = await sealSlot(self.account, STATE_SLOT, version, body, self.world.random);
    try {
      await call(self.world, 'writeSlot', {
        slot: toBase64url(STATE_SLOT),
        version,
        bytes: toBase64url(bytes),
      });
      self.state = { version, body };
      noteState(self.world, self.account, self.state);
      return;
    } catch (error) {
      if (!(error instanceof ServerRefusal) || error.code !== 'AGAIN' || !error.body.current) throw error;
      if (error.body.current.version < self.state.version) throw new Stop('OLDER');
      self.state = withPinsOf(self.state, await readState(self.account, error.body.current));
    }
  }
  throw new Stop('BUSY');
}

/** Whether a CREATE of mine is on its way to be this centre's. */
export const isFounding = ({ body }: State, centre: Bytes): boolean =>
  body.founding?.[hex(centre)] !== undefined;

/** A CREATE I am about to send. Of several tries, answers lost, any may have arrived; none is pinned before it is seen there. */
export const noteFounding = (self: Self, centre: Bytes, createHash: Bytes): Promise<void> =>
  changeState(self, (body) => {
    const sent = body.founding?.[hex(centre)] ?? [];
    return { ...body, founding: { ...body.founding, [hex(centre)]: [...sent, hex(createHash)] } };
  });

/** The log is there: one of mine is pinned, and any other is `FALSE_CENTRE`. */
export const pinFounded = (self: Self, centre: Bytes, createHash: Bytes): Promise<void> =>
  changeState(self, (body) => {
    const { [hex(centre)]: sent, ...founding } = body.founding ?? {};
    if (!sent) return null;
    const pin = body.pins[hex(centre)] ?? hex(createHash);
    if (!sent.includes(hex(createHash)) || pin !== hex(createHash)) throw new Stop('FALSE_CENTRE');
    return { ...body, founding, pins: { ...body.pins, [hex(centre)]: pin } };
  });

/** Adds a pin once; a different one for the same centre is `FALSE_CENTRE`. */
export const pinCentre = (self: Self, centre: Bytes, createHash: Bytes): Promise<void> =>
  changeState(self, (body) => {
    const known = body.pins[hex(centre)];
    if (known && known !== hex(createHash)) throw new Stop('FALSE_CENTRE');
    return known ? null : { ...body, pins: { ...body.pins, [hex(centre)]: hex(createHash) } };
  });
