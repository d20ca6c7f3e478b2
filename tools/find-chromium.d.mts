/** Path of an installed Chromium or Chrome (`CHROMIUM` wins), or null. */
export function findChromium(): string | null;
