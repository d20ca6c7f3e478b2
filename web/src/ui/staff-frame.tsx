import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../text/texts.tsx';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
import { OwnLine } from './own-line.tsx';
import styles from './staff-frame.module.css';

export type StaffPlace = { label: string; href: string; icon: string; isHere: boolean };

export type StaffFrameProps = {
  organisation: string;
  places: readonly StaffPlace[];
  /** At the end of the bar: who one is, and the way out. */
  self: ReactNode;
  banner?: ReactNode;
  /** Panes fill the window and scroll inside; other pages scroll as a whole. */
  hasPanes?: boolean;
  children: ReactNode;
};

function Places({ places }: { places: readonly StaffPlace[] }): ReactElement {
  return (
    <ul className={styles.places}>
      {places.map((place) => (
        <li key={place.href}>
          <a className={styles.place} href={place.href} aria-current={place.isHere ? 'page' : undefined}>
            <Icon path={place.icon} size={24} className={styles.placeIcon} />
            <span>{place.label}</span>
          </a>
        </li>
      ))}
    </ul>
  );
}

/** The staff's bar with its places; on the phone they move to the foot. */
export function StaffFrame({
  organisation,
  places,
  self,
  banner,
  hasPanes,
  children,
}: StaffFrameProps): ReactElement {
  const t = useTexts('frame');
  return (
    <div className={classes(styles.frame, hasPanes && styles.panesInside)}>
      <header className={styles.bar}>
        <a className={styles.skip} href="#main">
          {t.skip}
        </a>
        <span className={styles.brand}>
          <Mark />
          <b>{organisation}</b>
        </span>
        <nav className={styles.nav} aria-label={t.placesLabel}>
          <Places places={places} />
        </nav>
        <div className={styles.self}>{self}</div>
      </header>
      {banner}
      <main id="main" className={styles.main} tabIndex={-1}>
        {children}
      </main>
      {!hasPanes && (
        <footer className={styles.footer}>
          <OwnLine />
        </footer>
      )}
    </div>
  );
}
