/**
 * Hands bytes to the browser's downloads. As bytes of no type: were the address opened all the same, nothing in them
 * could run as a page of ours.
 */
export function saveBytes(name: string, bytes: Uint8Array<ArrayBuffer>): void {
  const url = URL.createObjectURL(new Blob([bytes], { type: 'application/octet-stream' }));
  const link = document.createElement('a');
  link.href = url;
  link.download = name;
  link.click();
  // The browser has taken the bytes by the time the click returns to the event loop.
  setTimeout(() => URL.revokeObjectURL(url), 0);
}
