import type { ReactElement } from 'react';
import styles from './promise.module.css';

const round = 2 * Math.PI * 15;

/**
 * What remains of a promise, for staff, always beside its words. `remaining` is the share of the time left
 * (0–1); `isSoon` marks the last hour; at 0 the ring is full. Never red: late is not danger.
 */
export function Ring({
  remaining,
  isSoon,
  large,
}: {
  remaining: number;
  isSoon: boolean;
  large?: boolean;
}): ReactElement {
  const isPast = remaining <= 0;
  const size = large ? 50 : 34;
  return (
    <svg
      className={isPast ? styles.past : isSoon ? styles.soon : styles.calm}
      width={size}
      height={size}
      viewBox="0 0 34 34"
      aria-hidden="true"
      focusable="false"
    >
      <circle className={styles.well} cx="17" cy="17" r="15" />
      <circle
        className={styles.left}
        cx="17"
        cy="17"
        r="15"
        strokeDasharray={`${(isPast ? 1 : Math.min(1, remaining)) * round} ${round}`}
        transform="rotate(-90 17 17)"
      />
    </svg>
  );
}

const dots = Array.from({ length: 12 }, (_, i) => i * 30);

/** The promised hour as a still clock face: it never counts down at a waiting person. The hour stands in words beside it. */
export function ClockFace({
  hour,
  minute,
  size = 88,
}: {
  hour: number;
  minute: number;
  size?: 56 | 88 | 96;
}): ReactElement {
  return (
    <svg
      className={styles.clock}
      width={size}
      height={size}
      viewBox="0 0 48 48"
      aria-hidden="true"
      focusable="false"
    >
      <circle className={styles.face} cx="24" cy="24" r="22" />
      {dots.map((turn) => (
        <line
          key={turn}
          className={styles.tick}
          x1="24"
          y1="5.6"
          x2="24"
          y2="7"
          transform={`rotate(${turn} 24 24)`}
        />
      ))}
      <line
        className={styles.hand}
        x1="24"
        y1="24"
        x2="24"
        y2="14.5"
        transform={`rotate(${(hour % 12) * 30 + minute / 2} 24 24)`}
        strokeWidth="2.6"
      />
      <line
        className={styles.hand}
        x1="24"
        y1="24"
        x2="24"
        y2="9.5"
        transform={`rotate(${minute * 6} 24 24)`}
        strokeWidth="2"
      />
    </svg>
  );
}
