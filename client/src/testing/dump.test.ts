// R2: what a stolen dump gives away, first without the server's secrets and then with all of them.
import { createHash, createHmac, randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { openMasterKey } from '@beistand/crypto';
import { readConfig } from '@beistand/server/config';
import { startServer } from '@beistand/server/serve';
import {
  type DumpedCredential,
  guess,
  guessesAround,
  makeOwnSetup,
  quickTwin,
} from '@beistand/server/testing';
import { useDatabase } from '@beistand/server/testing/vitest';
import { type Bytes, hex, utf8, WRAP_KIND } from '@beistand/wire';
import { afterAll, expect, it } from 'vitest';
import { eva } from '../cast/people.ts';
import {
  type Cell,
  cellsOf,
  type DumpRow,
  keysOf,
  kindOf,
  lockKinds,
  locksOf,
  openAll,
  readDump,
} from './dump-locks.ts';
import { faultyWorld } from './faults.ts';
import { dumpTables, filesBelow, scan } from './leak-scan.ts';
import { plantEverywhere } from './plant-canaries.ts';
import { roomyLimits } from './roomy-limits.ts';

const GUESSES = 1000;
const folder = mkdtempSync(join(tmpdir(), 'beistand-dump-'));
chmodSync(folder, 0o711);
const [dataDir, secretsFile, dumpDir] = ['data', 'secrets.json', 'dump'].map((name) =>
  join(folder, name),
) as [string, string, string];
const { socket, database: name } = (await useDatabase()).connection;
const running = await startServer(
  readConfig(
    {
      PORT: '0',
      ORIGIN: 'http://localhost:3000',
      DATA_DIR: dataDir,
      SECRETS_FILE: secretsFile,
      DATABASE_URL: `postgres://owner@localhost/${name}?host=${encodeURIComponent(socket)}`,
    },
    'serve',
  ),
  { limits: roomyLimits },
);
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
});
const query = (text: string) => running.owner.pool.query(text);

const { canaries } = await plantEverywhere(
  running.owner,
  () => faultyWorld(running.address),
  () => undefined,
);
const canary = (named: string): Bytes => {
  const found = canaries.find(({ field }) => field === named);
  if (!found) throw new Error(`no ${named} was planted`);
  return found.bytes as Bytes;
};
const phrase = Buffer.from(canary('phrase of a lead')).toString();

mkdirSync(dumpDir);
mkdirSync(dataDir, { recursive: true });
chmodSync(dumpDir, 0o777);
const files = [...(await dumpTables(query, dumpDir)).values()].flat();
const { rows: columns } = await query(
  `select table_schema || '.' || table_name as table, array_agg(column_name::text order by ordinal_position) as columns
   from information_schema.columns where table_schema not in ('pg_catalog', 'information_schema') group by 1`,
);
const dump = readDump(files, new Map(columns.map(({ table, columns }) => [table, columns])));
const secrets: Record<string, string> = JSON.parse(readFileSync(secretsFile, 'utf8'));
const setup = secrets.opaqueSetup!;

const theOnly = (table: string, holds: (row: DumpRow) => boolean = () => true): DumpRow => {
  const found = dump.get(`public.${table}`)!.filter(holds);
  expect(found).toHaveLength(1);
  return found[0]!;
};
const account = theOnly('staff', (row) => row.name!.text === eva.name).account_id!.text;
const credentials = theOnly('credentials', (row) => row.account_id!.text === account);
const stolen: DumpedCredential = {
  instance: theOnly('installation').instance!.text,
  credentialId: Buffer.from(credentials.cred_id!.bytes!),
  registration: Buffer.from(credentials.registration!.bytes!),
};
const wrap = credentials.password_wrap!.bytes!;

/** Whatever in the dump could be a key. */
const dumped = cellsOf(dump).flatMap(({ bytes }: Cell) =>
  bytes && [16, 32, 64].includes(bytes.length) ? [bytes] : [],
);
/** Every secret of the server, whole and in pieces. */
const ofServer = Object.values(secrets).flatMap((text) => {
  const bytes = new Uint8Array(Buffer.from(String(text), 'base64url'));
  const pieces = [16, 32, 64].flatMap((length) =>
    Array.from({ length: Math.floor(bytes.length / 16) }, (_, i) => bytes.slice(16 * i, 16 * i + length)),
  );
  return [bytes, ...pieces.filter(({ length }) => [16, 32, 64].includes(length))];
});

const isOpened = async (key: Uint8Array, kind: 1 | 2, bytes: Bytes): Promise<boolean> =>
  openMasterKey(Uint8Array.from(key), kind, bytes).then(
    () => true,
    () => false,
  );

