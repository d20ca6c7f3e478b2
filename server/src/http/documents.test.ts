import { randomBytes } from 'node:crypto';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { brotliCompressSync, brotliDecompressSync, gzipSync } from 'node:zlib';
import { limits } from '@beistand/contract';
import { ACCOUNT_KIND, toBase64url } from '@beistand/wire';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type App, createApp } from '../app.ts';
import { addOrganisation, inviteAdministrator } from '../organisations/operator.ts';
import { makeSecrets, secretsOf } from '../secrets.ts';
import { Browser } from '../testing/browser.ts';
import { topicFields } from '../testing/centre.ts';
import { newIdentity, random } from '../testing/identity.ts';
import { newAccount, newName } from '../testing/registration.ts';
import { useDatabase } from '../testing/use-database.ts';
import type { RenderPage } from './documents.ts';

const script = 'export const answer = 42;\n'.repeat(50);
const files: Record<string, string | Buffer> = {
  'assets/app-abc123.js': script,
  'assets/app-abc123.js.br': brotliCompressSync(script),
  'assets/app-abc123.js.gz': gzipSync(script),
  'assets/crypto-worker-abc123.js': 'self.onmessage = null;',
  'assets/style-abc123.css': 'p { margin: 0 }',
  'sw.js': 'self.oninstall = null;',
  'index.html': '<p>must not be served</p>',
};

const database = await useDatabase();
await database.owner.kysely
  .insertInto('installation')
  .values({ instance: randomBytes(16).toString('hex') })
  .execute();
await addOrganisation(database.owner, { name: 'Lindenwerk', host: 'localhost' });
const importMap = '{"integrity":{}}';
let renderings = 0;
const renderPage: RenderPage = (path, data) => {
  renderings += 1;
  return {
    html: `<!doctype html><p>${path} ${data?.page ?? 'app'} ${data?.organisation ?? ''}${'+'.repeat(data?.topics.length ?? 0)}</p>`,
    status: path === '/nowhere' ? 404 : 200,
    inline: [importMap],
  };
};
const clock = { now: Date.parse('2026-03-02T09:00:00Z') };
let webFolder = '';
let app: App;
beforeAll(async () => {
  webFolder = mkdtempSync(join(tmpdir(), 'web-'));
  mkdirSync(join(webFolder, 'assets'));
  for (const [name, text] of Object.entries(files)) writeFileSync(join(webFolder, name), text);
  app = await createApp({
    database: database.app,
    filesFolder: database.filesFolder,
    secrets: secretsOf(await makeSecrets()),
    trustProxy: 'loopback',
    documents: { renderPage, webFolder },
    clock: () => clock.now,
    limits: { ...limits, requests: { most: 50, seconds: 60 }, proof: { ...limits.proof, cost: 1 } },
  });
});
afterAll(() => rmSync(webFolder, { recursive: true, force: true }));
const get = (url: string, headers: Record<string, string> = {}) =>
  app.inject({ url, headers: { host: 'localhost', ...headers } });

test('documents: rendered with public data, never stored, under the strict policy', async () => {
  const answer = await get('/');
  expect(answer.body).toContain('/ home Lindenwerk');
  expect((await get('/h')).body).toContain('help');
  expect((await get('/anmelden?kanarie=1')).body).toContain('<p>/anmelden nowhere Lindenwerk</p>');
  expect((await get('/nowhere')).statusCode).toBe(404);
  expect(answer.headers).toMatchObject({
    'content-type': 'text/html; charset=utf-8',
    'cache-control': 'no-store',
    'integrity-policy': 'blocked-destinations=(script)',
    'cross-origin-opener-policy': 'same-origin',
    'cross-origin-embedder-policy': 'require-corp',
    'cross-origin-resource-policy': 'same-origin',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'x-frame-options': 'DENY',
  });
  expect(answer.headers['permissions-policy']).toContain('geolocation=()');
  const policy = String(answer.headers['content-security-policy']).split('; ');
  expect(policy).toEqual([
    "default-src 'none'",
    "script-src 'self' 'sha256-v1IUEqDyKCfHdg2mkshdZlh1JwxKZIMqsI0JxkeP1Qo='",
    "style-src 'self'",
    "img-src 'self' blob:",
    "media-src 'self' blob:",
    "font-src 'self'",
    "connect-src 'self'",
    "worker-src 'self'",
    "frame-src 'self'",
    "manifest-src 'self'",
    "base-uri 'none'",
    "form-action 'self'",
    "frame-ancestors 'none'",
    "require-trusted-types-for 'script'",
    'trusted-types crypto-worker',
  ]);
});

test('https is insisted on only where it is spoken', async () => {
  expect((await get('/')).headers).not.toHaveProperty('strict-transport-security');
  const secure = await get('/', { 'x-forwarded-proto': 'https' });
  expect(secure.headers['strict-transport-security']).toMatch(/^max-age=\d{8}/);
});

