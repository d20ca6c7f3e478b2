// R1 without a browser: whole conversations with a canary in every field that is sealed, then everything is searched.
import { randomBytes } from 'node:crypto';
import { chmodSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { readConfig } from '@beistand/server/config';
import { startServer } from '@beistand/server/serve';
import { utf8 } from '@beistand/wire';
import { afterAll, describe, expect, it } from 'vitest';
import { type FaultyWorld, faultyWorld, nameOf } from './faults.ts';
import {
  dumpTables,
  type Encoding,
  encodings,
  filesBelow,
  type Hit,
  type Needle,
  plant,
  type Sink,
  scan,
} from './leak-scan.ts';
import { plantEverywhere, sealedFields } from './plant-canaries.ts';
import { roomyLimits } from './roomy-limits.ts';

const folder = mkdtempSync(join(tmpdir(), 'beistand-leak-'));
chmodSync(folder, 0o711);
const dataDir = join(folder, 'data');
const logged: Uint8Array[] = [];
const config = readConfig(
  {
    PORT: '0',
    ORIGIN: 'http://localhost:3000',
    DATA_DIR: dataDir,
    SECRETS_FILE: join(folder, 'secrets.json'),
  },
  'serve',
);
const running = await startServer(config, {
  limits: roomyLimits,
  log: { write: (line) => void logged.push(Buffer.from(line)) },
});
const query = (text: string) => running.owner.pool.query(text);
const dataFolder: string = (await query('show data_directory')).rows[0].data_directory;
const databaseDir = dirname(dataFolder);
afterAll(async () => {
  await running.stop();
  rmSync(folder, { recursive: true, force: true });
  if (!databaseDir.startsWith(folder)) rmSync(databaseDir, { recursive: true, force: true });
});

/** What left any browser: addresses, headers and bodies; and what any tab wrote down. */
const sent: { name: string; bytes: Uint8Array }[] = [];
const stored: Uint8Array[] = [];
const heard: Uint8Array[] = [];

function newWorld(): FaultyWorld {
  const world = faultyWorld(running.address);
  const { fetch, tab } = world;
  world.fetch = async (url, init) => {
    const { body, ...rest } = init;
    const name = nameOf(url, init.method);
    sent.push({ name, bytes: Buffer.from(JSON.stringify([url, rest])) });
    if (body) sent.push({ name, bytes: Buffer.from(body as string) });
    const response = await fetch(url, init);
    heard.push(Buffer.from(await response.clone().arrayBuffer()));
    return response;
  };
  world.tab = {
    ...tab,
    write: (name, sealed) => {
      stored.push(sealed);
      return tab.write(name, sealed);
    },
  };
  return world;
}

const sinkNames = [
  'SQL dump',
  'job tables',
  'WAL',
  'DATA_DIR',
  'log',
  'request bodies',
  'answers and notices',
  'rows of tabs',
] as const;

async function sinks(): Promise<Sink[]> {
  await query('checkpoint');
  await query('select pg_switch_wal()');
  const dumpDir = join(databaseDir, `dump-${randomBytes(4).toString('hex')}`);
  mkdirSync(dumpDir);
  chmodSync(dumpDir, 0o777);
  const files = await dumpTables(query, dumpDir);
  const read = (schema: string) => [...(files.get(schema) ?? [])].map((file) => readFileSync(file));
  const [dump, jobs] = [read('public'), read('pgboss')];
  rmSync(dumpDir, { recursive: true });
  const wal = join(dataFolder, 'pg_wal');
  // The programs copied beside the data say nothing of anyone.
  const programs = join(databaseDir, 'binaries');
  return [
    { name: 'SQL dump', pieces: () => dump },
    { name: 'job tables', pieces: () => jobs },
    { name: 'WAL', pieces: () => filesBelow(wal) },
    {
      name: 'DATA_DIR',
      pieces: function* () {
        yield* filesBelow(dataDir, [wal, programs]);
        if (!databaseDir.startsWith(dataDir)) yield* filesBelow(databaseDir, [wal, programs]);
      },
    },
    { name: 'log', pieces: () => logged },
    { name: 'request bodies', pieces: () => sent.map(({ bytes }) => bytes) },
    { name: 'answers and notices', pieces: () => heard },
    { name: 'rows of tabs', pieces: () => stored },
  ];
}

describe('R1: what only people may read', () => {
  it('R1: the search finds a canary in every place and every encoding', async ({ annotate }) => {
    const probes = new Map<string, Needle>();
    const probe = (sink: string): Needle => {
      const known = probes.get(sink) ?? {
        field: sink,
        bytes: utf8(`Grüße ${sink} ${randomBytes(9).toString('hex')}`),
      };
      probes.set(sink, known);
      return known;
    };
    await query('create table planted (value bytea)');
    await query('create table pgboss.planted (value bytea)');
    const visitor = newWorld();
    const put: Record<(typeof sinkNames)[number], (bytes: Buffer, encoding: Encoding) => Promise<unknown>> = {
      'SQL dump': (bytes) => query(`insert into planted values ('\\x${bytes.toString('hex')}')`),
      'job tables': (bytes) => query(`insert into pgboss.planted values ('\\x${bytes.toString('hex')}')`),
      WAL: (bytes) => query(`insert into planted values ('\\x${bytes.toString('hex')}')`),
      DATA_DIR: async (bytes, encoding) => writeFileSync(join(dataDir, `planted ${encoding}`), bytes),
      log: async (bytes) => logged.push(bytes),
      'request bodies': async (bytes) =>
        visitor.fetch(`${running.address}/api/tab`, { method: 'POST', body: bytes as unknown as string }),
      'answers and notices': async (bytes) => heard.push(bytes),
      'rows of tabs': (bytes) => visitor.tab.write('draft', Uint8Array.from(bytes)),
    };
    const wanted: Hit[] = [];
    for (const sink of sinkNames)
      for (const encoding of Object.keys(encodings) as Encoding[]) {
        await put[sink](plant(probe(sink).bytes, encoding), encoding);
        wanted.push({ sink, field: sink, encoding });
      }
    const hits = scan(await sinks(), [...probes.values()]);
    for (const one of wanted) expect(hits).toContainEqual(one);
    await annotate(
      `${sinkNames.length} places × ${Object.keys(encodings).length} encodings: ${wanted.length} of ${wanted.length} planted canaries found`,
      'figure',
    );
    await query('drop table planted');
    await query('drop table pgboss.planted');
  });

  it('R1: is nowhere a server keeps, says or is sent', { timeout: 60_000 }, async ({ annotate }) => {
    const { canaries, signInName } = await plantEverywhere(running.owner, newWorld, (notice) =>
      heard.push(Buffer.from(JSON.stringify(notice))),
    );
    const places = await sinks();
    expect(places.map(({ name }) => name)).toEqual(sinkNames);
    const planted = canaries.map(({ field }) => field);
    const fields = Object.values(sealedFields).flatMap((shape) => Object.values(shape));
    expect(fields.filter((field) => field !== null && !planted.includes(field))).toEqual([]);
    const name: Needle = { field: 'sign-in name', bytes: utf8(signInName) };
    expect(scan(places, canaries)).toEqual([]);

    // The name someone signs in with stands where they register and sign in, and nowhere else.
    expect(new Set(scan(places, [name]).map(({ sink }) => sink))).toEqual(new Set(['request bodies']));
    const carriers = sent
      .filter(({ bytes }) => Buffer.from(bytes).includes(signInName))
      .map((one) => one.name);
    expect([...new Set(carriers)].sort()).toEqual(['enquire', 'loginStart', 'recoverStart']);
    const bytes = places.flatMap(({ pieces }) => [...pieces()]).reduce((sum, piece) => sum + piece.length, 0);
    await annotate(
      `${canaries.length} canaries, ${places.length} places, ${Math.round(bytes / 1e6)} MB searched, 0 hits`,
      'figure',
    );
  });
});
