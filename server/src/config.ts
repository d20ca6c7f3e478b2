import { lstatSync, readlinkSync, realpathSync } from 'node:fs';
import { isIP } from 'node:net';
import { dirname, join, resolve } from 'node:path';

export type Config = {
  host: string;
  port: number;
  dataDir: string;
  /** Null: the embedded database in `dataDir`. Names the owner of the database. */
  databaseUrl: string | null;
  /** The address people see, without a path; what links are made of. */
  origin: string;
  secretsFile: string;
  /** Proxies whose `X-Forwarded-…` is believed. */
  trustProxy: string;
  /** Where whoever uses this installation finds the source of what runs here; null: nowhere public yet. */
  sourceUrl: string | null;
};

/** What could be read of an environment so far; null where nothing was said and nothing may be assumed. */
export type Given = Omit<Config, 'dataDir' | 'origin' | 'secretsFile'> & {
  dataDir: string | null;
  origin: string | null;
  secretsFile: string | null;
};

/** Every problem of a configuration at once, each with what to do. */
export class ConfigProblems extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(
      `Beistand can't start as it is configured:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`,
    );
    this.problems = problems;
  }
}

export type Environment = Readonly<Record<string, string | undefined>>;
export type Kind = 'trial' | 'serve';

/** `NAME=` in a unit or a `.env` file means that nothing was said: an empty HOST would listen on every interface. */
const withoutEmpty = (environment: Environment): Environment =>
  Object.fromEntries(Object.entries(environment).filter(([, value]) => value?.trim()));

const isLocalHost = (host: string) => /^(localhost|127\.0\.0\.1|\[::1\]|::1|.+\.localhost)$/.test(host);

function urlOf(text: string): URL | null {
  return URL.canParse(text) ? new URL(text) : null;
}

function problemOfOrigin(text: string | undefined): string | null {
  if (!text) return 'ORIGIN is missing: the public address, like https://beratung.example';
  const url = urlOf(text);
  if (!url || url.origin !== text)
    return `ORIGIN must be scheme and host alone, like https://beratung.example`;
  if (url.protocol !== 'https:' && !isLocalHost(url.hostname)) return 'ORIGIN must be https';
  return null;
}

function problemOfSource(text: string | undefined): string | null {
  if (!text) return null;
  return urlOf(text)?.protocol === 'https:'
    ? null
    : 'SOURCE_URL must be a whole https address, like https://code.example/beistand';
}

function isDecodable(text: string): boolean {
  try {
    decodeURIComponent(text);
    return true;
  } catch {
    return false; // a % that stands for nothing
  }
}

function problemOfDatabase(text: string | undefined): string | null {
  if (!text) return null;
  const url = urlOf(text);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return 'DATABASE_URL must begin with postgres://';
  if (!url.username) return 'DATABASE_URL must name the owner of the database';
  const { hostname, username, password, pathname, searchParams } = url;
  if (![hostname, username, password, pathname].every(isDecodable))
    return 'DATABASE_URL has a % that stands for nothing: write %25 for a %';
  // What connects takes the last one of a name, and a host said there before the one in front.
  const said = (name: string) => searchParams.getAll(name).at(-1);
  const host = said('host') || decodeURIComponent(hostname);
  const isSafe = host.startsWith('/') || isLocalHost(host) || said('sslmode') === 'verify-full';
  return isSafe ? null : 'DATABASE_URL leads to another machine: add ?sslmode=verify-full';
}

/** An address, or a network by its length in bits; the words are those of the library that reads it. */
function isProxy(text: string): boolean {
  if (/^(loopback|linklocal|uniquelocal)$/.test(text)) return true;
  const [address = '', bits, ...rest] = text.split('/');
  const most = { 4: 32, 6: 128 }[isIP(address)];
  if (most === undefined || rest.length > 0) return false;
  return bits === undefined || (/^\d{1,3}$/.test(bits) && Number(bits) <= most);
}

const problemOfProxies = (text: string): string | null =>
  text.split(',').every((one) => isProxy(one.trim()))
    ? null
    : 'TRUST_PROXY must be "loopback" or addresses with commas between them, like 10.0.0.7 or 10.0.0.0/24';

