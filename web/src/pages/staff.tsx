import '../styles/tokens.css';
import '../styles/base.css';
import { hydrateRoot } from 'react-dom/client';
import { loadTexts } from '../text/load-texts.ts';
import { TextsOfPage } from '../text/texts.tsx';
import { readStart } from './read-start.ts';
import { StaffStart } from './staff-start.tsx';

const { root, organisation, locale } = readStart();
const texts = await loadTexts(locale, ['frame', 'account', 'thread', 'counselling']);
hydrateRoot(
  root,
  <TextsOfPage value={texts}>
    <StaffStart organisation={organisation} />
  </TextsOfPage>,
);
