// A whole server with its database on a disk that can be filled: one word a line on standard input, one line back.
import { spawnSync } from 'node:child_process';
import { randomBytes } from 'node:crypto';
import { closeSync, openSync, rmSync, statSync, writeSync } from 'node:fs';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { readConfig } from '@beistand/server/config';
import { addOrganisation, inviteAdministrator } from '@beistand/server/operator';
import { startServer } from '@beistand/server/serve';
import { toBase64url } from '@beistand/wire';
import { roomyLimits } from './roomy-limits.ts';

const config = readConfig(process.env, 'serve');
const filling = join(config.dataDir, 'filling');
const { address, owner, stop } = await startServer(config, { limits: roomyLimits });
const say = (line: string) => process.stdout.write(`${line}\n`);

/** Byte by byte at the end, so that not one page is left. */
function fillDisk(): void {
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

/** Just above PostgreSQL's own files of fixed size, 16 MiB each. */
const quotaBytes = 17 << 20;

/** No file of the database may grow beyond that: what a quota does, without anybody's leave. */
async function limitFiles(bytes: number | 'unlimited'): Promise<void> {
  const { rows } = await owner.pool.query<{ pid: number }>(
    "select pid from pg_stat_activity union select split_part(pg_read_file('postmaster.pid'), E'\\n', 1)::int",
  );
  for (const { pid } of rows) {
    const { uid, gid } = statSync(`/proc/${pid}`);
    const { status } = spawnSync('prlimit', [`--fsize=${bytes}:`, '--pid', `${pid}`], { uid, gid });
    if (status !== 0) throw new Error(`the files of process ${pid} can't be limited`);
  }
}

/** Rows that are rolled back leave their pages: two statements that fail leave no page of `items` and its long values. */
async function fillQuota(): Promise<void> {
  await owner.pool.query('alter table items set (autovacuum_enabled = off, toast.autovacuum_enabled = off)');
  await limitFiles(quotaBytes);
  for (const [size, count] of [
    [66_000, 600],
    [502, 60_000],
  ] as const) {
    const bytes = Buffer.concat([Buffer.from('CCPM\u0001'), randomBytes(size - 5)]);
    const filled = await owner.pool
      .query(
        `insert into items select conversation_id, 1000000 + i, organisation_id, 'message', epoch, sender,
           substring(sha256(i::text::bytea) from 1 for 16), hash, transcript, $1, at
         from (select * from items limit 1) one, generate_series(1, $2::int) i`,
        [bytes, count],
      )
      .catch((error: Error & { file?: string }) => error);
    if (!(filled instanceof Error)) throw new Error('there was room for all of it');
    if (filled.file !== 'md.c') throw filled;
  }
}

await addOrganisation(owner, { name: 'Lindenwerk', host: 'localhost', isDefault: true });
const disk = { fill: fillDisk, free: () => rmSync(filling) };
const quota = { fill: fillQuota, free: () => limitFiles('unlimited') };
const { fill, free } = process.env.SMALL === 'disk' ? disk : quota;
const invited = await inviteAdministrator(owner, 'Lindenwerk');
say(address);
say(toBase64url(invited!.invitation));
for await (const word of createInterface({ input: process.stdin })) {
  await (word === 'fill' ? fill : free)();
  say(word);
}
await stop();
