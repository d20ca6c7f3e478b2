// Everything sealed in a dump of the database, and every way to open it with a key one already has. Who asks for no
// guess knows a set of bytes and tries each of them as each kind of key.
import { readFileSync } from 'node:fs';
import { basename } from 'node:path';
import {
  type Account,
  type CentreKey,
  centreKeyOf,
  type KeyPlace,
  makeAccount,
  makePaperAccount,
  openEpochKey,
  openMasterKey,
  openMessage,
  openSlot,
  previousEpochKey,
  takeCentreKey,
  takePreviousKey,
  Unopened,
} from '@beistand/crypto';
import {
  ACCOUNT_KIND,
  type AccountBundle,
  type Bytes,
  type EpochRecord,
  hex,
  type LogEntry,
  parseAccountBundle,
  parseAccountWrap,
  parseLogEntry,
  parseMessage,
  parseRecord,
  parseSlot,
} from '@beistand/wire';

/** One field of one row; `bytes` null for everything that is no `bytea`. */
export type Cell = { table: string; column: string; bytes: Bytes | null; text: string };
export type DumpRow = Record<string, Cell>;
export type Dump = Map<string, DumpRow[]>;

/** Reads the text files of `dumpTables`; `columns` by `schema.table`, in their order. */
export function readDump(files: Iterable<string>, columns: ReadonlyMap<string, string[]>): Dump {
  const dump: Dump = new Map();
  for (const file of files) {
    if (!file.endsWith('.text')) continue;
    const table = basename(file, '.text');
    const names = columns.get(table)!;
    const lines = readFileSync(file, 'utf8').split('\n').slice(0, -1);
    const rows = lines.map((line) =>
      Object.fromEntries(
        line.split('\t').map((text, i) => {
          const found = /^\\\\x((?:[0-9a-f]{2})*)$/.exec(text);
          const bytes = found ? new Uint8Array(Buffer.from(found[1]!, 'hex')) : null;
          return [names[i]!, { table, column: names[i]!, bytes, text }];
        }),
      ),
    );
    dump.set(table, rows);
  }
  return dump;
}

export const cellsOf = (dump: Dump): Cell[] =>
  [...dump.values()].flatMap((rows) => rows.flatMap((row) => Object.values(row)));

const startsWith = (bytes: Bytes, magic: string): boolean =>
  Buffer.from(bytes.subarray(0, 4)).toString('latin1') === magic;

export const lockKinds = [
  'account wrap',
  'slot',
  'message',
  'epoch wrap',
  'centre seed',
  'centre prev',
] as const;
export type LockKind = (typeof lockKinds)[number] | 'ek_prev';

/** What a field of the dump is: sealed, of a public format, too short to hold anything but ids and hashes, or unknown. */
export function kindOf({ table, column, bytes }: Cell): LockKind | 'public' | 'OPAQUE record' | 'unknown' {
  if (!bytes || bytes.length <= 32) return 'public';
  if (['CCPA', 'CCPL', 'CCPE'].some((magic) => startsWith(bytes, magic))) return 'public';
  if (startsWith(bytes, 'CCPW')) return 'account wrap';
  if (startsWith(bytes, 'CCPS')) return 'slot';
  if (startsWith(bytes, 'CCPM')) return 'message';
  const named: Record<string, LockKind | 'OPAQUE record'> = {
    'public.credentials.registration': 'OPAQUE record',
    'public.wraps.box': 'epoch wrap',
    'public.centre_seeds.box': 'centre seed',
    'public.centre_previous_keys.box': 'centre prev',
  };
  return named[`${table}.${column}`] ?? 'unknown';
}

type Lock = { kind: LockKind; open: (keys: Keys) => Promise<boolean> };

/** Bytes one has, as whatever key they could be: raw, and as the secret half of an X-Wing key. */
export type Keys = { raw: Bytes[]; openers: Map<string, Bytes> };

