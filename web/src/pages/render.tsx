import { readFileSync } from 'node:fs';
import type { ReactElement } from 'react';
import { renderToStaticMarkup, renderToString } from 'react-dom/server';
import { type SeekerPath, seekerPaths } from '../account/seeker.ts';
import { NoSigningIn } from '../counselling/no-signing-in.tsx';
import { NoWriting } from '../seeking-help/no-writing.tsx';
import { Unavailable } from '../seeking-help/unavailable.tsx';
import { everyText } from '../text/generated/every-text.ts';
import { baseLocale, languageOf } from '../text/locales.ts';
import { type Journey, TextsOfPage } from '../text/texts.tsx';
import { SourceOfPage } from '../ui/own-line.tsx';
import type { Bundle, Bundles } from './bundles.ts';
import { documentOf } from './document.ts';
import { frameOf, leaveTo } from './frame-of.ts';
import type { PageData } from './page-data.ts';
import { finderDataOf, PublicPage } from './public-pages.tsx';
import { journeysOf, nextOf, SeekerStart } from './seeker-start.tsx';
import { StaffStart } from './staff-start.tsx';
import { viewerPage, viewerPath } from './viewer-page.ts';

const bundles: Bundles = JSON.parse(readFileSync(new URL('pages.json', import.meta.url), 'utf8'));
const locale = baseLocale;
const texts = everyText[locale];
const common = { language: languageOf[locale], title: texts.frame.pageTitle, leaveTo };

const preloadsOf = (bundle: Bundle, journeys: readonly Journey[]) =>
  journeys.flatMap((journey) => bundle.chunks[`src/text/generated/${journey}/${locale}.ts`] ?? []);

/** The addresses of what someone on this path needs next, in turn: the page, then its texts. */
function aheadOf(path: SeekerPath): string[] {
  const next = nextOf(path);
  if (!next) return [];
  const isHere = new Set(preloadsOf(bundles.seeker, journeysOf(path)));
  const assets = [...(bundles.seeker.chunks[next.page] ?? []), ...preloadsOf(bundles.seeker, next.journeys)];
  return assets.filter((asset) => !isHere.has(asset)).map(({ url }) => url);
}

/** What the server asks for while its database can't be reached. */
const unavailablePath = '/unavailable';

export type Rendered = {
  html: string;
  status: number;
  inline: string[];
  /** A document of no origin, with the style that stands in it. */
  sandboxed?: { style: string };
};

/**
 * The document of a path (without query). Public pages are plain HTML; the composer and everything behind it
 * hydrate; staff pages start behind a rendered frame. `inline` holds the text whose hash the CSP must name; `source` is
 * where the source of what runs here lies.
 */
export function renderPage(path: string, data: PageData | null, source: string | null): Rendered {
  if (path === viewerPath) return viewerPage(common.language, common.title);
  const withTexts = (page: ReactElement): ReactElement => (
    <SourceOfPage value={source}>
      <TextsOfPage value={texts}>{page}</TextsOfPage>
    </SourceOfPage>
  );
  const inline = (bundle: Bundle): string[] => (bundle.importMap ? [bundle.importMap] : []);
  const organisation = data?.organisation ?? '';
  if (path === '/b' || path.startsWith('/b/') || /^\/i\/[\w-]+$/.test(path)) {
    const body = renderToString(withTexts(<StaffStart path={path} organisation={organisation} />));
    const noScript = renderToStaticMarkup(withTexts(<NoSigningIn organisation={organisation} />));
    const html = documentOf({
      ...common,
      noScript,
      stalled: texts.frame.stalled,
      bundle: bundles.staff,
      isStaff: true,
      preloads: preloadsOf(bundles.staff, ['frame', 'counselling', 'account', 'thread']),
      body,
      data: { organisation, source, locale },
    });
    return { html, status: 200, inline: inline(bundles.staff) };
  }
  if (seekerPaths.includes(path as SeekerPath)) {
    const at = path as SeekerPath;
    const frame = frameOf(organisation);
    const body = renderToString(withTexts(<SeekerStart path={at} frame={frame} />));
    const noScript = renderToStaticMarkup(withTexts(<NoWriting frame={frame} />));
    const html = documentOf({
      ...common,
      noScript,
      stalled: texts.frame.stalled,
      bundle: bundles.seeker,
      preloads: preloadsOf(bundles.seeker, journeysOf(at)),
      body,
      data: { organisation, source, locale, topics: data?.topics ?? [], ahead: aheadOf(at) },
    });
    return { html, status: 200, inline: inline(bundles.seeker) };
  }
  const body = renderToStaticMarkup(
    withTexts(path === unavailablePath ? <Unavailable frame={frameOf('')} /> : <PublicPage data={data} />),
  );
  const html = documentOf({ ...common, bundle: bundles.public, body, data: finderDataOf(data) });
  return { html, status: data && data.page !== 'nowhere' ? 200 : 404, inline: [] };
}
