import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../text/texts.tsx';
import { classes } from './classes.ts';
import { ExitControl } from './exit-control.tsx';
import type { FrameData } from './frame-data.ts';
import { HelpBuoy, HelpStrip } from './help-strip.tsx';
import { Mark } from './mark.tsx';
import { OwnLine } from './own-line.tsx';
import styles from './seeker-frame.module.css';

export type SeekerFrameProps = {
  frame: FrameData;
  /** Beside the organisation's name, on the desk only. */
  about?: string;
  back?: ReactNode;
  /** Who one is talking to, instead of the organisation, on the phone. */
  person?: ReactNode;
  actions?: ReactNode;
  banner?: ReactNode;
  /** The page fills the window and scrolls inside, as a conversation does; on the phone the help strip becomes a buoy. */
  isConversation?: boolean;
  hasFooter?: boolean;
  children: ReactNode;
};

/** What surrounds every page for seekers: the way out first, then the way back, the organisation, help, content. */
export function SeekerFrame({
  frame,
  about,
  back,
  person,
  actions,
  banner,
  isConversation,
  hasFooter,
  children,
}: SeekerFrameProps): ReactElement {
  const t = useTexts('frame');
  return (
    <div
      className={classes(styles.frame, isConversation && styles.conversation)}
      data-fills={isConversation || undefined}
    >
      <header className={styles.bar}>
        <div className={styles.inner}>
          <ExitControl leaveTo={frame.leaveTo} />
          <a className={styles.skip} href="#main">
            {t.skip}
          </a>
          <div className={styles.start}>
            {back && <span className={styles.back}>{back}</span>}
            {person && <div className={styles.person}>{person}</div>}
            <a
              className={classes(styles.brand, person !== undefined && styles.deskOnly)}
              href="/"
              aria-label={frame.organisation ? undefined : t.home}
            >
              <Mark />
              <span className={styles.name}>{frame.organisation}</span>
            </a>
            <span className={styles.tagline}>{about ?? t.tagline}</span>
          </div>
          {isConversation && (
            <span className={styles.buoy}>
              <HelpBuoy />
            </span>
          )}
          {actions && (
            <nav className={styles.actions} aria-label={t.actionsLabel}>
              {actions}
            </nav>
          )}
        </div>
      </header>
      <div className={styles.strip}>
        <HelpStrip numbers={frame.help} isWide={isConversation} />
      </div>
      {banner}
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      {hasFooter && (
        <footer className={styles.footer}>
          <OwnLine />
        </footer>
      )}
    </div>
  );
}

/** The main action: sticks to the foot on the phone, stands under the content on the desk. */
export function Foot({ children }: { children: ReactNode }): ReactElement {
  return <div className={styles.foot}>{children}</div>;
}
