import { expect, test } from 'vitest';
import { missingPackages, platformOf, readLockfile } from './complete-lockfile.ts';

test('the lockfile names every optional package it wants, or a fresh clone could not be installed', () => {
  expect(missingPackages(readLockfile())).toEqual([]);
});

test('a missing one is found, also below another package', () => {
  const wants = { optionalDependencies: { 'x-linux-x64': '1.0.0', 'x-darwin-x64': '1.0.0' } };
  const packages = { 'node_modules/y/node_modules/x': wants, 'node_modules/y/node_modules/x-linux-x64': {} };
  expect(missingPackages({ packages })).toEqual([['x-darwin-x64', '1.0.0', 'node_modules/y/node_modules/x']]);
});

test('the platform is read from the name', () => {
  expect(platformOf('@a/binding-linux-arm-musleabihf')).toEqual({
    os: ['linux'],
    cpu: ['arm'],
    libc: ['musl'],
  });
  expect(platformOf('@a/cli-win32-x64')).toEqual({ os: ['win32'], cpu: ['x64'] });
  expect(platformOf('@a/binding-android-arm-eabi')).toEqual({ os: ['android'], cpu: ['arm'] });
  expect(() => platformOf('@a/binding-wasm')).toThrow('does not say');
});
