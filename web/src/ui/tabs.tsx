import { type KeyboardEvent, type ReactElement, useRef } from 'react';
import styles from './tabs.module.css';

export type Tab = { id: string; label: string; count?: number };

/** Chooses one of several lists; arrows move, as in every tab list. The panel has `id="<name>-panel"`. */
export function Tabs({
  name,
  label,
  tabs,
  selected,
  onSelect,
}: {
  name: string;
  label: string;
  tabs: readonly Tab[];
  selected: string;
  onSelect: (id: string) => void;
}): ReactElement {
  const list = useRef<HTMLDivElement>(null);
  const move = (event: KeyboardEvent): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (!step || !list.current) return;
    const isReversed = getComputedStyle(list.current).direction === 'rtl';
    const at = tabs.findIndex((tab) => tab.id === selected);
    const next = tabs.at((at + (isReversed ? -step : step) + tabs.length) % tabs.length);
    if (!next) return;
    onSelect(next.id);
    list.current.querySelector<HTMLElement>(`#${name}-${next.id}`)?.focus();
    event.preventDefault();
  };
  return (
    <div ref={list} className={styles.tabs} role="tablist" data-sideways aria-label={label} onKeyDown={move}>
      {tabs.map((tab) => (
        <button
          key={tab.id}
          id={`${name}-${tab.id}`}
          type="button"
          role="tab"
          className={styles.tab}
          aria-selected={tab.id === selected}
          aria-controls={`${name}-panel`}
          tabIndex={tab.id === selected ? 0 : -1}
          onClick={() => onSelect(tab.id)}
        >
          {tab.label}
          {tab.count !== undefined && <span className={styles.count}> {tab.count}</span>}
        </button>
      ))}
    </div>
  );
}
