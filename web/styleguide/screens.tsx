import { centre } from './centre.tsx';
import { Components } from './components.tsx';
import { desk } from './desk.tsx';
import { files } from './files.tsx';
import { finding } from './finding.tsx';
import { invitation } from './invitation.tsx';
import { passingOn } from './passing-on.tsx';
import type { Screens } from './screen.ts';
import { talking } from './talking.tsx';
import { writing } from './writing.tsx';

/** Every screen in every state it has; checks and pictures run over this list. */
export const screens: Screens = {
  components: { show: () => <Components /> },
  ...finding,
  ...writing,
  ...talking,
  ...files,
  ...desk,
  ...passingOn,
  ...centre,
  ...invitation,
};
