import type { Asset, Bundle } from './bundles.ts';

const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

/** JSON that can't end its script element early. */
const inScript = (data: unknown): string => JSON.stringify(data).replaceAll('<', '\\u003c');

export type DocumentParts = {
  language: string;
  /** The same on every page: it stays in the browser's history. */
  title: string;
  bundle: Bundle;
  /** Chunks the script asks for at once. */
  preloads?: readonly Asset[];
  isStaff?: boolean;
  leaveTo: string;
  body: string;
  /** Stands instead of the body where there is no script. */
  noScript?: string;
  /** Said after a while on a page whose script doesn't come, or is refused; see `ui/stalled.ts`. */
  stalled?: string;
  /** What the script needs to go on with the same page. */
  data?: unknown;
};

/**
 * The whole HTML of a page. The order of the head is measured: import map, way out, styles, preloads,
 * script, font last. No style attribute and no script text but the import map, which the CSP knows by hash.
 */
export function documentOf({
  language,
  title,
  bundle,
  preloads = [],
  isStaff,
  leaveTo,
  body,
  noScript,
  stalled,
  data,
}: DocumentParts): string {
  const integrity = (asset: Asset): string => `integrity="${asset.integrity}"`;
  return [
    '<!doctype html>',
    `<html lang="${language}"${isStaff ? ' class="staff"' : ` data-leave-to="${escaped(leaveTo)}"`}>`,
    '<head><meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1, interactive-widget=resizes-content">',
    bundle.importMap && `<script type="importmap">${bundle.importMap}</script>`,
    // Without crossorigin the request is no-cors, and Integrity-Policy blocks that whatever its integrity says.
    `<script src="${bundle.atOnce.url}" ${integrity(bundle.atOnce)} crossorigin></script>`,
    ...bundle.styles.map((asset) => `<link rel="stylesheet" href="${asset.url}" ${integrity(asset)}>`),
    ...preloads.map((asset) => `<link rel="modulepreload" href="${asset.url}" ${integrity(asset)}>`),
    bundle.script && `<script type="module" src="${bundle.script.url}" ${integrity(bundle.script)}></script>`,
    `<link rel="preload" as="font" type="font/woff2" href="${bundle.font.url}" crossorigin>`,
    `<link rel="icon" href="${bundle.icon.url}" type="image/svg+xml">`,
    '<meta name="color-scheme" content="light dark"><meta name="referrer" content="no-referrer"><meta name="format-detection" content="telephone=no">',
    `<title>${escaped(title)}</title></head>`,
    '<body>',
    noScript && `<noscript>${noScript}</noscript>`,
    stalled && `<p id="stalled" class="stalled" role="status">${escaped(stalled)}</p>`,
    `<div id="root">${body}</div>`,
    data === undefined ? '' : `<script type="application/json" id="page-data">${inScript(data)}</script>`,
    '</body></html>',
  ].join('');
}
