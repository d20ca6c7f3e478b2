import { renderToString } from 'react-dom/server';
import { AsServed } from './as-served.tsx';
import { screens } from './screens.tsx';

/** Every screen's HTML by name, with the class its page needs. */
export const rendered = Object.entries(screens).map(([name, screen]) => ({
  name,
  isStaff: screen.isStaff === true,
  isPublic: screen.isPublic === true,
  body: renderToString(<AsServed>{screen.show()}</AsServed>),
}));
