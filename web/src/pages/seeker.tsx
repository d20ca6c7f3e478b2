import '../styles/tokens.css';
import '../styles/base.css';
import { hydrateRoot } from 'react-dom/client';
import { loadTexts } from '../text/load-texts.ts';
import { TextsOfPage } from '../text/texts.tsx';
import { frameOf } from './frame-of.ts';
import { readStart } from './read-start.ts';
import { journeysOf, type SeekerPath, SeekerStart } from './seeker-start.tsx';

const { root, organisation, locale } = readStart();
const path = location.pathname as SeekerPath;
const texts = await loadTexts(locale, journeysOf(path));
hydrateRoot(
  root,
  <TextsOfPage value={texts}>
    <SeekerStart path={path} frame={frameOf(organisation)} />
  </TextsOfPage>,
);
