import type { ReactElement } from 'react';
import type { SeekerPath } from '../account/seeker.ts';
import { SeekerSignIn } from '../account/sign-in.tsx';
import { Write } from '../seeking-help/write.tsx';
import { type Journey, useTexts } from '../text/texts.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { Opening } from '../ui/opening.tsx';

const journeys: Record<SeekerPath, readonly Journey[]> = {
  '/w': ['frame', 'seeking-help'],
  '/n': ['frame'],
  '/k': ['frame'],
  '/s': ['frame', 'account'],
};

/** The texts a path begins with. */
export const journeysOf = (path: SeekerPath): readonly Journey[] => journeys[path];

/** What comes after a path when all goes well: the page by its source, and the texts it speaks from. */
const next: Partial<Record<SeekerPath, { page: string; journeys: readonly Journey[] }>> = {
  '/w': { page: 'src/seeking-help/sending.tsx', journeys: ['seeking-help'] },
  '/s': { page: 'src/thread/talking.tsx', journeys: ['thread', 'seeking-help'] },
  '/k': { page: 'src/thread/talking.tsx', journeys: ['thread', 'seeking-help', 'account'] },
};
export const nextOf = (path: SeekerPath) => next[path];

/** What the server renders for a path: to the letter what the app shows there before it knows more. */
export function SeekerStart({ path, frame }: { path: SeekerPath; frame: FrameData }): ReactElement {
  if (path === '/w') return <WriteStart frame={frame} />;
  if (path !== '/s') return <Opening frame={frame} />;
  const still = (): undefined => undefined;
  return (
    <div>
      <SeekerSignIn frame={frame} by="phrase" onBy={still} onSignIn={still} />
    </div>
  );
}

function WriteStart({ frame }: { frame: FrameData }): ReactElement {
  const t = useTexts('seeking-help');
  return <Write frame={frame} about={t.writing} centre={null} backTo="/" kept={null} />;
}
