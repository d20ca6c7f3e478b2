import type { ReactElement } from 'react';

/** Public pages are served without script that draws them. */
export type Screen = { isStaff?: boolean; isPublic?: boolean; show: () => ReactElement };
export type Screens = Record<string, Screen>;
