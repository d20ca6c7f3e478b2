import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import type { FrameData } from './frame-data.ts';
import { Bars } from './list.tsx';
import { SeekerFrame } from './seeker-frame.tsx';

/** What stands there while the next page, or its keys, come. */
export function Opening({ frame }: { frame: FrameData }): ReactElement {
  const t = useTexts('frame');
  return (
    <SeekerFrame frame={frame}>
      <h1 className="away">{t.loading}</h1>
      <Bars rows={4} label={t.loading} />
    </SeekerFrame>
  );
}
