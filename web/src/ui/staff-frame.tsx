import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../text/texts.tsx';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { Mark } from './mark.tsx';
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
    </div>
  );
}

export type PaneName = 'list' | 'main' | 'side';

/** Lists · conversation · side. Below 1180 px the side becomes a drawer, below 820 one pane shows at a time. */
export function Panes({
  shown,
  list,
  side,
  sideLabel,
  children,
}: {
  shown: PaneName;
  list: ReactNode;
  side: ReactNode;
  sideLabel: string;
  children: ReactNode;
}): ReactElement {
  return (
    <div className={styles.panes} data-shown={shown}>
      <div className={styles.list}>{list}</div>
      <div className={styles.middle}>{children}</div>
      {side && (
        <section className={styles.side} aria-label={sideLabel}>
          {side}
        </section>
      )}
    </div>
  );
}

/** A part of the side pane, between two lines. */
export function SideSection({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}): ReactElement {
  return (
    <section className={styles.section}>
      <div className={styles.sectionHead}>
        <h2>{title}</h2>
        {action}
      </div>
      {children}
    </section>
  );
}

export type Room = { label: string; href: string; icon: string; isHere: boolean };

/** A menu of one thing's rooms and the room one is in: centre, administration. */
export function Rooms({
  title,
  rooms,
  children,
}: {
  title: string;
  rooms: readonly Room[];
  children: ReactNode;
}): ReactElement {
  return (
    <div className={styles.rooms}>
      <nav className={styles.menu} aria-label={title}>
        <p className={styles.menuTitle}>{title}</p>
        <ul>
          {rooms.map((room) => (
            <li key={room.href}>
              <a className={styles.room} href={room.href} aria-current={room.isHere ? 'page' : undefined}>
                <Icon path={room.icon} size={20} />
                <span>{room.label}</span>
              </a>
            </li>
          ))}
        </ul>
      </nav>
      <div className={styles.content}>{children}</div>
    </div>
  );
}
