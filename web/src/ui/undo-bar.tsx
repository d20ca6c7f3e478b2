import { type ReactElement, useEffect, useRef } from 'react';
import { Button } from './button.tsx';
import styles from './undo-bar.module.css';

/** Offers to take the last act back for ten seconds, longer while focus or pointer rests on it. */
export function UndoBar({
  words,
  undo,
  onUndo,
  onGone,
}: {
  words: string;
  undo: string;
  onUndo: () => void;
  onGone: () => void;
}): ReactElement {
  const isHeld = useRef(false);
  // Synchronises with the clock: the bar leaves by itself, never from under a finger.
  useEffect(() => {
    let left = 10;
    const timer = setInterval(() => {
      if (!isHeld.current) left -= 1;
      if (left <= 0) onGone();
    }, 1000);
    return () => clearInterval(timer);
  }, [onGone]);
  const hold = (is: boolean) => () => {
    isHeld.current = is;
  };
  return (
    <div
      className={styles.bar}
      role="status"
      onFocus={hold(true)}
      onBlur={hold(false)}
      onPointerEnter={hold(true)}
      onPointerLeave={hold(false)}
    >
      <p>{words}</p>
      <Button kind="second" size="row" onClick={onUndo}>
        {undo}
      </Button>
    </div>
  );
}
