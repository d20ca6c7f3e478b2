import type { ReactElement, ReactNode } from 'react';
import styles from './bubble.module.css';
import { classes } from './classes.ts';
import { Icon } from './icon.tsx';
import { check, checkCheck, clock, triangleAlert } from './icons.ts';

/** What the sender sees of a message's way; `failed` keeps the text and offers to try again. */
export type Delivery = 'sending' | 'waiting' | 'arrived' | 'read' | 'failed';

const signs: Record<Delivery, string> = {
  sending: clock,
  waiting: clock,
  arrived: check,
  read: checkCheck,
  failed: triangleAlert,
};

export type BubbleProps = {
  own?: boolean;
  author: string;
  /** Shown time, `10:12`, and its instant. */
  time: string;
  at: string;
  delivery?: { kind: Delivery; words: string } | undefined;
  /** Language of the text when it is known: screen readers speak it so. */
  lang?: string | undefined;
  /** Above the text, e.g. that it was written without knowing what stands above it. */
  note?: ReactNode;
  /** Its text is gone: what stands there says why. */
  isStub?: boolean | undefined;
  /** Beside the text: what can be done with it. */
  menu?: ReactNode;
  /** Under the text, e.g. try again. */
  actions?: ReactNode;
  children: ReactNode;
};

/** One message. Who and when stand before the text for ears and under it for eyes. */
export function Bubble({
  own,
  author,
  time,
  at,
  delivery,
  lang,
  note,
  isStub,
  menu,
  actions,
  children,
}: BubbleProps): ReactElement {
  return (
    <article className={classes(styles.row, own && styles.own)}>
      <h3 className="away">{`${author}, ${time}`}</h3>
      {note && <p className={styles.note}>{note}</p>}
      <div className={styles.line}>
        <div className={classes(styles.bubble, isStub && styles.stub)}>
          {/* Inside, so that the writer's corner stays on the writer's side whichever way the text runs. */}
          <div lang={lang} dir="auto">
            {children}
          </div>
        </div>
        {menu}
      </div>
      <p className={classes(styles.under, delivery?.kind === 'failed' && styles.failed)}>
        {!own && (
          <span aria-hidden="true">
            <bdi>{author}</bdi> ·{' '}
          </span>
        )}
        <time dateTime={at} aria-hidden="true">
          {time}
        </time>
        {delivery && (
          <>
            <span aria-hidden="true"> · </span>
            <Icon path={signs[delivery.kind]} size={16} /> {delivery.words}
          </>
        )}
      </p>
      {actions}
    </article>
  );
}

export function DayMark({ children }: { children: ReactNode }): ReactElement {
  return <h2 className={styles.day}>{children}</h2>;
}

/** From here on unread. */
export function NewMark({ children }: { children: ReactNode }): ReactElement {
  return <p className={styles.new}>{children}</p>;
}

/** What happened to the conversation itself: accepted, added, removed, vault opened. */
export function EventLine({ icon, children }: { icon: string; children: ReactNode }): ReactElement {
  return (
    <p className={styles.event}>
      <Icon path={icon} size={18} />
      <span>{children}</span>
    </p>
  );
}
