import '../src/styles/tokens.css';
import '../src/styles/base.css';
import { hydrateRoot } from 'react-dom/client';
import { AsServed } from './as-served.tsx';
import { screens } from './screens.tsx';

const root = document.getElementById('root');
const screen = screens[root?.dataset.screen ?? ''];
if (root && screen) hydrateRoot(root, <AsServed>{screen.show()}</AsServed>);
