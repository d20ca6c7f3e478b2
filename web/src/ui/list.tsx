import type { ReactElement, ReactNode } from 'react';
import { classes } from './classes.ts';
import styles from './list.module.css';

export type ListRowProps = {
  /** Ring or avatar. */
  lead: ReactNode;
  title: string;
  /** At the end of the first line; `isDue` shows it in honey. */
  time: string;
  isDue?: boolean;
  /** One or two quiet lines, cut when they are long. */
  lines: readonly [first: string, second?: string | undefined];
  unread?: { count: number; words: string } | undefined;
  isSelected?: boolean;
  /** No longer there to act on. */
  isGone?: boolean | undefined;
  onOpen: () => void;
};

/** A row is one button; rows don't move under the pointer. */
export function ListRow({
  lead,
  title,
  time,
  isDue,
  lines,
  unread,
  isSelected,
  isGone,
  onOpen,
}: ListRowProps): ReactElement {
  return (
    <li>
      <button
        type="button"
        data-row
        className={classes(styles.row, isSelected && styles.selected, isGone && styles.gone)}
        aria-current={isSelected || undefined}
        onClick={onOpen}
      >
        <span className={styles.lead}>{lead}</span>
        <span className={styles.words}>
          <span className={styles.first}>
            <bdi dir="ltr" className={classes(styles.title, unread && styles.unread)}>
              {title}
            </bdi>
            <span className={classes(styles.time, isDue && styles.due)}>{time}</span>
          </span>
          <span className={styles.rest}>
            <span className={styles.lines}>
              <span className={styles.line} dir="auto">
                {lines[0]}
              </span>
              {lines[1] && (
                <span className={styles.line} dir="auto">
                  {lines[1]}
                </span>
              )}
            </span>
            {unread && (
              <span className={styles.count}>
                <span aria-hidden="true">{unread.count}</span>
                <span className="away">{unread.words}</span>
              </span>
            )}
          </span>
        </span>
      </button>
    </li>
  );
}

export function List({
  title,
  action,
  children,
}: {
  title: string;
  action?: ReactNode;
  children: ReactNode;
}): ReactElement {
  return (
    <section className={styles.list} aria-label={title}>
      <div className={styles.head}>
        <h2 className={styles.heading}>{title}</h2>
        {action}
      </div>
      <ul>{children}</ul>
    </section>
  );
}

/** What will stand here once it is opened: still bars, nothing that runs. */
export function Bars({ rows, label }: { rows: number; label: string }): ReactElement {
  return (
    <div className={styles.bars} role="status">
      <span className="away">{label}</span>
      {Array.from({ length: rows }, (_, i) => i).map((row) => (
        <span key={row} className={styles.ghost} aria-hidden="true" />
      ))}
    </div>
  );
}
