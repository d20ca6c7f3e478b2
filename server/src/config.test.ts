import { expect, test } from 'vitest';
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

test('serving wants everything, and names all that is missing at once', () => {
  expect(readConfig(whole, 'serve')).toMatchObject({
    origin: 'https://beratung.example',
    trustProxy: 'loopback',
  });
  const problemsOf = (environment: Record<string, string>) => {
    try {
      readConfig(environment, 'serve');
      return [];
    } catch (error) {
      return (error as ConfigProblems).problems.map((problem) => problem.split(' ')[0]);
    }
  };
  expect(problemsOf({})).toEqual(['ORIGIN', 'DATA_DIR', 'SECRETS_FILE']);
  expect(problemsOf({ ...whole, PORT: '80x', ORIGIN: 'http://beratung.example' })).toEqual([
    'PORT',
    'ORIGIN',
  ]);
  expect(problemsOf({ ...whole, ORIGIN: 'https://beratung.example/path' })).toEqual(['ORIGIN']);
  expect(problemsOf({ ...whole, SECRETS_FILE: '/srv/data/secrets.json' })).toEqual(['SECRETS_FILE']);
  for (const url of ['mysql://a@b/c', 'postgres://db.example/x', 'postgres://owner@db.example/x', 'nonsense'])
    expect(problemsOf({ ...whole, DATABASE_URL: url })).toEqual(['DATABASE_URL']);
  for (const url of [
    'postgres://owner@localhost/x',
    'postgresql://owner@db.example/x?sslmode=verify-full',
    'postgres://owner@%2Frun%2Fpostgresql/x',
  ])
    expect(problemsOf({ ...whole, DATABASE_URL: url })).toEqual([]);
  expect(readConfig(whole, 'serve').sourceUrl).toBeNull();
  for (const url of ['code.example/beistand', 'http://code.example/beistand', 'javascript:alert(1)'])
    expect(problemsOf({ ...whole, SOURCE_URL: url })).toEqual(['SOURCE_URL']);
  const sourceUrl = 'https://code.example/beistand';
  expect(readConfig({ ...whole, SOURCE_URL: sourceUrl }, 'serve')).toMatchObject({ sourceUrl });
});