/** Where a path leads in the end, also one that isn't there yet. */
function settle(path: string): string {
  try {
    return realpathSync(path);
  } catch {
    // Not there, or not for us to see: a link still says where it leads, and what is above may be there.
    const parent = dirname(path);
    if (isLink(path)) return settle(resolve(parent, readlinkSync(path)));
    return parent === path ? path : join(settle(parent), path.slice(parent.length));
  }
}

const isLink = (path: string) => {
  try {
    return lstatSync(path).isSymbolicLink();
  } catch {
    return false; // nothing there
  }
};

function problemOfSecrets(secretsFile: string | undefined, dataDir: string | undefined): string | null {
  if (!secretsFile)
    return 'SECRETS_FILE is missing: where the secrets are made once, backed up apart from the data';
  return dataDir && settle(resolve(secretsFile)).startsWith(`${settle(resolve(dataDir))}/`)
    ? 'SECRETS_FILE must lie outside DATA_DIR: whoever gets a copy of the data must not get the secrets with it'
    : null;
}

const ofServing =
  '"npm start" is for trying, with made-up people. A real installation is started with "npm run serve"';

function problemsOfServing({ ORIGIN, DATA_DIR, SECRETS_FILE }: Environment): (string | null)[] {
  return [
    problemOfOrigin(ORIGIN),
    DATA_DIR ? null : 'DATA_DIR is missing: a folder that is kept and backed up',
    problemOfSecrets(SECRETS_FILE, DATA_DIR),
  ];
}

/** A trial that took these would run beside real secrets, or over real data. */
const problemsOfTrying = (environment: Environment): string[] =>
  ['ORIGIN', 'SECRETS_FILE']
    .filter((name) => environment[name])
    .map((name) => `${name} is set, which is for real use: ${ofServing}; to try, leave ${name} out`);

/** Reads an environment as far as it goes, and says what is wrong with it. Nothing is made and nothing opened. */
export function parseConfig(environment: Environment, kind: Kind): { given: Given; problems: string[] } {
  const said = withoutEmpty(environment);
  const { DATA_DIR, DATABASE_URL, SECRETS_FILE, TRUST_PROXY = 'loopback' } = said;
  const isServe = kind === 'serve';
  const port = /^\d{1,5}$/.test(said.PORT ?? '3000') ? Number(said.PORT ?? 3000) : Number.NaN;
  const isPort = port <= 65_535;
  const problems = [
    isPort ? null : 'PORT must be a number up to 65535',
    ...(isServe ? problemsOfServing(said) : problemsOfTrying(said)),
    problemOfDatabase(DATABASE_URL),
    problemOfProxies(TRUST_PROXY),
    problemOfSource(said.SOURCE_URL),
  ].filter((problem) => problem !== null);
  const trialDir = isServe ? null : resolve('.data');
  const dataDir = DATA_DIR ? resolve(DATA_DIR) : trialDir;
  const trialSecrets = isServe || !dataDir ? null : join(dataDir, 'secrets.json');
  // By the name as a browser writes it: without the port that the scheme has anyway.
  const trialOrigin = isServe || !isPort ? null : new URL(`http://localhost:${port}`).origin;
  const given: Given = {
    host: said.HOST ?? 'localhost',
    port,
    dataDir,
    databaseUrl: DATABASE_URL ?? null,
    origin: isServe ? (said.ORIGIN ?? null) : trialOrigin,
    secretsFile: SECRETS_FILE ? resolve(SECRETS_FILE) : trialSecrets,
    trustProxy: TRUST_PROXY,
    sourceUrl: said.SOURCE_URL ?? null,
  };
  return { given, problems };
}

/** What was given, whole. Throws `ConfigProblems` with all of them when there are any. */
export function settleConfig({ origin, dataDir, secretsFile, ...rest }: Given, problems: string[]): Config {
  if (problems.length > 0 || !origin || !dataDir || !secretsFile) throw new ConfigProblems(problems);
  return { ...rest, origin, dataDir, secretsFile };
}

/**
 * Parses the environment once. `trial` fills in what only a machine of one's own needs; `serve` wants to be told.
 * Throws `ConfigProblems`.
 */
export function readConfig(environment: Environment, kind: Kind): Config {
  const { given, problems } = parseConfig(environment, kind);
  return settleConfig(given, problems);
}
