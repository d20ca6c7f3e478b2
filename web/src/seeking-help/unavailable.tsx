import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { refreshCw } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';
import { HelpNumbers } from './help-numbers.tsx';
import styles from './unavailable.module.css';

/** The server is up, its database is not. The page of numbers would not come either, so they stand here. */
export function Unavailable({ frame }: { frame: FrameData }): ReactElement {
  const t = useTexts('finding');
  const frameText = useTexts('frame');
  return (
    <SeekerFrame frame={frame} hasFooter>
      <EmptyState
        isPage
        icon={refreshCw}
        tone="honey"
        title={t.unavailableTitle}
        action={
          // The empty address is the one that was asked for.
          <LinkButton href="" kind="second">
            {frameText.again}
          </LinkButton>
        }
      >
        <p>{t.unavailable}</p>
      </EmptyState>
      <section className={styles.numbers} aria-label={t.helpTitle}>
        <HelpNumbers numbers={frame.help} />
      </section>
    </SeekerFrame>
  );
}
