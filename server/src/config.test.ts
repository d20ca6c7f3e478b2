import { mkdirSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, onTestFinished, test } from 'vitest';
import { type ConfigProblems, readConfig } from './config.ts';

const whole = {
  ORIGIN: 'https://beratung.example',
  DATA_DIR: '/srv/data',
  SECRETS_FILE: '/srv/secrets.json',
};

test('a trial needs nothing and takes what it is told', () => {
  const config = readConfig({}, 'trial');
  expect(config).toMatchObject({
    host: 'localhost',
    port: 3000,
    origin: 'http://localhost:3000',
    databaseUrl: null,
  });
  expect(config.dataDir).toMatch(/\/\.data$/);
  expect(config.secretsFile).toBe(`${config.dataDir}/secrets.json`);
  expect(readConfig({ PORT: '8080', DATA_DIR: '/tmp/x' }, 'trial')).toMatchObject({
    port: 8080,
    origin: 'http://localhost:8080',
    secretsFile: '/tmp/x/secrets.json',
  });
});

const problemsOf = (environment: Record<string, string>, kind: 'trial' | 'serve' = 'serve') => {
  try {
    readConfig(environment, kind);
    return [];
  } catch (error) {
    return (error as ConfigProblems).problems.map((problem) => problem.split(' ')[0]);
  }
};

test('a trial refuses what belongs to a real installation', () => {
  expect(problemsOf(whole, 'trial')).toEqual(['ORIGIN', 'SECRETS_FILE']);
  expect(problemsOf({ SECRETS_FILE: '/srv/secrets.json' }, 'trial')).toEqual(['SECRETS_FILE']);
  expect(() => readConfig(whole, 'trial')).toThrow('npm run serve');
});

test('a variable that is set to nothing is not set', () => {
  const names = [
    'HOST',
    'PORT',
    'DATA_DIR',
    'DATABASE_URL',
    'ORIGIN',
    'SECRETS_FILE',
    'TRUST_PROXY',
    'SOURCE_URL',
  ];
  for (const empty of ['', ' ']) {
    const environment = Object.fromEntries(names.map((name) => [name, empty]));
    expect(readConfig(environment, 'trial')).toEqual(readConfig({}, 'trial'));
    expect(readConfig({ ...environment, ...whole }, 'serve')).toEqual(readConfig(whole, 'serve'));
    expect(problemsOf(environment)).toEqual(['ORIGIN', 'DATA_DIR', 'SECRETS_FILE']);
  }
  expect(readConfig({ HOST: '' }, 'trial').host).toBe('localhost');
});

test('a trial at the port of its scheme, and a port that is none', () => {
  expect(readConfig({ PORT: '80' }, 'trial').origin).toBe('http://localhost');
  expect(readConfig({ PORT: '443' }, 'trial').origin).toBe('http://localhost:443');
  for (const PORT of ['abc', '-1', '65536', '1e3', '0x10'])
    expect([PORT, ...problemsOf({ PORT }, 'trial')]).toEqual([PORT, 'PORT']);
});

test('secrets inside the data are found through links as well', () => {
  const folder = mkdtempSync(join(tmpdir(), 'config-'));
  onTestFinished(() => rmSync(folder, { recursive: true }));
  mkdirSync(join(folder, 'data'));
  symlinkSync('data', join(folder, 'link'));
  symlinkSync(join(folder, 'data/secrets.json'), join(folder, 'file'));
  const at = (dataDir: string, secretsFile: string) =>
    problemsOf({ ...whole, DATA_DIR: join(folder, dataDir), SECRETS_FILE: join(folder, secretsFile) });
  for (const [dataDir, secretsFile] of [
    ['data', 'link/secrets.json'],
    ['data', 'link/deep/er/secrets.json'],
    ['link', 'data/secrets.json'],
    ['data', 'file'],
  ] as const)
    expect(at(dataDir, secretsFile)).toEqual(['SECRETS_FILE']);
  expect(at('data', 'database.json')).toEqual([]);
});

test('serving wants everything, and names all that is missing at once', () => {
  expect(readConfig(whole, 'serve')).toMatchObject({
    origin: 'https://beratung.example',
    trustProxy: 'loopback',
  });
  expect(problemsOf({})).toEqual(['ORIGIN', 'DATA_DIR', 'SECRETS_FILE']);
  expect(problemsOf({ ...whole, PORT: '80x', ORIGIN: 'http://beratung.example' })).toEqual([
    'PORT',
    'ORIGIN',
  ]);
  expect(problemsOf({ ...whole, ORIGIN: 'https://beratung.example/path' })).toEqual(['ORIGIN']);
  expect(problemsOf({ ...whole, SECRETS_FILE: '/srv/data/secrets.json' })).toEqual(['SECRETS_FILE']);
  for (const url of [
    ...['mysql://a@b/c', 'postgres://db.example/x', 'postgres://owner@db.example/x', 'nonsense'],
    // Where it leads in the end, and whether it is really sealed on the way.
    'postgres://owner@localhost/x?host=db.example',
    'postgres://owner@db.example/x?sslmode=verify-full&sslmode=disable',
    // Read by others, too, who would fall over them.
    ...['postgres://owner@%zz/x', 'postgres://own%er@localhost/x', 'postgres://owner@localhost/%'],
  ])
    expect(problemsOf({ ...whole, DATABASE_URL: url })).toEqual(['DATABASE_URL']);
  for (const url of [
    'postgres://owner@localhost/x',
    'postgresql://owner@db.example/x?sslmode=verify-full',
    'postgres://owner@%2Frun%2Fpostgresql/x',
    'postgres://owner@db.example/x?host=/run/postgresql',
  ])
    expect(problemsOf({ ...whole, DATABASE_URL: url })).toEqual([]);
  for (const TRUST_PROXY of ['loopback', '10.0.0.7', '10.0.0.0/24, ::1', 'fd00::/8,uniquelocal'])
    expect(problemsOf({ ...whole, TRUST_PROXY })).toEqual([]);
  for (const TRUST_PROXY of ['true', 'proxy.example', '10.0.0.0/33', '1', '10.0.0.7;10.0.0.8', '10.0.0.7,'])
    expect(problemsOf({ ...whole, TRUST_PROXY })).toEqual(['TRUST_PROXY']);
  expect(readConfig(whole, 'serve').sourceUrl).toBeNull();
  for (const url of ['code.example/beistand', 'http://code.example/beistand', 'javascript:alert(1)'])
    expect(problemsOf({ ...whole, SOURCE_URL: url })).toEqual(['SOURCE_URL']);
  const sourceUrl = 'https://code.example/beistand';
  expect(readConfig({ ...whole, SOURCE_URL: sourceUrl }, 'serve')).toMatchObject({ sourceUrl });
});
