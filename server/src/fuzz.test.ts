// What the server reads beside the protocol's formats: its environment, and what it seals or spells for callers to bring back.
import { isIP } from 'node:net';
import { type Bytes, utf8 } from '@beistand/wire';
import { fuzz, type Target } from '@beistand/wire/testing/fuzz';
import { expect, test } from 'vitest';
import { openTicket, sealTicket, type TicketKind } from './accounts/tickets.ts';
import { type Config, ConfigProblems, type Environment, type Kind, readConfig } from './config.ts';
import { pageAfter, pageMark } from './http/page.ts';
import { Refusal } from './http/refuse.ts';
import { openCursors, type Position } from './live/cursor.ts';
import { random } from './testing/identity.ts';
import type { World } from './world.ts';

const FULL = process.env.FULL === '1';
const seed = Number(process.env.SEED ?? Date.now() % 1_000_000);
const octets = (length: number) => Buffer.from(random(length));

/** `trial` or `serve` in the first line, then one variable a line. */
function environmentOf(input: Bytes): { kind: Kind; environment: Environment } | null {
  const [first = '', ...lines] = new TextDecoder().decode(input).split('\n');
  if (first !== 'trial' && first !== 'serve') return null;
  const pairs = lines.map((line) => [line.split('=', 1)[0]!, line.slice(line.indexOf('=') + 1)] as const);
  return { kind: first, environment: Object.fromEntries(pairs) };
}
const environment = (...lines: string[]) => utf8(lines.join('\n'));
const serving = ['ORIGIN=https://beratung.example', 'DATA_DIR=/srv/data', 'SECRETS_FILE=/srv/secrets.json'];

/** What everything else relies on. */
function checkConfig({ port, origin, databaseUrl, trustProxy, sourceUrl }: Config): void {
  expect(Number.isInteger(port) && port >= 0 && port <= 65_535).toBe(true);
  expect(new URL(origin).origin).toBe(origin);
  if (databaseUrl) {
    const { protocol, hostname, username, pathname } = new URL(databaseUrl);
    expect(['postgres:', 'postgresql:']).toContain(protocol);
    for (const part of [hostname, username, pathname]) decodeURIComponent(part);
  }
  if (sourceUrl) expect(new URL(sourceUrl).protocol).toBe('https:');
  for (const one of trustProxy.split(',').map((part) => part.trim().split('/')[0]!))
    expect(isIP(one) > 0 || ['loopback', 'linklocal', 'uniquelocal'].includes(one)).toBe(true);
}

const config: Target = {
  name: 'configuration',
  within: /\/server\/src\/config\.ts/,
  seeds: [
    environment('trial'),
    environment('trial', 'PORT=8080', 'DATA_DIR=/tmp/x', 'HOST=::1'),
    environment('serve', ...serving, 'TRUST_PROXY=10.0.0.7, 10.0.0.0/24,loopback,fe80::/10'),
    environment('serve', ...serving, 'DATABASE_URL=postgres://owner@db.example/b?sslmode=verify-full'),
    environment('serve', ...serving, 'DATABASE_URL=postgresql://owner@%2Frun%2Fpostgresql/b', 'PORT='),
    environment(
      'serve',
      'ORIGIN=http://[::1]:3000',
      ...serving.slice(1),
      'SOURCE_URL=https://code.example/b',
    ),
  ],
  takes: (input) => {
    const given = environmentOf(input);
    if (!given) return false;
    try {
      const read = readConfig(given.environment, given.kind);
      checkConfig(read);
      return true;
    } catch (error) {
      if (!(error instanceof ConfigProblems)) throw error;
      expect(error.problems.length).toBeGreaterThan(0);
      return false;
    }
  },
};

const now = Date.parse('2026-03-02T09:00:00Z');
const world = { clock: () => now, random: octets, secrets: { ticketKey: random(32) } } as unknown as World;
const [here, elsewhere, me, someone] = [random(16), random(16), random(16), random(16)];
const payload = random(40);
const kinds: readonly TicketKind[] = ['register', 'login', 'recover'];
const sealed = new Map(kinds.map((kind) => [sealTicket(world, here, kind, payload), kind]));

const tickets: Target = {
  name: 'ticket',
  within: /\/server\/src\/(accounts\/tickets|http\/codec)\.ts/,
  seeds: [...sealed.keys()].map(utf8),
  takes: (input) => {
    const ticket = new TextDecoder().decode(input);
    const opened = kinds.filter((kind) => openTicket(world, here, kind, ticket));
    // Only what was sealed, spelled as it was, as what it was sealed for and where.
    expect(opened).toEqual(sealed.has(ticket) ? [sealed.get(ticket)] : []);
    for (const kind of kinds) expect(openTicket(world, elsewhere, kind, ticket)).toBeNull();
    return opened.length > 0;
  },
};

const cursors = openCursors({ ...world, secrets: world.secrets });
const positions: Position[] = [0, 1, 2 ** 48 - 1].map((number) => ({
  line: octets(6),
  number,
  mark: octets(8),
}));

const cursor: Target = {
  name: 'cursor',
  within: /\/server\/src\/(live\/cursor|http\/codec)\.ts/,
  seeds: positions.map((position) => utf8(cursors.seal(me, position))),
  takes: (input) => {
    const spelled = new TextDecoder().decode(input);
    const position = cursors.open(me, spelled);
    expect(cursors.open(someone, spelled)).toBeNull();
    if (position) expect(positions).toContainEqual(position);
    return position !== null;
  },
};

const marks: Target = {
  name: 'mark of a page',
  within: /\/server\/src\/http\/(page|codec)\.ts/,
  seeds: [0, now, 8_640_000_000_000].map((at) => utf8(pageMark(new Date(at), me))),
  takes: (input) => {
    const mark = new TextDecoder().decode(input);
    try {
      const after = pageAfter(mark)!;
      expect(pageMark(after.at, after.id)).toBe(mark);
      return true;
    } catch (error) {
      if (error instanceof Refusal && error.code === 'FORMAT') return false;
      throw error;
    }
  },
};

const targets = [config, tickets, cursor, marks];
const figures: string[] = [];
test.each(targets)('R8: $name: read as it was meant, or refused', { timeout: 3_600_000 }, async (target) => {
  const executions = FULL ? 100_000 : 2_000;
  const { taken, blocks, kept, ...done } = await fuzz(target, { executions, seed });
  figures.push(`${target.name} ${done.executions} (${taken} taken, ${blocks} blocks, ${kept} kept)`);
});

test('R8: how many', async ({ annotate }) => {
  expect(figures).toHaveLength(targets.length);
  await annotate(`fuzzed by coverage, seed ${seed}: ${figures.join(', ')}`, 'figure');
});
