/**
 * Takes someone to a field that has something wrong, its sentence in sight: browsers would bring the bare field to the edge, where a
 * bar lies over what stands beneath it.
 */
export function showFault(field: HTMLElement | null): void {
  field?.focus({ preventScroll: true });
  field?.scrollIntoView({ block: 'center' });
}
