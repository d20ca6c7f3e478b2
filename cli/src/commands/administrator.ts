import { listAdministrators, removeAdministrator } from '@beistand/server/operator';
import { Misuse } from '../usage.ts';
import type { Hand } from '../with-owner.ts';
import type { Command } from './command.ts';

const readOrganisation = (name: string | undefined): string => {
  if (!name) throw new Misuse('Say of which organisation: its NAME, in quotes when it has spaces.');
  return name;
};

function readId(id: string | undefined): Uint8Array<ArrayBuffer> {
  if (!id || !/^[A-Za-z0-9_-]{22}$/.test(id))
    throw new Misuse('ID is the 22 letters that "administrator list" shows.');
  return Uint8Array.from(Buffer.from(id, 'base64url'));
}

async function list({ owner, say }: Hand, organisation: string): Promise<void> {
  const administrators = await listAdministrators(owner, organisation);
  if (!administrators) throw new Error(`There is no organisation "${organisation}".`);
  if (administrators.length === 0) say('Nobody administers it.');
  for (const { account, name, since } of administrators)
    say(`${Buffer.from(account).toString('base64url')}  ${name}, since ${since.toISOString().slice(0, 10)}`);
}

async function remove(
  { owner, say }: Hand,
  organisation: string,
  id: Uint8Array<ArrayBuffer>,
): Promise<void> {
  if (!(await removeAdministrator(owner, organisation, id)))
    throw new Error(`Nobody with that ID administers "${organisation}".`);
  say(
    'Administers nothing any more, and is signed out. What they are in centres is for those centres’ leads to say.',
  );
}

export const administrator: readonly Command[] = [
  {
    words: ['administrator', 'list'],
    names: 1,
    options: [],
    read: ([name]) => {
      const organisation = readOrganisation(name);
      return { at: 'owner', run: (hand) => list(hand, organisation) };
    },
  },
  {
    words: ['administrator', 'remove'],
    names: 2,
    options: [],
    read: ([name, id]) => {
      const [organisation, account] = [readOrganisation(name), readId(id)];
      return { at: 'owner', run: (hand) => remove(hand, organisation, account) };
    },
  },
];
