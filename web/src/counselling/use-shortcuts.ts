import { useEffect } from 'react';

const STORE = 'keys';

/** Single letters may be turned off: a voice that controls the computer speaks them by accident (WCAG 2.1.4). */
export const areShortcutsOn = (): boolean => localStorage.getItem(STORE) !== 'off';
export const turnShortcuts = (on: boolean): void => {
  if (on) localStorage.removeItem(STORE);
  else localStorage.setItem(STORE, 'off');
};

const isWriting = (target: EventTarget | null): boolean =>
  target instanceof HTMLElement &&
  target.closest('input, textarea, select, dialog, [contenteditable]') !== null;

/** Letters that act anywhere on the page but in fields and dialogs. */
export function useShortcuts(acts: Record<string, () => void>): void {
  // Synchronises with the keyboard.
  useEffect(() => {
    const press = (event: KeyboardEvent): void => {
      if (event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return;
      if (isWriting(event.target) || !areShortcutsOn()) return;
      const act = acts[event.key];
      if (!act) return;
      event.preventDefault();
      act();
    };
    document.addEventListener('keydown', press);
    return () => document.removeEventListener('keydown', press);
  }, [acts]);
}

/** Moves the focus to the next or the previous row of the lists. */
export function moveInLists(step: 1 | -1): void {
  const rows = [...document.querySelectorAll<HTMLElement>('[role=tabpanel] [data-row]')];
  if (rows.length === 0) return;
  const focused = rows.indexOf(document.activeElement as HTMLElement);
  const selected = rows.findIndex((row) => row.getAttribute('aria-current') === 'true');
  const at = focused >= 0 ? focused : selected;
  const next =
    at < 0 ? (step === 1 ? 0 : rows.length - 1) : Math.max(0, Math.min(rows.length - 1, at + step));
  rows[next]?.focus();
}
