import '../styles/tokens.css';
import '../styles/base.css';
import type { ReactElement } from 'react';
import { createRoot, hydrateRoot } from 'react-dom/client';
import { loadTexts } from '../text/load-texts.ts';
import { TextsOfPage } from '../text/texts.tsx';
import { SourceOfPage } from '../ui/own-line.tsx';
import { begun } from '../ui/stalled.ts';
import { warmUp } from '../worker/ask.ts';
import { atRest } from './at-rest.ts';
import { canSeal } from './can-seal.ts';
import { readStart } from './read-start.ts';
import { StaffApp } from './staff-app.tsx';

// An invitation's secret leaves the address bar, and with it the history, before anything else happens.
const fragment = location.hash.slice(1) || null;
if (fragment && location.pathname.startsWith('/i/')) history.replaceState(null, '', location.pathname);

const { root, organisation, source, locale } = readStart();

// Not at the top level: what is loaded later imports this script, and each would wait for the other.
async function begin(): Promise<void> {
  const texts = await loadTexts(locale, ['frame', 'account', 'thread', 'counselling']);
  const withTexts = (page: ReactElement): ReactElement => (
    <SourceOfPage value={source}>
      <TextsOfPage value={texts}>{page}</TextsOfPage>
    </SourceOfPage>
  );
  begun(root);
  if (canSeal()) {
    hydrateRoot(
      root,
      withTexts(<StaffApp organisation={organisation} locale={locale} fragment={fragment} />),
    );
    atRest(warmUp);
  } else {
    const { NoSigningIn } = await import('../counselling/no-signing-in.tsx');
    createRoot(root).render(withTexts(<NoSigningIn organisation={organisation} />));
  }
}

void begin();
