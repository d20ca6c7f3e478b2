import type { ReactElement, ReactNode } from 'react';
import styles from './problem.module.css';

/** What is wrong with the whole form; announced at once. */
export function Problem({ children }: { children: ReactNode }): ReactElement {
  return (
    <p className={styles.problem} role="alert">
      {children}
    </p>
  );
}
