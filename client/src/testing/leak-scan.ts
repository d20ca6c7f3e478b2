// R1: looks for what must never leave a device readable, in everything a server keeps, says or is sent.
import { type Dirent, readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { constants, gzipSync, inflateRawSync } from 'node:zlib';

/** A canary: something planted in a field, as its bytes. */
export type Needle = { field: string; bytes: Uint8Array };
/** A place to look in, by pieces. */
export type Sink = { name: string; pieces: () => Iterable<Uint8Array> };
export type Hit = { sink: string; field: string; encoding: Encoding };

const base64 = (bytes: Uint8Array): string => Buffer.from(bytes).toString('base64').replace(/=+$/, '');
const urlSafe = (text: string): string => text.replaceAll('+', '-').replaceAll('/', '_');

/** Base64 of bytes that begin `shift` bytes into a group of three: the letters their neighbours have no part in. */
function base64At(bytes: Uint8Array, shift: number): string {
  const text = base64(Buffer.concat([Buffer.alloc(shift), bytes]));
  const from = Math.ceil((shift * 8) / 6);
  const until = Math.floor(((shift + bytes.length) * 8) / 6);
  return text.slice(from, until);
}

const shifts = [0, 1, 2] as const;
const asText = (bytes: Uint8Array): string => Buffer.from(bytes).toString('utf8');
const utf16 = (bytes: Uint8Array): Buffer => Buffer.from(asText(bytes), 'utf16le');

/** Every way in which bytes can stand somewhere, as bytes to look for. */
export const encodings = {
  'utf-8': (bytes) => [bytes],
  'utf-16le': (bytes) => [utf16(bytes)],
  'utf-16be': (bytes) => [utf16(bytes).swap16()],
  'base64 +0': (bytes) => [Buffer.from(base64At(bytes, 0))],
  'base64 +1': (bytes) => [Buffer.from(base64At(bytes, 1))],
  'base64 +2': (bytes) => [Buffer.from(base64At(bytes, 2))],
  base64url: (bytes) => shifts.map((shift) => Buffer.from(urlSafe(base64At(bytes, shift)))),
  hex: (bytes) => {
    const hex = Buffer.from(bytes).toString('hex');
    return [Buffer.from(hex), Buffer.from(hex.toUpperCase())];
  },
  url: (bytes) => {
    const text = encodeURIComponent(asText(bytes));
    return [Buffer.from(text), Buffer.from(text.replaceAll('%20', '+')), Buffer.from(text.toLowerCase())];
  },
  json: (bytes) => {
    const escaped = (letter: string) => `\\u${letter.charCodeAt(0).toString(16).padStart(4, '0')}`;
    return [Buffer.from(asText(bytes).replace(/[\u0080-\uffff]/g, escaped))];
  },
  /** Found by opening whatever is gzip and looking inside. */
  gzip: () => [],
} as const satisfies Record<string, (bytes: Uint8Array) => Uint8Array[]>;
export type Encoding = keyof typeof encodings;

/** A canary as it would look there in that encoding, between other bytes: to prove that it is found. */
export function plant(bytes: Uint8Array, encoding: Encoding): Buffer {
  const [before, after] = [Buffer.from('irgendetwas davor, '), Buffer.from(' und etwas danach')];
  const within = Buffer.concat([before, bytes, after]);
  if (encoding === 'gzip') return gzipSync(within);
  if (encoding.startsWith('base64 +')) {
    const shift = Number(encoding.at(-1));
    return Buffer.from(base64(Buffer.concat([before.subarray(0, 15 + shift), bytes, after])));
  }
  if (encoding === 'base64url') return Buffer.from(urlSafe(base64(within)));
  return Buffer.concat([before, encodings[encoding](bytes)[0]!, after]);
}

/** For text a user typed: true where every encoding makes sense. Keys and codes are looked for as bytes and letters. */
const isText = (bytes: Uint8Array): boolean => Buffer.from(asText(bytes)).equals(bytes);

type Pattern = { field: string; encoding: Encoding; bytes: Uint8Array };
const ofText: readonly Encoding[] = ['utf-16le', 'utf-16be', 'url', 'json'];

function patternsOf(needles: readonly Needle[]): Pattern[] {
  return needles.flatMap(({ field, bytes }) =>
    (Object.keys(encodings) as Encoding[])
      .filter((encoding) => isText(bytes) || !ofText.includes(encoding))
      .flatMap((encoding) =>
        encodings[encoding](bytes).map((spelled) => ({ field, encoding, bytes: spelled })),
      ),
  );
}

const keyAt = (bytes: Uint8Array, at: number): number =>
  (bytes[at]! << 16) | (bytes[at + 1]! << 8) | bytes[at + 2]!;

/** Finds any of many patterns in one pass: three bytes decide whether a place is worth a closer look. */
export function search(needles: readonly Needle[]): (bytes: Uint8Array) => Pick<Hit, 'field' | 'encoding'>[] {
  const byKey = new Map<number, Pattern[]>();
  const isWorth = new Uint8Array(1 << 24);
  for (const pattern of patternsOf(needles)) {
    if (pattern.bytes.length < 12) throw new Error(`${pattern.field} is too short to be told from chance`);
    const key = keyAt(pattern.bytes, 0);
    isWorth[key] = 1;
    byKey.set(key, [...(byKey.get(key) ?? []), pattern]);
  }
  const look = (bytes: Uint8Array): Pick<Hit, 'field' | 'encoding'>[] => {
    const found: Pick<Hit, 'field' | 'encoding'>[] = [];
    for (let at = 0, end = bytes.length - 2; at < end; at++) {
      const key = keyAt(bytes, at);
      if (isWorth[key] === 1)
        for (const pattern of byKey.get(key)!)
          if (Buffer.compare(bytes.subarray(at, at + pattern.bytes.length), pattern.bytes) === 0)
            found.push(pattern);
      if (key === 0x1f8b08)
        found.push(
          ...look(unzipped(bytes.subarray(at))).map(({ field }) => ({ field, encoding: 'gzip' as const })),
        );
    }
    return found;
  };
  return look;
}

/** Past the header of RFC 1952: extra field, name, comment and checksum, as its flags say. */
function startOfGzip(bytes: Uint8Array): number {
  const flags = bytes[3] ?? 0;
  let at = 10;
  if (flags & 4) at += 2 + (bytes[at]! | (bytes[at + 1]! << 8));
  if (flags & 8) at = bytes.indexOf(0, at) + 1;
  if (flags & 16) at = bytes.indexOf(0, at) + 1;
  return flags & 2 ? at + 2 : at;
}

/** What a gzip stream holds, as far as it goes and whatever follows it; nothing when it is none. */
function unzipped(bytes: Uint8Array): Uint8Array {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    return inflateRawSync(bytes.subarray(startOfGzip(bytes)), { finishFlush, maxOutputLength: 1 << 26 });
  } catch {
    return new Uint8Array();
  }
}

