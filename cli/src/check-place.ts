import { accessSync, constants, existsSync, statSync } from 'node:fs';
import { dirname } from 'node:path';
import {
  type Config,
  ConfigProblems,
  type Environment,
  type Given,
  parseConfig,
  settleConfig,
} from '@beistand/server/config';
import { problemOfSecretsFile } from '@beistand/server/secrets';
import { sayWhyNot, whyNotListen } from './free-port.ts';

const asRoot =
  'This runs as root: start it as a user of its own, to whom DATA_DIR and SECRETS_FILE belong. Nothing here needs more.';

function mayUse(path: string, mode: number): boolean {
  try {
    accessSync(path, mode);
    return true;
  } catch {
    return false; // whatever the reason, that user can't
  }
}

const { R_OK, W_OK, X_OK } = constants;

/** A folder that is there and ours, or can be made; `name` is the variable it stands in. */
function problemOfFolder(name: string, path: string): string | null {
  if (existsSync(path)) {
    if (!statSync(path).isDirectory()) return `${name}: ${path} is a file, and must be a folder`;
    return mayUse(path, R_OK | W_OK | X_OK)
      ? null
      : `${name}: the user this runs as may not write in ${path}: give it the folder with "chown"`;
  }
  let above = dirname(path);
  while (!existsSync(above)) above = dirname(above);
  if (!statSync(above).isDirectory()) return `${name}: ${above} is a file, so ${path} can't be in it`;
  return mayUse(above, W_OK | X_OK)
    ? null
    : `${name}: the user this runs as may not make ${path}: make it, and give it the folder with "chown"`;
}

function problemsOfPlace({ dataDir, secretsFile }: Given, isRoot: boolean): (string | null)[] {
  return [
    isRoot ? asRoot : null,
    dataDir && problemOfFolder('DATA_DIR', dataDir),
    secretsFile &&
      (problemOfSecretsFile(secretsFile) ??
        (existsSync(secretsFile) ? null : problemOfFolder('SECRETS_FILE', dirname(secretsFile)))),
  ];
}

async function problemOfListening({ host, port }: Given): Promise<string | null> {
  if (Number.isNaN(port) || port > 65_535) return null; // said already
  const code = await whyNotListen(port, host);
  return code && sayWhyNot(code, port, host);
}

/**
 * The configuration of a real installation, with everything that is missing, unsafe or in the way on this machine named
 * at once, before anything is made. Throws `ConfigProblems`.
 *
 * @param listens false for a verb beside a server that may be running
 */
export async function checkPlace(
  environment: Environment,
  { listens, isRoot }: { listens: boolean; isRoot: boolean },
): Promise<Config> {
  const { given, problems } = parseConfig(environment, 'serve');
  const here = [...problemsOfPlace(given, isRoot), listens ? await problemOfListening(given) : null];
  return settleConfig(given, [...problems, ...here.filter((problem) => problem !== null)]);
}

/** The same for a trial, whose folder alone can be in the way. */
export function checkTrialFolder({ dataDir }: Config): void {
  const problem = problemOfFolder('DATA_DIR', dataDir);
  if (problem) throw new ConfigProblems([problem]);
}
