import { renderToString } from 'react-dom/server';
import { everyText } from '../src/text/generated/every-text.ts';
import { TextsOfPage } from '../src/text/texts.tsx';
import { screens } from './screens.tsx';

/** Every screen's HTML by name, with the class its page needs. */
export const rendered = Object.entries(screens).map(([name, screen]) => ({
  name,
  isStaff: screen.isStaff === true,
  isPublic: screen.isPublic === true,
  body: renderToString(<TextsOfPage value={everyText.de}>{screen.show()}</TextsOfPage>),
}));
