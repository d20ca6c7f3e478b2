/** Gives the focus on before the row that has it goes: to the row beside it, or to the log around the last one. */
export function handOnFocus(from: HTMLElement): void {
  const row = from.closest('li');
  const beside = row?.nextElementSibling ?? row?.previousElementSibling;
  const next = beside?.querySelector<HTMLElement>('button') ?? from.closest<HTMLElement>('[role=log]');
  next?.focus({ preventScroll: true });
}
