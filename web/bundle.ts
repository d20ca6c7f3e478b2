/** How every bundle of the web client is made; `build.ts` and the style guide say which. */
import { createHash } from 'node:crypto';
import { join, relative } from 'node:path';
import { build, type InlineConfig, type Rolldown } from 'vite';
import { wasmAsFiles } from './bundle-wasm.ts';

const root = import.meta.dirname;

/** Whose class each short name is, in all bundles of this build. */
const owners = new Map<string, string>();

/**
 * Class names only have to be unique, and each letter is paid for twice: in the stylesheet and in every document. They
 * depend on file and name alone; should two ever be the same, the build says which.
 */
function shortClass(name: string, file: string): string {
  const owner = `${relative(root, file.split('?', 1)[0] ?? file)} ${name}`;
  const short = `b${createHash('sha256').update(owner).digest('base64url').slice(0, 4)}`;
  const before = owners.get(short) ?? owner;
  if (before !== owner) throw new Error(`one short name for two classes, rename one: ${before}, ${owner}`);
  owners.set(short, owner);
  return short;
}

const shared: InlineConfig = {
  root,
  configFile: false,
  logLevel: 'warn',
  publicDir: false,
  // Preact under React's names: a tenth of the bytes for the same components (docs/decisions/2026-11-24-preact.md).
  resolve: {
    alias: [
      // The HPKE library asks for Node's module only where there is no WebCrypto; then there is no page of ours either.
      { find: /^crypto$/, replacement: join(root, 'src/worker/no-node-crypto.ts') },
      { find: /^react-dom\/server$/, replacement: 'preact/compat/server' },
      { find: /^react-dom\/client$/, replacement: 'preact/compat/client' },
      { find: /^react\/jsx-(dev-)?runtime$/, replacement: 'preact/jsx-runtime' },
      { find: /^react(-dom)?$/, replacement: 'preact/compat' },
    ],
  },
  ssr: { noExternal: true },
  worker: { format: 'es', plugins: () => [wasmAsFiles()] },
  css: { modules: { generateScopedName: shortClass } },
  define: { 'process.env.NODE_ENV': '"production"' },
};

const target = ['chrome111', 'firefox114', 'safari16.4'];

export type Output = Rolldown.RolldownOutput['output'];

/** Bundles one entry. Throws when it built nothing. */
export async function bundle(
  input: string,
  outDir: string,
  options: InlineConfig['build'] = {},
): Promise<Output> {
  const result = await build({
    ...shared,
    build: {
      outDir,
      emptyOutDir: false,
      target,
      assetsInlineLimit: 0,
      modulePreload: { polyfill: false },
      cssCodeSplit: false,
      copyPublicDir: false,
      ...options,
      rolldownOptions: {
        input: join(root, input),
        // The contract's files only declare: what a page doesn't name of them (most of it, with zod) is left out.
        treeshake: { moduleSideEffects: (id) => !id.includes('/contract/src/') },
        ...options.rolldownOptions,
      },
    },
  });
  const [one] = Array.isArray(result) ? result : [result];
  if (!one || !('output' in one)) throw new Error(`${input} built nothing`);
  return one.output;
}

export const isChunk = (file: Output[number]): file is Rolldown.OutputChunk => file.type === 'chunk';
