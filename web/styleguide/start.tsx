import '../src/styles/tokens.css';
import '../src/styles/base.css';
import { hydrateRoot } from 'react-dom/client';
import { everyText } from '../src/text/generated/every-text.ts';
import { TextsOfPage } from '../src/text/texts.tsx';
import { screens } from './screens.tsx';

const root = document.getElementById('root');
const screen = screens[root?.dataset.screen ?? ''];
if (root && screen) hydrateRoot(root, <TextsOfPage value={everyText.de}>{screen.show()}</TextsOfPage>);
