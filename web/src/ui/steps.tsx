import type { ReactElement, ReactNode } from 'react';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import styles from './steps.module.css';

/** How far one is: still bars, with the count in words for ears. */
export function Steps({ at, of, label }: { at: number; of: number; label: string }): ReactElement {
  return (
    <p className={styles.steps}>
      <span className="away">{label}</span>
      {Array.from({ length: of }, (_, i) => i + 1).map((step) => (
        <span key={step} className={classes(styles.bar, step <= at && styles.done)} aria-hidden="true" />
      ))}
    </p>
  );
}

export type Station = { icon: string; tone: 'good' | 'accent' | 'quiet'; title: string; note: ReactNode };

/** What has happened and what comes, as a path. */
export function Path({ stations }: { stations: readonly Station[] }): ReactElement {
  return (
    <ol className={styles.path}>
      {stations.map((station) => (
        <li key={station.title} className={styles.station}>
          <span className={classes(styles.sign, styles[station.tone])}>
            <Icon path={station.icon} />
          </span>
          <div>
            <h2 className={styles.title}>{station.title}</h2>
            <p className={styles.note}>{station.note}</p>
          </div>
        </li>
      ))}
    </ol>
  );
}
