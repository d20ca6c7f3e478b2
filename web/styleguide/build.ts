/** Builds every screen and component as a page of its own: for checks and pictures only. */
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { bundle, isChunk } from '../bundle.ts';
import { generateTexts } from '../text-generate.ts';

/** As `render.tsx` makes them; its types need JSX, which who builds this may not have. */
type Page = { name: string; isStaff: boolean; isPublic: boolean; body: string };

/**
 * Empties the folder and fills it. Answers it and the names of the pages in it (`/<name>.html`, to be served from the
 * root of a host).
 */
export async function buildStyleguide(
  folder = join(import.meta.dirname, 'dist'),
): Promise<{ folder: string; names: string[] }> {
  await generateTexts();
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true });
  const output = await bundle('styleguide/start.tsx', folder);
  const script = output.find((file) => isChunk(file) && file.isEntry)?.fileName;
  const style = output.find((file) => file.fileName.endsWith('.css'))?.fileName;
  await bundle('styleguide/render.tsx', folder, {
    ssr: true,
    target: 'node24',
    rolldownOptions: { output: { entryFileNames: 'render.js' } },
  });
  const pages: { rendered: Page[] } = await import(join(folder, 'render.js'));
  for (const { name, isStaff, isPublic, body } of pages.rendered) {
    const head = `<meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1"><link rel="stylesheet" href="/${style}">${isPublic ? '' : `<script type="module" src="/${script}"></script>`}<title>${name}</title>`;
    await writeFile(
      join(folder, `${name}.html`),
      `<!doctype html><html lang="de"${isStaff ? ' class="staff"' : ''}><head>${head}</head><body><div id="root" data-screen="${name}">${body}</div></body></html>`,
    );
  }
  return { folder, names: pages.rendered.map(({ name }) => name) };
}

if (import.meta.main) await buildStyleguide();
