import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { phone } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';

/** For a browser without script, WebAssembly or encryption: it can't write here, but it can find whom to call. */
export function NoWriting({ frame }: { frame: FrameData }): ReactElement {
  const t = useTexts('frame');
  return (
    <SeekerFrame frame={frame} hasFooter>
      <EmptyState
        isPage
        icon={phone}
        title={t.noScriptTitle}
        action={<LinkButton href="/">{t.noScriptLink}</LinkButton>}
      >
        <p>{t.noScript}</p>
      </EmptyState>
    </SeekerFrame>
  );
}
