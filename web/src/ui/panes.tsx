import { type ReactElement, type ReactNode, useLayoutEffect, useRef } from 'react';
import styles from './panes.module.css';

export type PaneName = 'list' | 'main' | 'side';

/** Lists · conversation · side. Below 1180 px the side becomes a drawer, below 820 one pane shows at a time. */
export function Panes({
  shown,
  list,
  side,
  sideLabel,
  onBack,
  children,
}: {
  shown: PaneName;
  list: ReactNode;
  side: ReactNode;
  sideLabel: string;
  /** Esc in the side, where it lies over the rest. */
  onBack: () => void;
  children: ReactNode;
}): ReactElement {
  const drawer = useRef<HTMLElement>(null);
  const opener = useRef<Element | null>(null);
  // Synchronises with the focus: it follows into the drawer, and goes back to what opened it.
  useLayoutEffect(() => {
    if (shown === 'side') {
      opener.current = document.activeElement;
      drawer.current?.querySelector<HTMLElement>('button')?.focus({ preventScroll: true });
    } else {
      if (shown === 'main' && opener.current instanceof HTMLElement) opener.current.focus();
      opener.current = null;
    }
  }, [shown]);
  return (
    <div className={styles.panes} data-shown={shown}>
      <div className={styles.list}>{list}</div>
      <div className={styles.middle}>{children}</div>
      {side && (
        <section
          ref={drawer}
          className={styles.side}
          aria-label={sideLabel}
          onKeyDown={({ key }) => key === 'Escape' && shown === 'side' && onBack()}
        >
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
