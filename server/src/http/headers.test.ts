import { createHash, randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { request } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { contract, livePath } from '@beistand/contract';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { type App, createApp } from '../app.ts';
import { addOrganisation } from '../organisations/operator.ts';
import { makeSecrets, secretsOf } from '../secrets.ts';
import { useDatabase } from '../testing/use-database.ts';
import type { RenderPage } from './documents.ts';

const routes = vi.hoisted((): RouteOptions[] => []);
vi.mock('fastify', async (original) => {
  const real = await original<typeof import('fastify')>();
  const listening: typeof real.default = ((options: object) => {
    const app = real.default(options) as unknown as FastifyInstance;
    app.addHook('onRoute', (route) => void routes.push(route));
    return app;
  }) as never;
  return { ...real, default: listening };
});

const files = ['assets/app-abc123.js', 'assets/crypto-worker-abc123.js', 'assets/style-abc123.css', 'sw.js'];

const database = await useDatabase();
await database.owner.kysely
  .insertInto('installation')
  .values({ instance: randomBytes(16).toString('hex') })
  .execute();
await addOrganisation(database.owner, { name: 'Lindenwerk', host: 'localhost' });
const importMap = '{"integrity":{"/assets/app-abc123.js":"sha384-x"}}';
const [script, style] = ['show()', 'p { margin: 0 }'];
const renderPage: RenderPage = (path, data) =>
  path === '/viewer'
    ? {
        html: `<style>${style}</style><script>${script}</script>`,
        status: 200,
        inline: [script],
        sandboxed: { style },
      }
    : renderOther(path, data);
const renderOther: RenderPage = (path, data) => ({
  html: `<!doctype html><script type="importmap">${importMap}</script><p>${data?.page ?? path}</p>`,
  status: path === '/nowhere' ? 404 : 200,
  inline: [importMap],
});
let webFolder = '';
let address = '';
let app: App;
beforeAll(async () => {
  webFolder = mkdtempSync(join(tmpdir(), 'web-'));
  mkdirSync(join(webFolder, 'assets'));
  for (const file of files) writeFileSync(join(webFolder, file), 'nothing');
  app = await createApp({
    database: database.app,
    filesFolder: database.filesFolder,
    secrets: secretsOf(await makeSecrets()),
    trustProxy: 'loopback',
    documents: { renderPage, webFolder },
  });
  address = await app.listen({ port: 0 });
});
afterAll(async () => {
  await app.close();
  rmSync(webFolder, { recursive: true });
});

type Said = { status: number; headers: Record<string, unknown>; body: string };
/** Over a real connection, for what never reaches a route as well. */
const ask = (method: string, path: string, headers: Record<string, string> = {}) =>
  new Promise<Said>((resolve, reject) => {
    const asking = request(address, { method, path, headers, agent: false }, (answer) => {
      const parts: Buffer[] = [];
      answer.on('data', (part: Buffer) => parts.push(part));
      answer.on('end', () =>
        resolve({
          status: answer.statusCode!,
          headers: answer.headers,
          body: Buffer.concat(parts).toString(),
        }),
      );
    });
    asking.on('error', reject);
    asking.end();
  });

const always = {
  'cross-origin-embedder-policy': 'require-corp',
  'cross-origin-opener-policy': 'same-origin',
  'cross-origin-resource-policy': 'same-origin',
  'referrer-policy': 'no-referrer',
  'x-content-type-options': 'nosniff',
  'x-frame-options': 'DENY',
};
/** On scripts, styles and fonts the rest would mean nothing. */
const onFiles = { 'cross-origin-resource-policy': 'same-origin', 'x-content-type-options': 'nosniff' };
const nothing = "default-src 'none'; frame-ancestors 'none'";
const hash = createHash('sha256').update(importMap).digest('base64');
const ofDocument =
  `default-src 'none'; script-src 'self' 'sha256-${hash}'; style-src 'self'; img-src 'self' blob:; ` +
  "media-src 'self' blob:; font-src 'self'; connect-src 'self'; worker-src 'self'; frame-src 'self'; " +
  "manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; " +
  "require-trusted-types-for 'script'; trusted-types crypto-worker";
const ofWorker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";

/** A path of each route there is, however it came to be. */
const filled = ({ url }: RouteOptions) => url.replace(/:\w+/g, 'A'.repeat(22)).replace('*', 'some/where');
const kept = files.filter((file) => file.startsWith('assets/')).map((file) => `/${file}`);
const cacheOf = (url: string) =>
  kept.includes(url) ? 'public, max-age=31536000, immutable' : url === '/sw.js' ? 'no-cache' : 'no-store';
const policyOf = (url: string) =>
  /worker|sw\.js/.test(url) ? ofWorker : kept.includes(url) || url.startsWith('/api') ? nothing : ofDocument;

test('R11: there is no route but the contract’s, the live one, its description, documents and files', () => {
  const urls = [...new Set(routes.map(({ url }) => url))].sort();
  const known = [
    ...Object.values(contract).map(({ path }) => path),
    livePath,
    '/api/openapi.json',
    '/',
    '/*',
    ...files.map((file) => `/${file}`),
  ];
  expect(urls).toEqual([...new Set(known)].sort());
});

test('R11: every route answers every way under the full set of headers', async ({ annotate }) => {
  let count = 0;
  for (const route of routes)
    for (const method of [route.method].flat()) {
      const url = filled(route);
      const own = { origin: address };
      const nowhere = { origin: 'https://elsewhere.example' };
      for (const headers of [own, nowhere, { ...own, cookie: `sid=${'A'.repeat(43)}` }]) {
        const said = await ask(method, url, headers);
        const isPlainFile = kept.includes(url) && !/worker/.test(url) && said.status < 400;
        expect(said.headers, `${method} ${url} ${said.status}`).toMatchObject({
          ...(isPlainFile ? onFiles : { ...always, 'content-security-policy': policyOf(url) }),
          'cache-control': cacheOf(url),
        });
        expect(said.headers).not.toHaveProperty('access-control-allow-origin');
        expect(said.headers).not.toHaveProperty('server');
        expect(said.headers).not.toHaveProperty('x-powered-by');
        count += 1;
      }
    }
  await annotate(`${count} answers of ${routes.length} routes under the full set of headers`, 'figure');
});

test('R11: so does what is no route', async () => {
  const urls = [
    '/api/nothing',
    '/nowhere',
    '/%00',
    '/api/%zz',
    '/%zz',
    '/a/../../etc',
    '//elsewhere.example',
  ];
  for (const url of urls)
    for (const method of ['GET', 'POST', 'OPTIONS', 'TRACE']) {
      const said = await ask(method, url);
      expect(said.headers, `${method} ${url} ${said.status}`).toMatchObject({
        ...always,
        'cache-control': 'no-store',
      });
      expect(said.headers['content-security-policy'], `${method} ${url}`).toMatch(/^default-src 'none'; /);
    }
});

test('R11: a refused socket, and one that is no socket', async () => {
  const upgrade = {
    connection: 'Upgrade',
    upgrade: 'websocket',
    'sec-websocket-version': '13',
    'sec-websocket-key': 'AAAAAAAAAAAAAAAAAAAAAA==',
  };
  for (const headers of [upgrade, { ...upgrade, origin: address }, {}]) {
    const said = await ask('GET', livePath, headers);
    expect(said.status).toBeGreaterThanOrEqual(401);
    expect(said.headers).toMatchObject({ ...always, 'cache-control': 'no-store' });
  }
});

test('R11: faults of ours and a database that is gone', async () => {
  const { transact } = app.world;
  const codes = { ECONNREFUSED: 503, XX000: 500 };
  for (const [code, status] of Object.entries(codes)) {
    app.world.transact = () => Promise.reject(Object.assign(new Error('x'), { code }));
    // A page nobody has asked for yet: others are kept for a moment.
    for (const url of ['/h', '/api/topics']) {
      const said = await ask('GET', url);
      expect(said.status).toBe(status);
      expect(said.headers).toMatchObject({ ...always, 'cache-control': 'no-store' });
      expect(said.headers).toHaveProperty('content-security-policy');
    }
  }
  app.world.transact = transact;
});

test('R11: https is insisted on where it is spoken, on every kind of answer', async () => {
  const secure = { 'x-forwarded-proto': 'https' };
  for (const url of ['/', '/api/topics', '/api/nothing', ...kept, '/sw.js']) {
    expect((await ask('GET', url)).headers).not.toHaveProperty('strict-transport-security');
    expect((await ask('GET', url, secure)).headers).toMatchObject({
      'strict-transport-security': 'max-age=63072000',
    });
  }
});

test('R11: documents say what they may not use, and refuse scripts without integrity', async () => {
  const { headers } = await ask('GET', '/');
  expect(headers).toMatchObject({
    'integrity-policy': 'blocked-destinations=(script)',
    'permissions-policy':
      'camera=(), display-capture=(), geolocation=(), microphone=(), payment=(), usb=(), serial=()',
  });
});

test('R11: the document in which files are shown has no origin, fetches nothing and stands in our pages only', async () => {
  const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;
  const { headers, status } = await ask('GET', '/viewer');
  expect([status, headers]).toMatchObject([
    200,
    { ...always, 'x-frame-options': 'SAMEORIGIN', 'cache-control': 'no-store' },
  ]);
  expect(String(headers['content-security-policy']).split('; ')).toEqual([
    'sandbox allow-scripts',
    "default-src 'none'",
    `script-src ${hashOf(script)}`,
    `style-src ${hashOf(style)}`,
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ]);
});

test('the Host header alone says which organisation is meant, whoever forwards another', async () => {
  const said = (host: string) => ask('GET', '/api/organisation', { 'x-forwarded-host': host });
  for (const host of ['elsewhere.example', 'localhost, elsewhere.example', ''])
    expect((await said(host)).status).toBe(200);
});