/** Every needle found in any of the sinks, each kind once. */
export function scan(sinks: readonly Sink[], needles: readonly Needle[]): Hit[] {
  const look = search(needles);
  const hits = new Map<string, Hit>();
  for (const { name, pieces } of sinks)
    for (const piece of pieces())
      for (const { field, encoding } of look(piece))
        hits.set(`${name}|${field}|${encoding}`, { sink: name, field, encoding });
  return [...hits.values()];
}

/** All files below a folder but those below `without`. */
export function* filesBelow(folder: string, without: readonly string[] = []): Generator<Buffer> {
  for (const entry of readdirSync(folder, { withFileTypes: true }) as Dirent[]) {
    const path = join(folder, entry.name);
    if (without.includes(path)) continue;
    if (entry.isDirectory()) yield* filesBelow(path, without);
    else if (entry.isFile()) yield readFileSync(path);
  }
}

type Query = (sql: string) => Promise<{ rows: Record<string, string>[] }>;

/**
 * Every table of every schema of ours by COPY, once as bytes and once as text, written by the database into a folder
 * that it may write to. Answers the files by schema.
 */
export async function dumpTables(query: Query, folder: string): Promise<Map<string, string[]>> {
  const { rows } = await query(
    `select schemaname as schema, tablename as table from pg_tables where schemaname not in ('pg_catalog', 'information_schema')`,
  );
  const bySchema = new Map<string, string[]>();
  for (const { schema = '', table = '' } of rows)
    for (const format of ['binary', 'text']) {
      const file = join(folder, `${schema}.${table}.${format}`);
      await query(`copy (select * from "${schema}"."${table}") to '${file}' (format ${format})`);
      bySchema.set(schema, [...(bySchema.get(schema) ?? []), file]);
    }
  return bySchema;
}
