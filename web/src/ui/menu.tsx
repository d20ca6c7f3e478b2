import { type ReactElement, useId } from 'react';
import { IconButton } from './button.tsx';
import { Icon } from './icon.tsx';
import { ellipsis } from './icons.ts';
import styles from './menu.module.css';

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
      <ul id={layer} popover="auto" className={styles.layer} aria-label={label}>
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
