import '../styles/tokens.css';
import '../styles/base.css';
import { createRoot, hydrateRoot } from 'react-dom/client';
import type { SeekerPath } from '../account/seeker.ts';
import { loadTexts } from '../text/load-texts.ts';
import { TextsOfPage } from '../text/texts.tsx';
import { frameOf } from './frame-of.ts';
import { readStart } from './read-start.ts';
import { SeekerApp } from './seeker-app.tsx';
import { journeysOf } from './seeker-start.tsx';

const { root, ...start } = readStart();
const path = location.pathname as SeekerPath;

// Not at the top level: what is loaded later imports this script, and each would wait for the other.
async function begin(): Promise<void> {
  const texts = await loadTexts(start.locale, journeysOf(path));
  /** `crypto.subtle` is missing without HTTPS, WebAssembly in hardened browsers. */
  const canSeal = globalThis.crypto?.subtle !== undefined && typeof WebAssembly === 'object';
  if (canSeal)
    hydrateRoot(
      root,
      <TextsOfPage value={texts}>
        <SeekerApp path={path} start={start} />
      </TextsOfPage>,
    );
  else {
    const { NoWriting } = await import('../seeking-help/no-writing.tsx');
    createRoot(root).render(
      <TextsOfPage value={texts}>
        <NoWriting frame={frameOf(start.organisation)} />
      </TextsOfPage>,
    );
  }
}

void begin();
