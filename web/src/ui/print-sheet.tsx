import type { ReactElement, ReactNode } from 'react';
import { createPortal } from 'react-dom';
import { useTexts } from '../text/texts.tsx';
import styles from './print-sheet.module.css';

/**
 * What comes out of the printer while it is on the page: this sheet and nothing else. Never seen on the screen. Years later the
 * paper must still say whose it is, from when, and where what stands on it is typed: `from.path` is that page.
 */
export function PrintSheet({
  title,
  from,
  children,
}: {
  title: string;
  from?: { organisation: string; path: string };
  children: ReactNode;
}): ReactElement | null {
  const t = useTexts('frame');
  // Nothing is printed on the server, where there is no document to stand in.
  if (typeof document === 'undefined') return null;
  return createPortal(
    <div className={styles.sheet} aria-hidden="true">
      <p className={styles.title}>{title}</p>
      {children}
      {from && (
        <p>
          {t.printedBy({
            organisation: from.organisation,
            date: new Date().toLocaleDateString(document.documentElement.lang, { dateStyle: 'long' }),
          })}
          <br />
          {t.typedAt({ address: `${location.host}${from.path}` })}
        </p>
      )}
    </div>,
    document.body,
  );
}
