import type { ReactElement } from 'react';
import styles from './mark.module.css';

/** The organisation's sign until it has its own: a leaf of two halves. */
export function Mark({ size = 24 }: { size?: number }): ReactElement {
  return (
    <svg width={size} height={size} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path
        className={styles.one}
        d="M12 3.7C10.9 1.9 9 .9 7 1.2 3.6 1.6 1.6 4.7 2 8.200c.6 4.600 5.300 7.400 10 10.600z"
      />
      <path
        className={styles.other}
        d="M12 3.7C13.100 1.9 15 .9 17 1.2c3.400.4 5.400 3.500 5 7-.6 4.600-5.300 7.400-10 10.600z"
      />
      <path className={styles.stem} d="M12 18v5" />
    </svg>
  );
}

/** Ours: two that lean on each other. */
export function OwnMark(): ReactElement {
  return (
    <svg width="16" height="16" viewBox="0 0 16 16" aria-hidden="true" focusable="false">
      <path className={styles.stand} d="M4 2.500v11" />
      <path className={styles.lean} d="M12 4 10 13.500" />
    </svg>
  );
}
