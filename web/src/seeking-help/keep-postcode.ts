/**
 * The postcode, for this tab until somebody leaves: whoever comes back from the sheet finds the centres again. It is the tab's
 * name, because that alone is nowhere written down: browsers write the storage and the history of a tab to their disk.
 */
export function keepPostcode(postcode: string): void {
  window.name = postcode;
}

export const keptPostcode = (): string | null => (/^\d{5}$/.test(window.name) ? window.name : null);
