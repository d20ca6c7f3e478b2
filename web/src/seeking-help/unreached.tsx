import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { cloudOff } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';

/** No answer from the server. Help by phone needs none. */
export function Unreached({ frame, onAgain }: { frame: FrameData; onAgain?: () => void }): ReactElement {
  const t = useTexts('seeking-help');
  return (
    <SeekerFrame frame={frame} hasFooter>
      <EmptyState
        isPage
        icon={cloudOff}
        tone="honey"
        title={t.unreachedTitle}
        action={onAgain && <Button onClick={onAgain}>{t.tryAgain}</Button>}
      >
        <p>{t.unreached}</p>
      </EmptyState>
    </SeekerFrame>
  );
}
