import { addOrganisation } from '@beistand/server/operator';
import { Misuse } from './usage.ts';
import type { Hand } from './with-owner.ts';

export type NewOrganisation = { name: string; host: string; isDefault: boolean };

/** Throws `Misuse` for what the database would refuse anyway, in words. */
export function readOrganisation(
  name: string | undefined,
  host: string | undefined,
  isDefault: boolean,
): NewOrganisation {
  if (!name || name !== name.trim() || name.length < 2 || name.length > 120)
    throw new Misuse('NAME has 2 to 120 characters; put it in quotes when it has spaces.');
  if (!host || host.length > 253 || !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host))
    throw new Misuse('--host is a host name alone, like beratung.example: no scheme, no port, no path.');
  return { name, host: host.toLowerCase(), isDefault };
}

export async function organisationAdd({ owner, say }: Hand, wanted: NewOrganisation): Promise<void> {
  try {
    await addOrganisation(owner, wanted);
  } catch (error) {
    throw takenAs(error, wanted) ?? error;
  }
  say(`${wanted.name} answers at ${wanted.host}.`);
}

/** Which of the things that must be unique another organisation has already. */
function takenAs(error: unknown, { name, host }: NewOrganisation): Error | null {
  const { constraint } = error as { constraint?: string };
  if (constraint === 'organisations_name_key')
    return new Error(`There already is an organisation "${name}".`);
  if (constraint === 'organisation_hosts_pkey') return new Error(`Another organisation answers at ${host}.`);
  if (constraint === 'organisation_hosts_one_default')
    return new Error('Another organisation is the default one: leave --default out.');
  return null;
}
