import { X509Certificate } from 'node:crypto';
import { mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { lanAddresses, lanCertificate } from './lan.ts';

let folder = '';
beforeAll(() => {
  folder = mkdtempSync(join(tmpdir(), 'beistand-lan-'));
});
afterAll(() => rmSync(folder, { recursive: true, force: true }));

test('one certificate for all addresses, kept until they change or it ends', async () => {
  const now = Date.now();
  const made = await lanCertificate(folder, ['192.0.2.7', '198.51.100.9'], now);
  const certificate = new X509Certificate(made.cert);
  expect(certificate.checkIP('192.0.2.7')).toBe('192.0.2.7');
  expect(certificate.checkIP('198.51.100.9')).toBe('198.51.100.9');
  expect(certificate.checkHost('localhost')).toBe('localhost');
  expect(statSync(join(folder, 'lan-certificate.json')).mode & 0o777).toBe(0o600);
  expect(await lanCertificate(folder, ['192.0.2.7'], now)).toEqual(made);
  const moved = await lanCertificate(folder, ['203.0.113.4'], now);
  expect(moved.cert).not.toBe(made.cert);
  expect((await lanCertificate(folder, ['203.0.113.4'], now + 181 * 24 * 3_600_000)).cert).not.toBe(
    moved.cert,
  );
});

test('addresses of the local network only', () => {
  const at = (address: string, family: 'IPv4' | 'IPv6', internal: boolean) =>
    ({ address, family, internal }) as NonNullable<
      ReturnType<typeof import('node:os').networkInterfaces>[string]
    >[number];
  const interfaces = {
    lo: [at('127.0.0.1', 'IPv4', true)],
    eth0: [at('192.0.2.7', 'IPv4', false), at('fe80::1', 'IPv6', false)],
  };
  expect(lanAddresses(interfaces)).toEqual(['192.0.2.7']);
});
