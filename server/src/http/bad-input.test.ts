// Long: what makes requests wrong, for every form the contract has, and the loops that send them.
import { contract, type Endpoint, limits, refusals } from '@beistand/contract';
import { toBase64url } from '@beistand/wire';
import type { InjectOptions } from 'fastify';
import { expect, test } from 'vitest';
import * as z from 'zod/mini';
import { openCentre } from '../testing/centre.ts';
import { openHouses } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { useDatabase } from '../testing/use-database.ts';

/** At least this many per endpoint; the seed makes a failure repeatable. */
const inputs = process.env.FULL === '1' ? 640 : 304;
const seed = 20260302;
const endless = { most: 1_000_000, seconds: 1 };
const { app, one } = await openHouses(await useDatabase(), {
  ...limits,
  requests: endless,
  proofs: endless,
  tabs: endless,
  registrations: [endless],
  registrationTries: endless,
  signInsPerNetwork: endless,
  recoveriesPerNetwork: endless,
});
const franz = await one.seatAdministrator();
/** What is really there lets a request come further. */
const real = toBase64url((await openCentre(one, franz)).id);
let sent = 0;
const byStatus = new Map<number, number>();
const endpoints: [string, Endpoint][] = Object.entries(contract);

/** mulberry32: small, seeded, good enough to choose with. */
function chooser(start: number) {
  let state = start >>> 0;
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  const of = <T>(things: readonly T[]): T => things[Math.floor(next() * things.length)]!;
  return { next, of, below: (most: number) => Math.floor(next() * most) };
}
type Chooser = ReturnType<typeof chooser>;

const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
const textOf = (pick: Chooser, length: number) =>
  Array.from({ length }, () => letters[pick.below(64)])
    .join('')
    .replace(/.$/, 'A');

type Schema = {
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
  anyOf?: Schema[];
  enum?: unknown[];
  const?: unknown;
  minLength?: number;
  maxLength?: number;
  pattern?: string;
  minItems?: number;
  minimum?: number;
  maximum?: number;
};

/** Where columns and floats end. */
const boundaries = [-(2 ** 31), 2 ** 31 - 1, 2 ** 31, 2 ** 32, 2 ** 53 - 1, 2 ** 53];

/** Something of the schema's form, as deep as it goes; its bytes mean nothing. */
function formOf(schema: Schema, pick: Chooser): unknown {
  if (schema.anyOf) return formOf(pick.of(schema.anyOf), pick);
  if (schema.const !== undefined) return schema.const;
  if (schema.enum) return pick.of(schema.enum);
  if (schema.properties)
    return Object.fromEntries(
      Object.entries(schema.properties)
        .filter(([name]) => schema.required?.includes(name) || pick.next() < 0.5)
        .map(([name, inner]) => [name, formOf(inner, pick)]),
    );
  switch (schema.type) {
    case 'string': {
      if (schema.pattern?.includes('\\d{5}')) return String(10_000 + pick.below(89_999));
      return textOf(
        pick,
        Math.max(schema.minLength ?? 0, Math.min(schema.maxLength ?? 8, 40 + pick.below(400))),
      );
    }
    case 'number':
    case 'integer':
      return pick.next() < 0.5
        ? Math.max(schema.minimum ?? 0, 0) + pick.below(5)
        : pick.of([schema.maximum ?? 0, ...boundaries]);
    case 'array':
      return Array.from({ length: Math.max(schema.minItems ?? 0, pick.below(3)) }, () =>
        formOf(schema.items!, pick),
      );
    case 'boolean':
      return pick.next() < 0.5;
    default:
      return null;
  }
}

const oddities: readonly unknown[] = [
  null,
  '',
  ' ',
  'A',
  '=',
  'ÄÖÜ',
  '\u0000',
  '\u202e',
  '\ud800',
  '0',
  '-1',
  'x'.repeat(5000),
  0,
  -1,
  1.5,
  1e21,
  ...boundaries,
  true,
  [],
  {},
  [[]],
  [null],
  { a: 1 },
  { length: 16 },
  { toString: 1 },
];

/** As it would stand in an address. */
const spelled = (thing: unknown): string =>
  encodeURIComponent((JSON.stringify(thing) ?? '').replace(/^"|"$/g, '')).slice(0, 2000);

type Place = { owner: Record<string, unknown> | unknown[]; key: string | number };
function placesOf(value: unknown): Place[] {
  if (typeof value !== 'object' || value === null) return [];
  const owner = value as Record<string, unknown>;
  const keys = Array.isArray(value) ? value.map((_, index) => index) : Object.keys(value);
  return keys.flatMap((key) => [{ owner, key }, ...placesOf(owner[key])]);
}

