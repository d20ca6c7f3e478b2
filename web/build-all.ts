/**
 * Builds the web client: `client/` (served as it is), `render.js` (documents) and `pages.json`
 * (what each kind of page links, with integrity). Three bundles, one stylesheet each, because a stylesheet
 * loaded later would escape integrity: public pages without React, seekers' and staff's app.
 */
import { createHash } from 'node:crypto';
import { mkdir, readdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { basename, extname, join, relative } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';
import { bundle, isChunk, type Output } from './bundle.ts';
import type { Asset, Bundle, Bundles } from './src/pages/bundles.ts';
import { generateTexts } from './text-generate.ts';

const root = import.meta.dirname;
/** Of this process alone: `npm start` and `npm test` may build at the same time. */
const building = join(root, `.building/${process.pid}`);
const next = join(building, 'dist');
const client = join(next, 'client');

const digest = (data: string | Uint8Array, algorithm = 'sha384'): string =>
  createHash(algorithm).update(data).digest('base64');

async function assetOf(fileName: string): Promise<Asset> {
  return { url: `/${fileName}`, integrity: `sha384-${digest(await readFile(join(client, fileName)))}` };
}

const assetsOf = (output: Output, extension: string): Promise<Asset[]> =>
  Promise.all(
    output
      .filter((file) => extname(file.fileName) === extension && !isChunk(file))
      .map((file) => assetOf(file.fileName)),
  );

/** A file under its content's name. */
async function place(name: string, extension: string, content: string | Uint8Array): Promise<Asset> {
  const fileName = `assets/${name}-${digest(content, 'sha256').replaceAll(/\W/g, '').slice(0, 8)}.${extension}`;
  await mkdir(join(client, 'assets'), { recursive: true });
  await writeFile(join(client, fileName), content);
  return assetOf(fileName);
}

/** A classic script: it blocks, so that what it watches for is seen from the first moment a page is shown. */
async function buildAtOnce(name: string, input: string): Promise<Asset> {
  const output = await bundle(input, client, {
    write: false,
    rolldownOptions: { output: { format: 'iife' } },
  });
  const chunk = output.find(isChunk);
  if (!chunk) throw new Error(`no script for ${name}`);
  return place(name, 'js', chunk.code);
}

/** What stands inside the document that shows files: a script that fetches nothing, and its style. */
async function buildViewer(): Promise<void> {
  const output = await bundle('src/viewer/show.ts', client, {
    write: false,
    rolldownOptions: { output: { format: 'iife' } },
  });
  const script = output.find(isChunk)?.code;
  const style = output.find((file) => !isChunk(file) && file.fileName.endsWith('.css'));
  if (!script || !style || isChunk(style)) throw new Error('no document for files');
  if (/<\/(script|style)/i.test(`${script}${style.source}`)) throw new Error('the document would end early');
  const made = { script: script.trim(), style: String(style.source).trim() };
  await writeFile(join(next, 'viewer.json'), JSON.stringify(made));
}

/** Public pages send no components, only their styles: those are collected from the components and kept, the code is not. */
async function buildPublic(common: Pick<Bundle, 'atOnce' | 'font' | 'icon'>): Promise<Bundle> {
  const styled = await bundle('src/pages/public-pages.tsx', client, {
    write: false,
    rolldownOptions: { preserveEntrySignatures: 'strict' },
  });
  const styles: Asset[] = [];
  for (const file of styled)
    if (!isChunk(file) && file.fileName.endsWith('.css'))
      styles.push(await place('public', 'css', file.source));
  const output = await bundle('src/pages/public.ts', client, { write: false });
  const chunks = output.filter(isChunk);
  if (chunks.length !== 1)
    throw new Error(`the public script has ${chunks.length} parts; it needs an import map then`);
  return {
    ...common,
    styles,
    script: await place('public', 'js', chunks[0]?.code ?? ''),
    importMap: null,
    chunks: {},
  };
}

/**
 * Everything an app begins with is one script: browsers ask for six files at a time, and on a phone's line each further
 * turn costs as much as thirty kilobytes.
 */
async function buildApp(input: string, common: Pick<Bundle, 'atOnce' | 'font' | 'icon'>): Promise<Bundle> {
  const name = basename(input, '.tsx');
  const output = await bundle(input, client, {
    rolldownOptions: { output: { codeSplitting: { groups: [{ name, tags: ['$initial'] }] } } },
  });
  const chunks = output.filter(isChunk);
  const entry = chunks.find((chunk) => chunk.isEntry);
  if (!entry || entry.imports.length > 0) throw new Error(`${input} doesn't begin with one script`);
  const assets = new Map(
    await Promise.all(chunks.map(async (chunk) => [chunk.fileName, await assetOf(chunk.fileName)] as const)),
  );
  const integrity = Object.fromEntries([...assets.values()].map((asset) => [asset.url, asset.integrity]));
  const named = (fileName: string): Asset => assets.get(fileName) ?? { url: '', integrity: '' };
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  const withImports = (name: string): string[] =>
    name === entry.fileName ? [] : [name, ...(byName.get(name)?.imports.flatMap(withImports) ?? [])];
  const later = chunks.flatMap((chunk) =>
    chunk.isDynamicEntry && chunk.facadeModuleId
      ? [
          [
            relative(root, chunk.facadeModuleId),
            [...new Set(withImports(chunk.fileName))].map(named),
          ] as const,
        ]
      : [],
  );
  return {
    ...common,
    styles: await assetsOf(output, '.css'),
    script: named(entry.fileName),
    importMap: JSON.stringify({ integrity }),
    chunks: Object.fromEntries(later),
  };
}

async function buildRender(): Promise<void> {
  await bundle('src/pages/render.tsx', next, {
    ssr: true,
    target: 'node24',
    rolldownOptions: { output: { entryFileNames: 'render.js' } },
  });
}

const brotli = promisify(brotliCompress);
const zip = promisify(gzip);

/** `.br` and `.gz` beside everything that shrinks. */
async function compressAll(): Promise<void> {
  const files = (await readdir(client, { recursive: true })).filter((name) =>
    /\.(js|css|svg|json|txt|wasm)$/.test(name),
  );
  await Promise.all(
    files.map(async (name) => {
      const path = join(client, name);
      const data = await readFile(path);
      await writeFile(
        `${path}.br`,
        await brotli(data, {
          params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: data.length },
        }),
      );
      await writeFile(`${path}.gz`, await zip(data, { level: 9 }));
    }),
  );
}

