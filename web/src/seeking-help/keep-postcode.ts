const key = 'at';

/** The postcode, for this tab until somebody leaves: whoever comes back from the sheet finds the centres again. */
export function keepPostcode(postcode: string): void {
  try {
    sessionStorage.setItem(key, postcode);
  } catch {
    // Denied by the browser: it has to be typed again, nothing else.
  }
}

export function keptPostcode(): string | null {
  try {
    return sessionStorage.getItem(key);
  } catch {
    return null;
  }
}