/** A box of HPKE opens with the secret of the key it is sealed to and with nothing else, so that one is looked up. */
export async function keysOf(candidates: Iterable<Bytes>, dump: Dump): Promise<Keys> {
  const centres = rowsOf(dump, 'centres').map((row) => field(row, 'id'));
  const raw = [...new Map([...candidates].map((bytes) => [hex(bytes), bytes])).values()];
  const openers = new Map<string, Bytes>();
  const facts = { account: new Uint8Array(16), kind: ACCOUNT_KIND.staff, createdAt: 0 };
  for (const bytes of raw) {
    const accounts: Account[] = [];
    if (bytes.length === 32) {
      const key = await centreKeyOf(bytes);
      openers.set(hex(key.publicKey), bytes);
      accounts.push(await makeAccount(bytes, facts));
    }
    if (bytes.length === 16)
      for (const centre of centres)
        accounts.push(await makePaperAccount(bytes, centre, facts.account, facts.createdAt));
    for (const { bundle, openKey } of accounts) openers.set(hex(bundle.xwPk), openKey);
  }
  return { raw, openers };
}

async function opens(attempt: Promise<unknown>): Promise<boolean> {
  try {
    await attempt;
    return true;
  } catch (error) {
    if (error instanceof Unopened) return false;
    throw error;
  }
}

async function anyOpens(keys: readonly Bytes[], attempt: (key: Bytes) => Promise<unknown>): Promise<boolean> {
  for (const key of keys) if (await opens(attempt(key))) return true;
  return false;
}

const ofLength = ({ raw }: Keys, ...lengths: number[]): Bytes[] =>
  raw.filter(({ length }) => lengths.includes(length));

type Known = {
  bundles: Map<string, AccountBundle>;
  /** By kid. */
  centreKeys: Map<string, { place: KeyPlace; xwPk: Bytes; before: Bytes | null }>;
  /** By conversation, in order of epochs. */
  records: Map<string, EpochRecord[]>;
};

const rowsOf = (dump: Dump, table: string): DumpRow[] => dump.get(`public.${table}`) ?? [];
const field = (row: DumpRow, column: string): Bytes => row[column]!.bytes!;

async function publicParts(dump: Dump): Promise<Known> {
  const bundles = await Promise.all(
    rowsOf(dump, 'key_bundles').map((row) => parseAccountBundle(field(row, 'bytes'))),
  );
  const log: LogEntry[] = await Promise.all(
    rowsOf(dump, 'centre_log').map((row) => parseLogEntry(field(row, 'bytes'))),
  );
  log.sort((a, b) => a.idx - b.idx);
  const centreKeys: Known['centreKeys'] = new Map();
  const latest = new Map<string, Bytes>();
  for (const { change, centre, keyKid } of log) {
    if (change.type !== 'key') continue;
    const { which, xwPk } = change;
    const chain = `${which}${hex(centre)}`;
    const before = latest.get(chain) ?? null;
    centreKeys.set(hex(keyKid!), { place: { centre, which }, xwPk, before });
    latest.set(chain, xwPk);
  }
  const records: Known['records'] = new Map();
  for (const row of rowsOf(dump, 'items')) {
    if (!startsWith(field(row, 'bytes'), 'CCPE')) continue;
    const record = await parseRecord(field(row, 'bytes'));
    const name = hex(record.conversation);
    records.set(
      name,
      [...(records.get(name) ?? []), record].sort((a, b) => a.epoch - b.epoch),
    );
  }
  return { bundles: new Map(bundles.map((bundle) => [hex(bundle.kid), bundle])), centreKeys, records };
}

