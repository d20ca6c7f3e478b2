import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** The user PostgreSQL runs as. Empty when we are an ordinary user already: it then runs as ourselves. */
export type RunAs = { uid: number; gid: number } | Record<string, never>;

/**
 * PostgreSQL refuses to run as root, so as root we lend it `postgres` if the machine has that user, else `nobody`.
 * A number without an entry in /etc/passwd would not do: initdb looks its own name up.
 */
export function unprivilegedUser(): RunAs {
  if (process.getuid?.() !== 0) return {};
  const rows = readFileSync('/etc/passwd', 'utf8')
    .split('\n')
    .map((line) => line.split(':'));
  const row = rows.find(([name]) => name === 'postgres') ?? rows.find(([name]) => name === 'nobody');
  if (!row) throw new Error('running as root needs a user "postgres" or "nobody" for the database');
  return { uid: Number(row[2]), gid: Number(row[3]) };
}

/** Whether that user can enter the folder, asked by trying: mode bits alone would miss ACLs and mounts. */
export function canEnter(folder: string, runAs: RunAs): boolean {
  const tried = spawnSync('/bin/sh', ['-c', 'cd "$1"', 'sh', folder], {
    ...runAs,
    cwd: '/',
    stdio: 'ignore',
  });
  return tried.status === 0;
}
