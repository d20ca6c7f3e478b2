import { createContext, type ReactElement, useContext } from 'react';
import { useTexts } from '../text/texts.tsx';
import { OwnMark } from './mark.tsx';
import styles from './own-line.module.css';

/** Where the source of what runs here lies, as whoever runs it has said; null: not said, so nothing leads there. */
export const SourceOfPage = createContext<string | null>(null);

/** What this is, and its source for everyone who uses it (AGPL, section 13). */
export function OwnLine(): ReactElement {
  const t = useTexts('frame');
  const source = useContext(SourceOfPage);
  return (
    <p className={styles.own}>
      <OwnMark /> <span>{t.ownName}</span>
      {source && (
        <a href={source} rel="noreferrer">
          {t.ownSource}
        </a>
      )}
    </p>
  );
}
