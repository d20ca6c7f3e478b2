import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { refreshCw } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';

/** The server is up, its database is not. Help by phone is still there. */
export function Unavailable({ frame }: { frame: FrameData }): ReactElement {
  const t = useTexts('finding');
  return (
    <SeekerFrame frame={frame}>
      <h1 className="away">{t.unavailableTitle}</h1>
      <EmptyState icon={refreshCw} tone="honey" title={t.unavailableTitle}>
        <p>{t.unavailable}</p>
      </EmptyState>
    </SeekerFrame>
  );
}