it('R2: everything sealed in the dump is known to this test, and no secret of the server is in it', () => {
  const strange = cellsOf(dump).filter((cell) => kindOf(cell) === 'unknown');
  expect([...new Set(strange.map(({ table, column }) => `${table}.${column}`))]).toEqual([]);
  const needles = Object.entries(secrets)
    .filter(([field]) => field !== 'version')
    .flatMap(([field, text]) => [
      { field, bytes: utf8(text) },
      { field, bytes: new Uint8Array(Buffer.from(text, 'base64url')) },
    ]);
  expect(needles).toHaveLength(12);
  const sink = {
    name: 'dump and data folder',
    pieces: function* () {
      for (const file of files) yield readFileSync(file);
      yield* filesBelow(dataDir);
    },
  };
  expect(scan([sink], needles)).toEqual([]);
  // The search would have seen one.
  const planted = { field: 'registration', bytes: new Uint8Array(stolen.registration) };
  expect(scan([sink], [planted]).map(({ field }) => field)).toContain('registration');
});

it('R2: a thousand guesses at a password, the right one among them, against the dump alone: 0 verified', async ({
  annotate,
}) => {
  const guesses = guessesAround(phrase, GUESSES);
  // A guess is tested by the evaluation under a key of the setup. A thief has only setups of their own.
  const own = await makeOwnSetup();
  expect(await guess(own, stolen, phrase, false)).toBeNull();
  // Argon2id costs a quarter of a second and stands after that evaluation; without it a thousand are quick.
  const twin = await quickTwin(setup, stolen, phrase);
  const verifiedUnder = async (given: string, tried: string[]): Promise<string[]> => {
    const verified: string[] = [];
    for (const one of tried) if (await guess(given, twin, one, true)) verified.push(one);
    return verified;
  };
  expect(await verifiedUnder(own, guesses)).toEqual([]);
  expect(await verifiedUnder(setup, guessesAround(phrase, 50))).toEqual([phrase]);
  // Nor is anything under the password without OPAQUE.
  let opened = 0;
  for (const one of guesses)
    for (const key of [
      utf8(one),
      ...['sha256', 'sha512'].map((hash) => createHash(hash).update(one).digest()),
    ])
      for (const [kind, bytes] of [
        [WRAP_KIND.password, wrap],
        [WRAP_KIND.recoveryCode, credentials.recovery_wrap!.bytes!],
      ] as const)
        if (await isOpened(key, kind, bytes)) opened += 1;
  expect(opened).toBe(0);
  await annotate(`${GUESSES} guesses without the secrets: 0 verified; with them: the right one`, 'figure');
});

it('R2: with all of the server’s secrets a guess can be tested, one Argon2id each: T2, and no more', async () => {
  expect(await guess(setup, stolen, `${phrase}.`, false)).toBeNull();
  const exportKey = await guess(setup, stolen, phrase, false);
  const { masterKey } = await openMasterKey(new Uint8Array(exportKey!), WRAP_KIND.password, wrap);
  expect(hex(masterKey)).toBe(hex(canary('lead: master key')));
});

it('R2: without the pepper a stored name can’t be told from any other', () => {
  const organisation = theOnly('organisations').id!.bytes!;
  const stored = hex(credentials.handle_id!.bytes!);
  const named = (key: Uint8Array) =>
    createHmac('sha256', key).update(organisation).update(eva.signInName).digest('hex');
  expect([...dumped, randomBytes(32)].map(named)).not.toContain(stored);
  expect(named(Buffer.from(secrets.pepper!, 'base64url'))).toBe(stored);
});

it('R2: with all secrets of the server, every lock in the dump: 0 opened without guessing', async ({
  annotate,
}) => {
  const locks = await locksOf(dump);
  const thief = await openAll(locks, await keysOf([...dumped, ...ofServer], dump));
  expect([...thief].map(([kind, { opened }]) => [kind, opened])).toEqual(
    [...thief.keys()].map((kind) => [kind, 0]),
  );

  // The same search with the keys of the people, so that a lock that opened would have been seen.
  const exportKey = await guess(setup, stolen, phrase, false);
  const people = await openAll(
    locks,
    await keysOf([...canaries.map(({ bytes }) => bytes as Bytes), new Uint8Array(exportKey!)], dump),
  );
  for (const kind of lockKinds) expect([kind, people.get(kind)?.opened ?? 0]).not.toEqual([kind, 0]);
  const sum = (counts: typeof thief) => [...counts.values()].reduce((total, { opened }) => total + opened, 0);
  await annotate(
    `${locks.length} locks of ${thief.size} kinds × ${new Set([...dumped, ...ofServer].map(hex)).size} keys: ${sum(thief)} opened; by the people's own keys ${sum(people)}`,
    'figure',
  );
});
