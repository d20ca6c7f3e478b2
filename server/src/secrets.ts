import { createHash, randomBytes } from 'node:crypto';
import {
  accessSync,
  chmodSync,
  constants,
  existsSync,
  linkSync,
  mkdirSync,
  readFileSync,
  rmSync,
  type Stats,
  statSync,
  writeFileSync,
} from 'node:fs';
import { dirname } from 'node:path';
import * as z from 'zod/mini';
import { makeSetup } from './accounts/opaque.ts';
import { hasAccounts } from './database/examine.ts';
import type { Database } from './database/open.ts';
import type { Secrets } from './world.ts';

const key = z.string().check(z.regex(/^[A-Za-z0-9_-]{43}$/));
const file = z.strictObject({
  version: z.literal(1),
  opaqueSetup: z.string().check(z.minLength(100)),
  opaqueFakeRecord: z.string().check(z.length(256)),
  pepper: key,
  ticketKey: key,
  proofKey: key,
  /** Of the role `app` on a database server elsewhere. */
  appPassword: key,
});
export type SecretsOfInstallation = Secrets & { appPassword: string };

const random = () => randomBytes(32).toString('base64url');

export async function makeSecrets(): Promise<z.output<typeof file>> {
  const keys = { pepper: random(), ticketKey: random(), proofKey: random(), appPassword: random() };
  return { version: 1, ...(await makeSetup()), ...keys };
}

export const secretsOf = (held: z.output<typeof file>): SecretsOfInstallation => ({
  opaqueSetup: held.opaqueSetup,
  opaqueFakeRecord: held.opaqueFakeRecord,
  pepper: Buffer.from(held.pepper, 'base64url'),
  ticketKey: Buffer.from(held.ticketKey, 'base64url'),
  proofKey: Buffer.from(held.proofKey, 'base64url'),
  appPassword: held.appPassword,
});

/** Whole or not at all, and never over an existing one: another start may have been quicker. */
function writeOnce(path: string, text: string): void {
  mkdirSync(dirname(path), { recursive: true, mode: 0o711 });
  const half = `${path}.${process.pid}`;
  writeFileSync(half, text, { mode: 0o600, flag: 'wx' });
  chmodSync(half, 0o600);
  try {
    linkSync(half, path);
  } catch (error) {
    if (!existsSync(path)) throw error;
  } finally {
    rmSync(half);
  }
}

function statOf(path: string): Stats | null {
  try {
    return statSync(path);
  } catch (error) {
    // Only what is surely not there may be made: one that can't be seen may be the one that matters.
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** What is wrong with the file where it lies, with the remedy; null when nothing is, or nothing is there. */
export function problemOfSecretsFile(path: string): string | null {
  try {
    const found = statOf(path);
    if (!found) return null;
    if (found.isDirectory()) return `${path} is a folder: SECRETS_FILE names a file in it.`;
    accessSync(path, constants.R_OK);
    if (found.mode & 0o077)
      return `${path} can be read by others than its owner: run "chmod 600 ${path}", and ask who read it.`;
    return null;
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    return `${path} can't be read by the user this runs as (${code}): run "chown" on it, and let that user enter ${dirname(path)}.`;
  }
}

/**
 * Reads the installation's secrets, making them when the file is missing and `mayMake` says that nobody depends on
 * older ones. Throws, naming the remedy, when the file is missing otherwise, can't be read, can be read by others, or
 * is damaged.
 */
export async function loadSecrets(path: string, mayMake: boolean): Promise<SecretsOfInstallation> {
  const before = problemOfSecretsFile(path);
  if (before) throw new Error(before);
  if (!existsSync(path)) {
    if (!mayMake)
      throw new Error(
        `${path} is missing, but there are accounts: put the file back from its backup. Without it no phrase works.`,
      );
    writeOnce(path, `${JSON.stringify(await makeSecrets(), null, 2)}\n`);
  }
  try {
    return secretsOf(file.parse(JSON.parse(readFileSync(path, 'utf8'))));
  } catch {
    throw new Error(`${path} is damaged: put it back from its backup.`);
  }
}

export type Naming = {
  isTrial: boolean;
  path: string;
  /** Before other secrets than at the first start are taken: whatever else was made from the old ones. */
  onNewSecrets?: () => Promise<void>;
};

/**
 * Names the installation at its first start and binds it to its OPAQUE setup. Throws when accounts were made under
 * another setup: their phrases could never be right again.
 */
export async function nameInstallation(
  database: Database,
  { opaqueSetup }: Secrets,
  { isTrial, path, onNewSecrets }: Naming,
): Promise<void> {
  const { kysely } = database;
  const hash = createHash('sha256').update(opaqueSetup).digest();
  await kysely
    .insertInto('installation')
    .values({ instance: randomBytes(16).toString('hex'), opaque_setup_hash: hash, is_trial: isTrial })
    .onConflict((conflict) => conflict.doNothing())
    .execute();
  const { opaque_setup_hash } = await kysely
    .selectFrom('installation')
    .select('opaque_setup_hash')
    .executeTakeFirstOrThrow();
  if (opaque_setup_hash && hash.equals(opaque_setup_hash)) return;
  if (await hasAccounts(database))
    throw new Error(
      `The accounts in this database were made under other secrets than ${path}: put that file back from its backup. With other secrets neither names nor phrases are known.`,
    );
  await onNewSecrets?.();
  await kysely.updateTable('installation').set({ opaque_setup_hash: hash }).execute();
}
