/** False where the browser doesn't allow it: then it has to be marked and copied by hand. */
export async function copyText(text: string): Promise<boolean> {
  try {
    await navigator.clipboard.writeText(text);
    return true;
  } catch {
    // The person refused, or the page has no right to: nothing was copied, and the words on the button stay.
    return false;
  }
}
