import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import styles from './exit-control.module.css';
import { Icon } from './icon.tsx';
import { arrowBigUp, logOut } from './icons.ts';

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
