import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { penLine, trash } from '../ui/icons.ts';
import { Menu } from '../ui/menu.tsx';
import type { MessageAct } from './message-parts.ts';

/** The button of a message's menu, for whoever gives the focus back to it. */
export const menuButtonOf = (id: string): HTMLElement | null => document.getElementById(`menu-${id}`);

/** What its author can do with a message. */
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
  const known: Record<MessageAct, { icon: string; words: string }> = {
    edit: { icon: penLine, words: t.actEdit },
    delete: { icon: trash, words: t.actDelete },
  };
  return (
    <Menu
      id={`menu-${id}`}
      label={acts.includes('edit') ? t.messageMenu({ time }) : t.messageMenuDelete({ time })}
      items={acts.map((act) => ({ act, ...known[act] }))}
      onChoose={(act) => onAct(id, act)}
    />
  );
}