/** Sealed by its own bytes alone, wherever it lies. */
function lockOfCell(cell: Cell): Lock | null {
  const kind = kindOf(cell);
  const bytes = cell.bytes!;
  if (kind === 'account wrap') {
    const wrap = parseAccountWrap(bytes);
    return { kind, open: (keys) => anyOpens(keys.raw, (key) => openMasterKey(key, wrap.kind, bytes)) };
  }
  if (kind === 'slot') {
    const { account, slot } = parseSlot(bytes);
    const owner = (masterKey: Bytes) => ({ masterKey, bundle: { account } }) as Account;
    return { kind, open: (keys) => anyOpens(ofLength(keys, 32), (key) => openSlot(owner(key), slot, bytes)) };
  }
  if (kind === 'message' && bytes.length > 258)
    return {
      kind,
      open: async (keys) => {
        const message = await parseMessage(bytes);
        return anyOpens(ofLength(keys, 32), (key) => openMessage(key, message));
      },
    };
  return null;
}

function epochWraps(dump: Dump, { bundles, centreKeys, records }: Known): Lock[] {
  return rowsOf(dump, 'wraps').map((row) => {
    const [kind, epoch] = [Number(row.kind!.text), Number(row.epoch!.text)];
    const stream = records.get(hex(field(row, 'conversation_id')))!;
    // An older key that was healed is sealed to the row by which its reader came in later.
    const named = stream
      .filter((record) => record.epoch >= epoch)
      .flatMap(({ rows }) => rows)
      .find((one) => one.kind === kind && hex(one.id) === hex(field(row, 'id')))!;
    const { xwPk } = bundles.get(hex(named.kid)) ?? centreKeys.get(hex(named.kid))!;
    return {
      kind: 'epoch wrap',
      open: async ({ openers }) => {
        const opener = openers.get(hex(xwPk));
        return opener ? opens(openEpochKey(stream[epoch]!, named, opener, field(row, 'box'))) : false;
      },
    };
  });
}

function centreBoxes(dump: Dump, { bundles, centreKeys }: Known): Lock[] {
  const seeds = rowsOf(dump, 'centre_seeds').map((row): Lock => {
    const bundle = bundles.get(hex(field(row, 'kid_person')))!;
    const { place, xwPk } = centreKeys.get(hex(field(row, 'kid_key')))!;
    return {
      kind: 'centre seed',
      open: async ({ openers }) => {
        const openKey = openers.get(hex(bundle.xwPk));
        return openKey
          ? opens(takeCentreKey({ openKey, bundle } as Account, place, xwPk, field(row, 'box')))
          : false;
      },
    };
  });
  const previous = rowsOf(dump, 'centre_previous_keys').map((row): Lock => {
    const keyId = field(row, 'kid_key');
    const { place, xwPk, before } = centreKeys.get(hex(keyId))!;
    return {
      kind: 'centre prev',
      open: (keys) =>
        anyOpens(ofLength(keys, 32), (seed) => {
          const key: CentreKey = { seed, keyId, publicKey: xwPk };
          return takePreviousKey(place, key, field(row, 'box'), before!);
        }),
    };
  });
  return [...seeds, ...previous];
}

/** The key before, inside each record. */
const handedOn = ({ records }: Known): Lock[] =>
  [...records.values()].flatMap((stream) =>
    stream.slice(1).map((record, i) => ({
      kind: 'ek_prev' as const,
      open: (keys) => anyOpens(ofLength(keys, 32), (key) => previousEpochKey(record, key, stream[i]!)),
    })),
  );

/** Everything sealed in the dump. */
export async function locksOf(dump: Dump): Promise<Lock[]> {
  const known = await publicParts(dump);
  const byThemselves = cellsOf(dump).flatMap((cell) => lockOfCell(cell) ?? []);
  return [...byThemselves, ...epochWraps(dump, known), ...centreBoxes(dump, known), ...handedOn(known)];
}

/** How many of each kind there are, and how many of them these keys open. */
export async function openAll(
  locks: readonly Lock[],
  keys: Keys,
): Promise<Map<LockKind, { all: number; opened: number }>> {
  const counts = new Map<LockKind, { all: number; opened: number }>();
  for (const { kind, open } of locks) {
    const { all, opened } = counts.get(kind) ?? { all: 0, opened: 0 };
    counts.set(kind, { all: all + 1, opened: opened + ((await open(keys)) ? 1 : 0) });
  }
  return counts;
}
