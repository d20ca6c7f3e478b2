import { readFileSync } from 'node:fs';
import type { Rendered } from './render.tsx';

/** What the build made of `src/viewer/`. */
type Made = { script: string; style: string };

const { script, style }: Made = JSON.parse(readFileSync(new URL('viewer.json', import.meta.url), 'utf8'));

/** Where files are shown; the same for everyone, and of no origin: see `server/src/http/documents.ts`. */
export const viewerPath = '/viewer';

/** Script and style stand in the document itself: one of no origin may fetch nothing, not even from us. */
export const viewerPage = (language: string, title: string): Rendered => ({
  html: [
    `<!doctype html><html lang="${language}"><head><meta charset="utf-8">`,
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title><style>${style}</style></head><body><script>${script}</script></body></html>`,
  ].join(''),
  status: 200,
  inline: [script],
  sandboxed: { style },
});
