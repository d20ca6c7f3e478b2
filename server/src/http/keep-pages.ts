import { promisify } from 'node:util';
import { brotliCompress, constants } from 'node:zlib';
import type { Rendered } from './documents.ts';

const brotli = promisify(brotliCompress);

/** How long another process's change may go unnoticed, as with host names. */
const keptFor = 5_000;
/** More than an installation has pages that are asked for within seconds. */
const mostKept = 100;

export type Page = {
  status: number;
  inline: readonly string[];
  sandboxed: { style: string } | null;
  plain: Buffer;
  /** By Brotli. Nothing secret stands in a document, so its size may tell what it holds. */
  packed: () => Promise<Buffer>;
};

export function pageOf({ html, status, inline = [], sandboxed }: Rendered): Page {
  const plain = Buffer.from(html);
  let packing: Promise<Buffer> | null = null;
  const packed = () => {
    packing ??= brotli(plain, {
      params: { [constants.BROTLI_PARAM_QUALITY]: 11, [constants.BROTLI_PARAM_SIZE_HINT]: plain.length },
    });
    return packing;
  };
  return { status, inline, sandboxed: sandboxed ?? null, plain, packed };
}

/** What is still the same needn't be packed anew. */
async function madeAnew(rendered: Promise<Rendered>, known: Promise<Page> | undefined): Promise<Page> {
  const page = pageOf(await rendered);
  const before = await known?.catch(() => undefined);
  return before?.plain.equals(page.plain) ? { ...page, packed: before.packed } : page;
}

export type KeptPages = {
  /** The page of a path: the one that is kept, or `make`'s, which everyone who asks meanwhile waits for. */
  find: (organisation: Buffer, path: string, make: () => Promise<Rendered>) => Promise<Page>;
  /** Something in this organisation has changed. */
  forget: (organisation: Buffer) => void;
};

/** Documents are the same for everyone, so many who come at once cost one look at the database and one rendering. */
export function keepPages(clock: () => number): KeptPages {
  const kept = new Map<string, { at: number; page: Promise<Page> }>();
  const startOf = (organisation: Buffer) => `${organisation.toString('hex')} `;
  return {
    find(organisation, path, make) {
      const key = startOf(organisation) + path;
      const known = kept.get(key);
      if (known && Math.abs(clock() - known.at) < keptFor) return known.page;
      const page = madeAnew(make(), known?.page);
      const entry = { at: clock(), page };
      kept.delete(key);
      if (kept.size >= mostKept) kept.delete(kept.keys().next().value!);
      kept.set(key, entry);
      page.catch(() => {
        if (kept.get(key) === entry) kept.delete(key); // refused once; the next one asks again
      });
      return page;
    },
    forget(organisation) {
      const start = startOf(organisation);
      for (const key of kept.keys()) if (key.startsWith(start)) kept.delete(key);
    },
  };
}