/** One thing wrong somewhere. */
function spoil(form: unknown, pick: Chooser): string {
  const places = placesOf(form);
  if (places.length === 0) return JSON.stringify(pick.of(oddities.slice(5)) ?? [1]);
  const { owner, key } = pick.of(places);
  const holder = owner as Record<string | number, unknown>;
  const before = holder[key];
  switch (pick.below(5)) {
    case 0:
      delete holder[key];
      break;
    case 1:
      holder[`${key}x`] = before;
      break;
    case 2:
      holder[key] = typeof before === 'string' ? `${before}AA` : [before];
      break;
    default:
      holder[key] = pick.of(oddities);
  }
  const text = JSON.stringify(form);
  return pick.next() < 0.05
    ? text.replace('{', '{"__proto__":{"isAdministrator":true},"constructor":1,')
    : text;
}

const depth = 50_000;
const brokenBodies: readonly (string | Buffer)[] = [
  '',
  '{',
  'null',
  '[]',
  '"text"',
  '1e999',
  '{"a":}',
  '{} {}',
  '\ufeff{}',
  "{'a':1}",
  Buffer.from([0xff, 0xfe, 0x7b, 0x7d]),
  Buffer.from('7b22c328223a317d', 'hex'),
  '['.repeat(depth),
  `${'['.repeat(20_000)}${']'.repeat(20_000)}`,
  `${'{"a":'.repeat(5_000)}1${'}'.repeat(5_000)}`,
  '{"__proto__":{"polluted":true}}',
  `{"a":${'9'.repeat(10_000)}}`,
];

type Body = string | Buffer | undefined;
type Attempt = { request: InjectOptions; isMalformed: boolean };

function isOfForm(shape: Endpoint['input'], value: unknown): boolean {
  // Any bytes are of the form of bytes.
  if (shape === 'octets') return true;
  return shape ? shape.safeParse(value).success : Object.keys(value ?? {}).length === 0;
}

function parsed(text: Body): unknown {
  try {
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(Buffer.from(text ?? '')));
  } catch {
    return Symbol('not JSON');
  }
}

/** Asked of zod once for an endpoint: for every request again it took longer than some answers. */
const schemaOf = ({ input }: Endpoint): Schema | null =>
  input && input !== 'octets'
    ? (z.toJSONSchema(input, { io: 'input', unrepresentable: 'any' }) as Schema)
    : null;

/** A request with something wrong in address, query or body; by chance it may still be of the contract's form. */
function attempt(endpoint: Endpoint, schema: Schema | null, pick: Chooser, cookie: string): Attempt {
  const { input, params, query, method } = endpoint;
  const isRead = method === 'GET';
  const place = pick.of([
    ...(params ? ['path'] : []),
    ...(isRead ? ['query'] : ['body', 'body', 'body', 'query']),
  ]);
  const values: Record<string, string> = {};
  const path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => {
    const thing = place === 'path' ? pick.of(oddities) : toBase64url(random(name === 'key' ? 32 : 16));
    const text = name === 'centre' && place !== 'path' ? real : spelled(thing);
    values[name] = decodeURIComponent(text);
    return text;
  });
  const names = query
    ? [...Object.keys((query as z.ZodMiniObject).shape ?? {}), 'x']
    : ['x', '__proto__', 'after'];
  const asked =
    place === 'query'
      ? `?${pick.of(names)}=${spelled(pick.of(oddities))}${pick.of(['', `&${pick.of(names)}=-1`])}`
      : '';
  const isOctets = input === 'octets';
  const form = schema && formOf(schema, pick);
  const isBroken = place === 'body' && (!input || isOctets || pick.next() < 0.2);
  const body: Body = isBroken
    ? pick.of(brokenBodies)
    : place === 'body'
      ? spoil(form, pick)
      : form
        ? JSON.stringify(form)
        : undefined;
  const type = isBroken && pick.next() < 0.2 ? pick.of(['text/plain', 'image/png']) : 'application/json';
  const rightType = isOctets ? 'application/octet-stream' : 'application/json';
  const found = new URLSearchParams(asked);
  const isBodyRight = input
    ? type === rightType && isOfForm(input, parsed(body))
    : body === undefined || body.length === 0 || isOfForm(undefined, parsed(body));
  return {
    isMalformed:
      !isOfForm(params, values) || !isOfForm(query, Object.fromEntries(found)) || (!isRead && !isBodyRight),
    request: {
      method,
      url: `${path}${asked}`,
      ...(body !== undefined && { payload: body }),
      headers: {
        host: one.host,
        origin: `http://${one.host}`,
        cookie,
        ...(body !== undefined && { 'content-type': type }),
      },
    },
  };
}

