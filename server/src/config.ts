import { join, resolve } from 'node:path';

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

/** Every problem of a configuration at once, each with what to do. */
export class ConfigProblems extends Error {
  readonly problems: readonly string[];
  constructor(problems: readonly string[]) {
    super(`The configuration is not complete:\n${problems.map((problem) => `  - ${problem}`).join('\n')}`);
    this.problems = problems;
  }
}

type Environment = Readonly<Record<string, string | undefined>>;
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

function problemOfDatabase(text: string | undefined): string | null {
  if (!text) return null;
  const url = urlOf(text);
  if (!url || !/^postgres(ql)?:$/.test(url.protocol)) return 'DATABASE_URL must begin with postgres://';
  if (!url.username) return 'DATABASE_URL must name the owner of the database';
  const host = decodeURIComponent(url.hostname);
  const isSafe =
    host.startsWith('/') || isLocalHost(host) || url.searchParams.get('sslmode') === 'verify-full';
  return isSafe ? null : 'DATABASE_URL leads to another machine: add ?sslmode=verify-full';
}

/**
 * Parses the environment once. `trial` fills in what only a machine of one's own needs; `serve` wants to be told.
 * Throws `ConfigProblems`.
 */
export function readConfig(environment: Environment, kind: 'trial' | 'serve'): Config {
  const { HOST, PORT, DATA_DIR, DATABASE_URL, SECRETS_FILE, TRUST_PROXY, SOURCE_URL } = environment;
  const isServe = kind === 'serve';
  const port = Number(PORT ?? 3000);
  const origin = environment.ORIGIN ?? (isServe ? undefined : `http://localhost:${port}`);
  const problems = [
    Number.isInteger(port) && port >= 0 && port <= 65_535 ? null : `PORT must be a number up to 65535`,
    problemOfOrigin(origin),
    problemOfDatabase(DATABASE_URL),
    problemOfSource(SOURCE_URL),
    isServe && !DATA_DIR ? 'DATA_DIR is missing: a folder that is kept and backed up' : null,
    isServe && !SECRETS_FILE
      ? 'SECRETS_FILE is missing: where the secrets are made once, backed up apart from the data'
      : null,
    isServe && DATA_DIR && SECRETS_FILE && resolve(SECRETS_FILE).startsWith(`${resolve(DATA_DIR)}/`)
      ? 'SECRETS_FILE must lie outside DATA_DIR: whoever gets a copy of the data must not get the secrets with it'
      : null,
  ].filter((problem) => problem !== null);
  if (problems.length > 0 || !origin) throw new ConfigProblems(problems);
  const dataDir = resolve(DATA_DIR ?? '.data');
  return {
    host: HOST ?? 'localhost',
    port,
    dataDir,
    databaseUrl: DATABASE_URL ?? null,
    origin,
    secretsFile: resolve(SECRETS_FILE ?? join(dataDir, 'secrets.json')),
    trustProxy: TRUST_PROXY ?? 'loopback',
    sourceUrl: SOURCE_URL || null,
  };
}
