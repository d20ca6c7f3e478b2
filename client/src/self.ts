import type { Account, CentreKey } from '@beistand/crypto';
import { type AccountBundle, type Bytes, hex } from '@beistand/wire';
import type { CentreLog } from './centre/log.ts';
import type { Room } from './conversation/room.ts';
import { newOutbox, type Outbox } from './message/outbox.ts';
import { noteState, type State } from './slot/state.ts';
import type { ClientWorld } from './world.ts';

/** A signed-in participant: the unlocked account and everything judged so far. Lives in the worker's memory only. */
export type Self = {
  world: ClientWorld;
  account: Account;
  kind: 'seeker' | 'staff';
  instance: string;
  state: State;
  /** Verified key bundles by hex kid. */
  bundles: Map<string, AccountBundle>;
  /** By hex centre. */
  logs: Map<string, CentreLog>;
  /** Inbox and vault keys that are mine to open, by centre, kind and kid: `centre/keys.ts`. */
  centreKeys: Map<string, CentreKey>;
  /** By conversation as text. */
  rooms: Map<string, Room>;
  outbox: Outbox;
  /** Names of staff by account as text; the server's word. */
  names: Map<string, string>;
};

export const myId = (self: Self): Bytes => self.account.bundle.account;

export function newSelf(given: Pick<Self, 'world' | 'account' | 'kind' | 'instance' | 'state'>): Self {
  const { bundle } = given.account;
  noteState(given.world, given.account, given.state);
  return {
    ...given,
    bundles: new Map([[hex(bundle.kid), bundle]]),
    logs: new Map(),
    centreKeys: new Map(),
    rooms: new Map(),
    outbox: newOutbox(),
    names: new Map(),
  };
}