test.each(endpoints)(
  `R8: %s: ${inputs} malformed requests are refused with a code`,
  async (name, endpoint) => {
    const pick = chooser(seed ^ [...name].reduce((sum, letter) => (sum * 31 + letter.charCodeAt(0)) | 0, 7));
    // Its own, because one of the endpoints ends sessions.
    const cookie = (await one.seatAdministrator()).browser.cookie!;
    const schema = schemaOf(endpoint);
    for (let malformed = 0; malformed < inputs; ) {
      const { request, isMalformed } = attempt(endpoint, schema, pick, cookie);
      const answer = await app.inject(request);
      const seen = `${request.method} ${request.url} ${String(request.payload).slice(0, 300)} → ${answer.statusCode} ${answer.body.slice(0, 200)}`;
      // Of the right form but made of nonsense: whatever it gets, it's no fault of the server's.
      expect(answer.statusCode, seen).toBeLessThan(500);
      if (!isMalformed) continue;
      malformed += 1;
      sent += 1;
      byStatus.set(answer.statusCode, (byStatus.get(answer.statusCode) ?? 0) + 1);
      expect(answer.statusCode, seen).toBeGreaterThanOrEqual(400);
      const body = answer.json() as { code: keyof typeof refusals; sentence: string };
      // A code of the list, and nothing of what was sent.
      expect(body, seen).toEqual({ code: expect.any(String), sentence: refusals[body.code]?.[1] });
    }
    expect(({} as { polluted?: boolean }).polluted).toBeUndefined();
  },
);

test.each(endpoints.filter(([, { method }]) => method !== 'GET'))(
  'R8: %s: a body over its size is refused by its size',
  async (_, endpoint) => {
    const cookie = (await one.seatAdministrator()).browser.cookie!;
    const send = (size: number) =>
      app.inject({
        method: endpoint.method,
        url: endpoint.path.replace(/:(\w+)/g, () => toBase64url(random(16))),
        payload: Buffer.alloc(size, ' '),
        headers: {
          host: one.host,
          origin: `http://${one.host}`,
          cookie,
          'content-type': endpoint.input === 'octets' ? 'application/octet-stream' : 'application/json',
        },
      });
    const most = endpoint.size ?? limits.bodyBytes;
    const over = await send(most + 1);
    expect([over.statusCode, over.json().code]).toEqual([413, 'SIZE']);
    expect((await send(most)).json().code).not.toBe('SIZE');
  },
);

const latestMoment = 8_640_000_000_000_000;

test('R8: every number a caller may send has an end that fits the smallest column', () => {
  const numbersIn = (schema: Schema): Schema[] => [
    ...(schema.type === 'number' || schema.type === 'integer' ? [schema] : []),
    ...[...Object.values(schema.properties ?? {}), ...(schema.anyOf ?? [])].flatMap(numbersIn),
    ...(schema.items ? numbersIn(schema.items) : []),
  ];
  // A column of time holds every moment that a number of ours can name.
  for (const [name, { input, params }] of endpoints)
    for (const shape of [input, params])
      for (const { maximum } of shape && shape !== 'octets'
        ? numbersIn(z.toJSONSchema(shape, { io: 'input', unrepresentable: 'any' }) as Schema)
        : [])
        if (maximum !== latestMoment) expect(maximum, name).toBeLessThan(2 ** 31);
  const far = {
    from: String(2 ** 31),
    limit: String(2 ** 31),
    after: String(2 ** 31),
    before: String(2 ** 31),
  };
  for (const [name, { query }] of endpoints)
    for (const [key, shape] of Object.entries((query as z.ZodMiniObject | undefined)?.shape ?? {}))
      if (((shape as z.ZodMiniType).safeParse('7').success && key !== 'after') || name === 'readItems')
        expect(
          (shape as z.ZodMiniType).safeParse(far[key as keyof typeof far]).success,
          `${name} ${key}`,
        ).toBe(false);
});

test('R8: how many', async ({ annotate }) => {
  expect(sent).toBe(inputs * endpoints.length);
  const statuses = [...byStatus].sort().map(([status, count]) => `${count} × ${status}`);
  await annotate(
    `${sent} malformed requests to ${endpoints.length} endpoints: ${statuses.join(', ')}`,
    'figure',
  );
});
