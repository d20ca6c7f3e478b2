import type { ReactElement, ReactNode } from 'react';
import styles from './panes.module.css';

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
