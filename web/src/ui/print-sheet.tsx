import type { ReactElement, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import styles from './print-sheet.module.css';

/** What comes out of the printer while it is on the page: this sheet and nothing else. Never seen on the screen. */
export function PrintSheet({ title, children }: { title: string; children: ReactNode }): ReactElement | null {
  // Nothing is printed on the server, where there is no document to stand in.
  if (typeof document === 'undefined') return null;
  return createPortal(
    <div className={styles.sheet} aria-hidden="true">
      <p className={styles.title}>{title}</p>
      {children}
    </div>,
    document.body,
  );
}
