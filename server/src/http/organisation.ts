import type { Kysely } from 'kysely';
import type { Tables } from '../database/tables.ts';

/** How long a new host may go unnoticed. */
const keptFor = 5_000;

export type FindOrganisation = (hostname: string) => Promise<Buffer<ArrayBuffer> | null>;

/**
 * Which organisation a host name (lower case, without port) belongs to; other names get the default one. Null when
 * there is none at all. All hosts are kept in memory for some seconds: every request asks.
 */
export function organisationByHost(database: Kysely<Tables>, clock: () => number): FindOrganisation {
  let readAt = Number.NEGATIVE_INFINITY;
  let reading: Promise<Map<string | null, Buffer<ArrayBuffer>>> | null = null;
  const read = async () => {
    const rows = await database.selectFrom('organisation_hosts').selectAll().execute();
    const byHost = new Map<string | null, Buffer<ArrayBuffer>>();
    for (const { host, organisation_id, is_default } of rows) {
      byHost.set(host, Buffer.from(organisation_id));
      if (is_default) byHost.set(null, Buffer.from(organisation_id));
    }
    return byHost;
  };
  return async (hostname) => {
    if (!reading || Math.abs(clock() - readAt) > keptFor) {
      readAt = clock();
      reading = read();
      reading.catch(() => {
        reading = null; // asked again by the next request; this one is refused
      });
    }
    const byHost = await reading;
    const found = byHost.get(hostname.toLowerCase()) ?? byHost.get(null) ?? null;
    if (!found) reading = null; // a fresh installation: the first organisation counts at once
    return found;
  };
}
