import type { ReactElement, ReactNode } from 'react';
import { Icon } from './icon.tsx';
import styles from './rooms.module.css';

type RoomLink = { label: string; href: string; icon: string; isHere: boolean };

/** A menu of one thing's rooms and the room one is in: centre, administration. */
export function Rooms({
  title,
  rooms,
  children,
}: {
  title: string;
  rooms: readonly RoomLink[];
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
