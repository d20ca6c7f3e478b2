import { type FocusEvent, type KeyboardEvent, type ReactElement, useId } from 'react';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { ellipsis } from './icons.ts';
import styles from './menu.module.css';

/** Arrows, Home and End go from one act to the next and around the end, as people know it from menus. */
function move(event: KeyboardEvent<HTMLElement>): void {
  const acts = [...event.currentTarget.querySelectorAll('button')];
  const at = acts.indexOf(document.activeElement as HTMLButtonElement);
  const to = { ArrowDown: at + 1, ArrowUp: at < 0 ? -1 : at - 1, Home: 0, End: -1 }[event.key];
  if (to === undefined) return;
  event.preventDefault();
  acts.at(to % acts.length)?.focus();
}

/** Open and left behind it would lie over what stands below it. */
function closeBehind({ currentTarget, relatedTarget }: FocusEvent<HTMLElement>): void {
  if (relatedTarget && !currentTarget.contains(relatedTarget)) currentTarget.hidePopover();
}

/** What can be done with one thing. The layer closes by itself, by Esc or a tap beside it, and gives the focus back. */
export function Menu<A extends string>({
  id,
  label,
  items,
  onChoose,
}: {
  /** Of the button, for whoever gives the focus back to it. */
  id?: string;
  label: string;
  items: readonly { act: A; icon: string; words: string }[];
  onChoose: (act: A) => void;
}): ReactElement {
  const layer = useId();
  return (
    <>
      <IconButton id={id} label={label} path={ellipsis} popoverTarget={layer} className={styles.open} />
      <ul
        id={layer}
        popover="auto"
        className={styles.layer}
        aria-label={label}
        onKeyDown={move}
        onBlur={closeBehind}
        onToggle={({ newState, currentTarget }) => {
          if (newState === 'open') currentTarget.querySelector('button')?.focus();
        }}
      >
        {items.map(({ act, icon, words }) => (
          <li key={act}>
            <button
              type="button"
              onClick={(event) => {
                // First, so that whatever opens next finds the focus on the menu's own button and gives it back there.
                event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
                onChoose(act);
              }}
            >
              <Icon path={icon} size={20} /> {words}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
