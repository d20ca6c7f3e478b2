import type { ReactElement, ReactNode } from 'react';
import styles from './empty-state.module.css';
import { IconTile } from './icon.tsx';

/** Nothing here, or not now: what it means and what one can do. */
export function EmptyState({
  icon,
  tone = 'accent',
  title,
  isPage,
  children,
  action,
}: {
  icon: string;
  tone?: 'accent' | 'honey' | 'danger' | 'quiet';
  title: string;
  /** All there is on the page: its title is the page's. */
  isPage?: boolean;
  children?: ReactNode;
  action?: ReactNode;
}): ReactElement {
  return (
    <div className={styles.empty}>
      <IconTile path={icon} tone={tone} large />
      {isPage ? <h1 className={styles.title}>{title}</h1> : <h2>{title}</h2>}
      {children && <div className={styles.words}>{children}</div>}
      {action && <div className={styles.actions}>{action}</div>}
    </div>
  );
}