test('files named by their content are kept for good, compressed ones are used', async () => {
  const plain = await get('/assets/app-abc123.js');
  expect(plain.body).toBe(script);
  expect(plain.headers).toMatchObject({
    'cache-control': 'public, max-age=31536000, immutable',
    'x-content-type-options': 'nosniff',
    'cross-origin-resource-policy': 'same-origin',
  });
  for (const encoding of ['br', 'gzip']) {
    const packed = await get('/assets/app-abc123.js', { 'accept-encoding': encoding });
    expect(packed.headers['content-encoding']).toBe(encoding);
    expect(packed.headers['content-type']).toMatch(/javascript/);
    expect(packed.rawPayload.length).toBeLessThan(script.length / 4);
    expect(packed.headers['cache-control']).toContain('immutable');
  }
  expect((await get('/sw.js')).headers['cache-control']).toBe('no-cache');
});

test('a worker may run WebAssembly and talk to us, nothing else', async () => {
  const policyOf = async (url: string) => (await get(url)).headers['content-security-policy'];
  const ofWorker = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
  expect(await policyOf('/assets/crypto-worker-abc123.js')).toBe(ofWorker);
  expect(await policyOf('/assets/app-abc123.js')).toBeUndefined();
  expect(await policyOf('/assets/style-abc123.css')).toBeUndefined();
});

test('no file is served that is none of the page’s', async () => {
  for (const url of [
    '/index.html',
    '/assets/app-abc123.js.br',
    '/assets/../package.json',
    '/assets/%2e%2e/package.json',
  ])
    expect((await get(url)).body).toContain('<!doctype html>');
  expect((await get('/assets')).headers['content-type']).toMatch(/html/);
});

test('the API stays the API', async () => {
  expect((await get('/api/nothing')).json().code).toBe('NOT_FOUND');
  expect((await get('/api')).json().code).toBe('NOT_FOUND');
  const post = await app.inject({ method: 'POST', url: '/', headers: { host: 'localhost' } });
  expect(post.json().code).toBe('NOT_FOUND');
  const head = await app.inject({ method: 'HEAD', url: '/', headers: { host: 'localhost' } });
  expect([head.statusCode, head.body]).toEqual([200, '']);
});

test('without the database there is still a page', async () => {
  const { transact } = app.world;
  clock.now += 60_000;
  app.world.transact = () => Promise.reject(Object.assign(new Error('x'), { code: 'ECONNREFUSED' }));
  const answer = await get('/');
  app.world.transact = transact;
  expect([answer.statusCode, answer.body]).toEqual([503, '<!doctype html><p>/unavailable app </p>']);
  expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
});

test('many who come at once cost one rendering; a change shows at once here and soon everywhere', async () => {
  clock.now += 60_000;
  const before = renderings;
  const answers = await Promise.all(Array.from({ length: 20 }, () => get('/')));
  expect(new Set(answers.map(({ body }) => body)).size).toBe(1);
  const packed = await get('/', { 'accept-encoding': 'br' });
  expect(brotliDecompressSync(packed.rawPayload).toString()).toBe(answers[0]!.body);
  expect(renderings).toBe(before + 1);
  // By somebody at another process.
  await database.owner.kysely.updateTable('organisations').set({ name: 'Ulmenhof' }).execute();
  clock.now += 5_000;
  expect((await get('/')).body).toContain('Ulmenhof');
  expect((await get('/h')).body).toContain('Ulmenhof');
  await database.owner.kysely.updateTable('organisations').set({ name: 'Lindenwerk' }).execute();
  clock.now += 5_000;
  expect((await get('/h')).body).toContain('Lindenwerk');
});

test('what staff change is on the page they look at next', async () => {
  clock.now += 60_000;
  expect((await get('/')).body).not.toContain('+');
  const { invitation } = (await inviteAdministrator(database.owner, 'Lindenwerk'))!;
  const browser = new Browser(app);
  await browser.ask('redeemInvitation', {
    invitation: toBase64url(invitation),
    account: await newAccount(browser, await newIdentity(ACCOUNT_KIND.staff), newName()),
    name: 'Franz Vogel',
    mac: null,
  });
  await browser.ask('addTopic', { topic: toBase64url(random(16)), ...topicFields });
  expect((await get('/')).body).toContain('Lindenwerk+');
});

test('R9: documents count as well, whoever asks too much gets a page and when to come back; files are free', async () => {
  clock.now += 60_000;
  for (let i = 0; i < 49; i++) expect((await get(`/${i}`)).statusCode).toBe(200);
  expect((await get('/api/me')).json().code).toBe('SESSION');
  const refused = await get('/a/nothing');
  expect([refused.statusCode, refused.body, refused.headers['retry-after']]).toEqual([
    429,
    '<!doctype html><p>/unavailable app </p>',
    '60',
  ]);
  expect(refused.headers['content-security-policy']).toContain("default-src 'none'");
  expect((await get('/api/health')).json().code).toBe('SLOW');
  expect((await get('/api/nothing')).json().code).toBe('SLOW');
  expect((await get('/assets/nothing')).statusCode).toBe(429);
  expect((await get('/assets/app-abc123.js')).statusCode).toBe(200);
  clock.now += 60_000;
  expect((await get('/')).statusCode).toBe(200);
});
