import { X509Certificate } from 'node:crypto';
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { networkInterfaces } from 'node:os';
import { join } from 'node:path';
import { generate } from 'selfsigned';

export type Tls = { cert: string; key: string };

/** This machine's addresses in the local network, IPv4. */
export const lanAddresses = (interfaces = networkInterfaces()): string[] =>
  Object.values(interfaces)
    .flatMap((found) => found ?? [])
    .filter(({ family, internal }) => family === 'IPv4' && !internal)
    .map(({ address }) => address);

/** Half a year: a phone that was told once to trust it needn't be told again on every start. */
const validForMs = 180 * 24 * 3_600_000;

/** A certificate this machine made for its own addresses, kept in the data folder while it fits them. */
export async function lanCertificate(
  dataDir: string,
  addresses: readonly string[],
  now: number,
): Promise<Tls> {
  const file = join(dataDir, 'lan-certificate.json');
  const kept: Tls | null = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : null;
  if (kept && fits(kept, addresses, now)) return kept;
  const made = await generate([{ name: 'commonName', value: 'Beistand trial' }], {
    algorithm: 'sha256',
    keyType: 'ec',
    notBeforeDate: new Date(now - 24 * 3_600_000),
    notAfterDate: new Date(now + validForMs),
    extensions: [
      { name: 'basicConstraints', cA: false },
      { name: 'keyUsage', digitalSignature: true },
      { name: 'extKeyUsage', serverAuth: true },
      {
        name: 'subjectAltName',
        altNames: [{ type: 2, value: 'localhost' }, ...addresses.map((ip) => ({ type: 7, ip }) as const)],
      },
    ],
  });
  const tls = { cert: made.cert, key: made.private };
  mkdirSync(dataDir, { recursive: true, mode: 0o711 });
  writeFileSync(file, JSON.stringify(tls), { mode: 0o600 });
  return tls;
}

function fits({ cert }: Tls, addresses: readonly string[], now: number): boolean {
  const certificate = new X509Certificate(cert);
  return (
    certificate.validToDate.getTime() > now && addresses.every((ip) => certificate.checkIP(ip) !== undefined)
  );
}
