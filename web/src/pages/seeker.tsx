import '../styles/tokens.css';
import '../styles/base.css';
import { hydrateRoot } from 'react-dom/client';
import type { SeekerPath } from '../account/seeker.ts';
import { loadTexts } from '../text/load-texts.ts';
import { TextsOfPage } from '../text/texts.tsx';
import { readStart } from './read-start.ts';
import { SeekerApp } from './seeker-app.tsx';
import { journeysOf } from './seeker-start.tsx';

const { root, ...start } = readStart();
const path = location.pathname as SeekerPath;
const texts = await loadTexts(start.locale, journeysOf(path));
hydrateRoot(
  root,
  <TextsOfPage value={texts}>
    <SeekerApp path={path} start={start} />
  </TextsOfPage>,
);
