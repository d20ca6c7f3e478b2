import '../styles/tokens.css';
import '../styles/base.css';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { SeekerPath } from '../account/seeker.ts';
import { loadTexts } from '../text/load-texts.ts';
import { TextsOfPage } from '../text/texts.tsx';
import { SourceOfPage } from '../ui/own-line.tsx';
import { begun } from '../ui/stalled.ts';
import { warmUp } from '../worker/ask.ts';
import { atRest } from './at-rest.ts';
import { canSeal } from './can-seal.ts';
import { frameOf } from './frame-of.ts';
import { loadAhead } from './load-ahead.ts';
import { readStart } from './read-start.ts';
import { SeekerApp } from './seeker-app.tsx';
import { journeysOf } from './seeker-start.tsx';

const { root, ...start } = readStart();
const path = location.pathname as SeekerPath;

// Not at the top level: what is loaded later imports this script, and each would wait for the other.
async function begin(): Promise<void> {
  const texts = await loadTexts(start.locale, journeysOf(path));
  begun(root);
  if (canSeal()) {
    hydrateRoot(
      root,
      <SourceOfPage value={start.source}>
        <TextsOfPage value={texts}>
          <SeekerApp path={path} start={start} />
        </TextsOfPage>
      </SourceOfPage>,
    );
    atRest(() => {
      loadAhead(start.ahead);
      warmUp();
    });
  } else {
    const { NoWriting } = await import('../seeking-help/no-writing.tsx');
    createRoot(root).render(
      <SourceOfPage value={start.source}>
        <TextsOfPage value={texts}>
          <NoWriting frame={frameOf(start.organisation)} />
        </TextsOfPage>
      </SourceOfPage>,
    );
  }
}

void begin();
