// A whole server with its database on a disk that can be filled: one word a line on standard input, one line back.
import { closeSync, openSync, rmSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readConfig } from '@beistand/server/config';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { startServer } from '@beistand/server/serve';
import { toBase64url } from '@beistand/wire';
import { roomyLimits } from './roomy-limits.ts';

const config = readConfig(process.env, 'serve');
const filling = join(config.dataDir, 'filling');
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Byte by byte at the end, so that not one page is left. */
function fill(): void {
  const file = openSync(filling, 'a');
  for (let size = 1 << 20; size > 0; )
    try {
      writeSync(file, new Uint8Array(size));
    } catch (error) {
      if ((error as NodeJS.ErrnoException).code !== 'ENOSPC') throw error;
      size >>= 1;
    }
  closeSync(file);
}

const { address, owner, stop } = await startServer(config, { limits: roomyLimits });
await addOrganisation(owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
const invited = await inviteAdministrator(owner, 'Lindenwerk');
say(address);
say(toBase64url(invited!.invitation));
for await (const word of createInterface({ input: process.stdin })) {
  if (word === 'fill') fill();
  if (word === 'free') rmSync(filling);
  say(word);
}
await stop();