/** The finished folder takes the old one's name. Whoever built at the same time built the same. */
async function putInPlace(dist: string): Promise<void> {
  const old = join(building, 'old');
  try {
    await rename(dist, old);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOENT') throw error;
  }
  try {
    await rename(next, dist);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ENOTEMPTY') throw error;
  }
  await rm(building, { recursive: true, force: true });
}

/** Builds everything into the folder `dist`; `inputs` is remembered in it. */
export async function buildAll(dist: string, inputs: string): Promise<void> {
  await generateTexts();
  await rm(building, { recursive: true, force: true });
  await mkdir(join(client, 'assets'), { recursive: true });
  const common = {
    atOnce: await buildAtOnce('leave', 'src/pages/leave-at-once.ts'),
    font: { url: '', integrity: '' },
    icon: await place('icon', 'svg', await readFile(join(root, 'src/styles/icon.svg'))),
  };
  const seeker = await buildApp('src/pages/seeker.tsx', common);
  // Who counsels must not leave by three times Shift.
  const staff = await buildApp('src/pages/staff.tsx', {
    ...common,
    atOnce: await buildAtOnce('taps', 'src/pages/taps-at-once.ts'),
  });
  const open = await buildPublic(common);
  const fontName = (await readdir(join(client, 'assets'))).find((name) =>
    /^latin-(?!ext|more).*\.woff2$/.test(name),
  );
  if (!fontName) throw new Error('the font is missing');
  const font = await assetOf(`assets/${fontName}`);
  const bundles: Bundles = {
    public: { ...open, font },
    seeker: { ...seeker, font },
    staff: { ...staff, font },
  };
  await writeFile(join(next, 'pages.json'), JSON.stringify(bundles, null, 2));
  await buildViewer();
  await buildRender();
  await compressAll();
  await writeFile(join(next, 'inputs.txt'), inputs);
  await putInPlace(dist);
}
