import { type ReactElement, useId } from 'react';
import { useTexts } from '../text/texts.tsx';
import { IconButton } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { ellipsis, penLine, trash } from '../ui/icons.ts';
import styles from './message-menu.module.css';
import type { MessageAct } from './message-parts.ts';

const icons: Record<MessageAct, string> = { edit: penLine, delete: trash };

/** The button of a message's menu, for whoever gives the focus back to it. */
export const menuButtonOf = (id: string): HTMLElement | null => document.getElementById(`menu-${id}`);

/** What its author can do with a message. The layer closes by itself, by Esc or a tap beside it, and gives the focus back. */
export function MessageMenu({
  id,
  time,
  acts,
  onAct,
}: {
  id: string;
  time: string;
  acts: readonly MessageAct[];
  onAct: (id: string, act: MessageAct) => void;
}): ReactElement {
  const t = useTexts('thread');
  const layer = useId();
  const label = acts.includes('edit') ? t.messageMenu({ time }) : t.messageMenuDelete({ time });
  return (
    <>
      <IconButton
        id={`menu-${id}`}
        label={label}
        path={ellipsis}
        popoverTarget={layer}
        className={styles.open}
      />
      <ul id={layer} popover="auto" className={styles.layer} aria-label={label}>
        {acts.map((act) => (
          <li key={act}>
            <button
              type="button"
              onClick={(event) => {
                // First, so that whatever opens next finds the focus on the menu's own button and gives it back there.
                event.currentTarget.closest<HTMLElement>('[popover]')?.hidePopover();
                onAct(id, act);
              }}
            >
              <Icon path={icons[act]} size={20} /> {act === 'edit' ? t.actEdit : t.actDelete}
            </button>
          </li>
        ))}
      </ul>
    </>
  );
}
