import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import styles from './exit-control.module.css';
import { Icon } from './icon.tsx';
import { arrowBigUp, logOut } from './icons.ts';

/**
 * The way out again, at the same place, inside a layer that lies above the page: a modal dialog makes everything under it
 * deaf. Shows nothing on pages that have no way out.
 */
export function ExitAbove(): ReactElement | null {
  const leaveTo = typeof document === 'undefined' ? undefined : document.documentElement.dataset.leaveTo;
  if (leaveTo === undefined) return null;
  return (
    <div className={styles.above}>
      <ExitControl leaveTo={leaveTo} />
    </div>
  );
}

/** First in tab order, in the same place on every seeker page; `leave.ts` gives it its speed, without script it is a plain link. */
export function ExitControl({ leaveTo }: { leaveTo: string }): ReactElement {
  const t = useTexts('frame');
  return (
    <a className={styles.exit} href={leaveTo} data-leave="" rel="noreferrer">
      <Icon path={logOut} size={20} directional className={styles.icon} />
      <span className={styles.short}>{t.leaveShort}</span>
      <span className={styles.long}>{t.leave}</span>
      <span className={styles.keys} aria-hidden="true">
        3 ×
        <Icon path={arrowBigUp} size={16} />
      </span>
      <span className="away">{t.leaveByKeys}</span>
    </a>
  );
}
