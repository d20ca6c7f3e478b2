import type { AskSecret } from '../ask-secret.ts';
import type { Hand } from '../with-owner.ts';

/** Every option of every command, as `parseArgs` reads them. */
export const options = {
  host: { type: 'string' },
  default: { type: 'boolean' },
  admin: { type: 'string' },
  as: { type: 'string' },
  short: { type: 'string' },
  description: { type: 'string' },
  icon: { type: 'string' },
  address: { type: 'string' },
  'promise-hours': { type: 'string' },
  phone: { type: 'string' },
  street: { type: 'string' },
  postcode: { type: 'string' },
  city: { type: 'string' },
  'time-zone': { type: 'string' },
  state: { type: 'string' },
  open: { type: 'string', multiple: true },
  topic: { type: 'string', multiple: true },
  area: { type: 'string', multiple: true },
} as const;
export type Option = keyof typeof options;
export type Values = Partial<{
  [N in Option]: (typeof options)[N] extends { multiple: true }
    ? string[]
    : (typeof options)[N]['type'] extends 'boolean'
      ? boolean
      : string;
}>;

/** What a command that signs in works with. */
export type Outside = { origin: string; say: (line: string) => void; askSecret: AskSecret };

/** `owner` works on the database of this environment, `outside` signs in at ORIGIN like anyone. */
export type Work =
  | { at: 'owner'; run: (hand: Hand) => Promise<void> }
  | { at: 'outside'; run: (outside: Outside) => Promise<void> };

export type Command = {
  words: readonly string[];
  /** How many words follow. */
  names: number;
  options: readonly Option[];
  /** Checks as far as words can be. Throws `Misuse`. */
  read: (names: readonly string[], values: Values) => Work;
};
