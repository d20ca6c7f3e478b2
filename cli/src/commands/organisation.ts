import { addHost, addOrganisation, listOrganisations, removeHost } from '@beistand/server/operator';
import { Misuse } from '../usage.ts';
import type { Hand } from '../with-owner.ts';
import type { Command } from './command.ts';

type Wanted = { name: string; host: string; isDefault: boolean };

function readHost(host: string | undefined): string {
  if (!host || host.length > 253 || !/^[a-z0-9]([a-z0-9.-]*[a-z0-9])?$/i.test(host))
    throw new Misuse('HOST is a host name alone, like beratung.example: no scheme, no port, no path.');
  return host.toLowerCase();
}

/** Throws `Misuse` for what the database would refuse anyway, in words. */
function readOrganisation(name: string | undefined, host: string | undefined, isDefault = false): Wanted {
  if (!name || name !== name.trim() || name.length < 2 || name.length > 120)
    throw new Misuse('NAME has 2 to 120 characters; put it in quotes when it has spaces.');
  return { name, host: readHost(host), isDefault };
}

const answersAt = ({ name, host, isDefault }: Wanted) =>
  `${name} answers at ${host}${isDefault ? ' and at every host nobody has' : ''}.`;

async function add({ owner, say }: Hand, wanted: Wanted): Promise<void> {
  try {
    await addOrganisation(owner, wanted);
  } catch (error) {
    throw takenAs(error, wanted) ?? error;
  }
  say(answersAt(wanted));
}

async function list({ owner, say }: Hand): Promise<void> {
  const organisations = await listOrganisations(owner);
  if (organisations.length === 0) say('There is no organisation yet.');
  for (const { name, hosts } of organisations) {
    say(name);
    for (const { host, isDefault } of hosts) say(`  ${host}${isDefault ? ' (default)' : ''}`);
  }
}

async function hostAdd({ owner, say }: Hand, wanted: Wanted): Promise<void> {
  try {
    if (!(await addHost(owner, wanted))) throw new Error(`There is no organisation "${wanted.name}".`);
  } catch (error) {
    throw takenAs(error, wanted) ?? error;
  }
  say(answersAt(wanted));
}

async function hostRemove({ owner, say }: Hand, host: string): Promise<void> {
  const removed = await removeHost(owner, host);
  if (removed === null) throw new Error(`No organisation answers at ${host}.`);
  if (removed === 'last')
    throw new Error(`${host} is the only host of its organisation: add another one first.`);
  say(`Nobody answers at ${host} any more.`);
  if (removed === 'default') say('It was the default one: hosts that nobody has are now answered by nobody.');
}

/** Which of the things that must be unique another organisation has already. */
function takenAs(error: unknown, { name, host }: Wanted): Error | null {
  const { constraint } = error as { constraint?: string };
  if (constraint === 'organisations_name_key')
    return new Error(`There already is an organisation "${name}".`);
  if (constraint === 'organisation_hosts_pkey')
    return new Error(`An organisation answers at ${host} already.`);
  if (constraint === 'organisation_hosts_one_default')
    return new Error('Another organisation is the default one: leave --default out.');
  return null;
}

export const organisation: readonly Command[] = [
  {
    words: ['organisation', 'add'],
    names: 1,
    options: ['host', 'default'],
    read: ([name], values) => {
      const wanted = readOrganisation(name, values.host, values.default);
      return { at: 'owner', run: (hand) => add(hand, wanted) };
    },
  },
  {
    words: ['organisation', 'list'],
    names: 0,
    options: [],
    read: () => ({ at: 'owner', run: list }),
  },
  {
    words: ['organisation', 'host', 'add'],
    names: 2,
    options: ['default'],
    read: ([name, host], values) => {
      const wanted = readOrganisation(name, host, values.default);
      return { at: 'owner', run: (hand) => hostAdd(hand, wanted) };
    },
  },
  {
    words: ['organisation', 'host', 'remove'],
    names: 1,
    options: [],
    read: ([name]) => {
      const host = readHost(name);
      return { at: 'owner', run: (hand) => hostRemove(hand, host) };
    },
  },
];
