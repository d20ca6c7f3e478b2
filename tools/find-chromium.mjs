// Shared with bootstrap.mjs, so it runs under any Node ≥ 18 before anything is installed: node:* only.
import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome'];

function isExecutable(path) {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false; // missing and not executable mean the same to the caller: not this one
  }
}

export function findChromium() {
  if (process.env.CHROMIUM) return isExecutable(process.env.CHROMIUM) ? process.env.CHROMIUM : null;
  const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/bin', '/usr/local/bin', '/snap/bin'];
  for (const name of names)
    for (const folder of folders) if (folder && isExecutable(join(folder, name))) return join(folder, name);
  return null;
}
