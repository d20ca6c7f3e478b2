import { createHash } from 'node:crypto';
import fastifyStatic from '@fastify/static';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import { type PageData, pageDataOf } from '../documents/page-data.ts';
import type { Door } from './arrive.ts';
import { refusalOf } from './faults.ts';
import { type Page, pageOf } from './keep-pages.ts';
import { refuse } from './refuse.ts';

export type Rendered = {
  html: string;
  status: number;
  /** Texts of the page's inline scripts: only the import map that carries the integrity of every script. */
  inline?: string[];
  /** A document that shows what others sent: it has no origin and fetches nothing. `style`: the text of its one style. */
  sandboxed?: { style: string };
};
/**
 * Makes the document of a path (without query). `data` is what everyone may know there; null where no organisation
 * answers. `unavailablePath` is asked for while the database can't be reached, and by networks that ask too much.
 */
export type RenderPage = (path: string, data: PageData | null) => Rendered | Promise<Rendered>;

export const unavailablePath = '/unavailable';

/** Lets the addresses of the two workers through and nothing else; the web client makes it. */
const trustedTypesPolicy = 'crypto-worker';

const hashOf = (text: string) => `'sha256-${createHash('sha256').update(text).digest('base64')}'`;

const documentPolicy = (inline: readonly string[]) => {
  const hashes = inline.map((text) => ` ${hashOf(text)}`).join('');
  return [
    "default-src 'none'",
    `script-src 'self'${hashes}`,
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
    `trusted-types ${trustedTypesPolicy}`,
  ].join('; ');
};
/**
 * For the document in which files are shown. `sandbox` takes its origin, so nothing in it can read or ask anything of
 * ours; it may run its own script, draw the pictures it was handed, and stand in our pages only.
 */
const sandboxPolicy = (inline: readonly string[], style: string) =>
  [
    'sandbox allow-scripts',
    "default-src 'none'",
    `script-src ${inline.map(hashOf).join(' ')}`,
    `style-src ${hashOf(style)}`,
    'img-src blob:',
    "base-uri 'none'",
    "form-action 'none'",
    "frame-ancestors 'self'",
    "require-trusted-types-for 'script'",
    "trusted-types 'none'",
  ].join('; ');
/** A worker has a policy of its own: OPAQUE and libsodium are WebAssembly, and it may only talk to us. */
const workerPolicy = "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; connect-src 'self'";
/** For everything that is neither a document nor a worker. */
export const inertPolicy = "default-src 'none'; frame-ancestors 'none'";
const permissions = ['camera', 'display-capture', 'geolocation', 'microphone', 'payment', 'usb', 'serial'];

const isWorker = (path: string) => /(^|\/)(sw|[\w-]*worker[\w.-]*)\.js$/.test(path);
/**
 * A first visit fetches twenty files over a slow line: what means nothing on a script, a stylesheet or a font stays
 * away. A picture can be opened as a page, so it keeps its policy.
 */
const ofDocumentsOnly = (path: string): string[] => [
  'cross-origin-embedder-policy',
  'cross-origin-opener-policy',
  'origin-agent-cluster',
  'referrer-policy',
  'x-frame-options',
  ...(/\.svg$/.test(path) ? [] : ['content-security-policy']),
];
/** Named by their content, so they never change. */
export const isHashed = (path: string) => /\/assets\//.test(path);

const pathOf = ({ url }: FastifyRequest) => url.split('?', 1)[0]!;
const isApi = (path: string) => /^\/api(\/|$)/.test(path);

function setDocumentHeaders(reply: FastifyReply, { inline, sandboxed }: Page): void {
  if (sandboxed) reply.header('x-frame-options', 'SAMEORIGIN');
  reply.headers({
    'content-security-policy': sandboxed ? sandboxPolicy(inline, sandboxed.style) : documentPolicy(inline),
    'integrity-policy': 'blocked-destinations=(script)',
    'permissions-policy': permissions.map((name) => `${name}=()`).join(', '),
  });
}

export type Documents = {
  renderPage: RenderPage;
  /** Folder of the built client: hashed files in `assets/`, with `.br` and `.gz` beside them. */
  webFolder: string;
};

/** Everything outside `/api`: the client's files, and a document for every other path. */
export async function bindDocuments(
  app: FastifyInstance,
  { world, findOrganisation, pages }: Door,
  { renderPage, webFolder }: Documents,
): Promise<void> {
  await app.register(fastifyStatic, {
    root: webFolder,
    wildcard: false,
    index: false,
    preCompressed: true,
    globIgnore: ['**/*.html', '**/*.br', '**/*.gz', '**/*.map'],
    cacheControl: false,
    etag: false,
    lastModified: false,
    acceptRanges: false,
    setHeaders: (reply, path) => {
      const file = path.replace(/\.(br|gz)$/, '');
      reply.header('cache-control', isHashed(file) ? 'public, max-age=31536000, immutable' : 'no-cache');
      if (isWorker(file)) reply.header('content-security-policy', workerPolicy);
      else for (const name of ofDocumentsOnly(file)) reply.removeHeader(name);
    },
  });
  const find = async (hostname: string, path: string): Promise<Page> => {
    const organisation = await findOrganisation(hostname);
    if (!organisation) return pageOf(await renderPage(path, null));
    return pages.find(organisation, path, async () =>
      renderPage(path, await pageDataOf(world)(path, organisation)),
    );
  };
  const send = async (request: FastifyRequest, reply: FastifyReply, page: Page, status: number) => {
    setDocumentHeaders(reply, page);
    reply.code(status).type('text/html; charset=utf-8').header('vary', 'accept-encoding');
    if (!/\bbr\b/.test(request.headers['accept-encoding'] ?? '')) return reply.send(page.plain);
    return reply.header('content-encoding', 'br').send(await page.packed());
  };
  const serve = async (request: FastifyRequest, reply: FastifyReply) => {
    const path = pathOf(request);
    if (isApi(path)) refuse('NOT_FOUND');
    const page = await find(request.hostname, path);
    return send(request, reply, page, page.status);
  };
  let unavailable: Page | null = null;
  /** Whoever has to wait still gets a page that says so, with the numbers that are always answered. */
  const sayAway = async (error: Error, request: FastifyRequest, reply: FastifyReply) => {
    const refusal = refusalOf(error);
    const mayWait = refusal?.code === 'UNAVAILABLE' || refusal?.code === 'SLOW';
    if (!mayWait || isApi(pathOf(request))) throw error;
    request.refusedWith = refusal.code;
    if (refusal.extra.after) reply.header('retry-after', refusal.extra.after);
    unavailable ??= pageOf(await renderPage(unavailablePath, null));
    return send(request, reply, unavailable, refusal.status);
  };
  app.get('/', { errorHandler: sayAway }, serve);
  app.get('/*', { errorHandler: sayAway }, serve);
}
