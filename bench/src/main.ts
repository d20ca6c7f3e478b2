// `npm run bench`: the short set, one JSON line a figure. Programs run one after the other, alone on the machine.
import { spawnSync } from 'node:child_process';
import { globSync } from 'node:fs';
import { join } from 'node:path';

const programs = globSync('p*.ts', { cwd: import.meta.dirname }).sort();
let isWell = true;
for (const program of programs) {
  const { status } = spawnSync(process.execPath, [join(import.meta.dirname, program)], {
    stdio: ['ignore', 'inherit', 'inherit'],
  });
  isWell &&= status === 0;
}
process.exitCode = isWell ? 0 : 1;
