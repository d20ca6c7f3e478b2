import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { leaf } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';

/** An address that leads nowhere: help and the way on are still there. */
export function Nowhere({ frame }: { frame: FrameData }): ReactElement {
  const t = useTexts('finding');
  return (
    <SeekerFrame frame={frame} hasFooter>
      <EmptyState
        isPage
        icon={leaf}
        title={t.nowhereTitle}
        action={
          <LinkButton href="/">
            {frame.organisation ? t.backTo({ organisation: frame.organisation }) : t.toStart}
          </LinkButton>
        }
      >
        <p>{t.nowhere}</p>
      </EmptyState>
    </SeekerFrame>
  );
}
