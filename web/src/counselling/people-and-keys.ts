import type { CentreDescription, ChangeEntry, Entry } from '@beistand/client';
import type { Texts } from '../text/generated/texts.ts';
import { isVaultOpened } from '../thread/readers-of.ts';
import type { KeyRow } from './desk.tsx';
import { type Clock, sayDate } from './say-when.ts';

type Around = {
  t: Texts['counselling'];
  clock: Clock;
  centre: string;
  seeker: string;
  /** Whose keys I know to be theirs, by account. */
  checked: ReadonlyMap<string, CentreDescription['people'][number]['checked']>;
};

const RESPONSIBLE = 2;

/** Who can open a conversation, from its newest record, each with what their key is known by. */
export function peopleAndKeys(entries: readonly Entry[], around: Around): KeyRow[] {
  const changes = entries.filter((entry) => entry.t === 'change');
  const newest = changes.at(-1);
  if (!newest) return [];
  const { t, clock, centre } = around;
  const rows: KeyRow[] = newest.readers.map((reader) => {
    const when = sayDate(sinceOf(changes, reader.account), clock);
    const isResponsible = reader.role === RESPONSIBLE;
    const isChecked = Boolean(around.checked.get(reader.account));
    if (reader.isMe)
      return {
        kind: 'self',
        name: isResponsible ? t.youResponsible : t.youRead,
        note: t.readsSince({ when }),
        isChecked: false,
        reads: 'all',
      };
    const name = reader.name ?? t.namelessPerson;
    if (reader.role === 1)
      return {
        kind: 'seeker',
        name: around.seeker,
        note: t.keyUnchanged({ when }),
        isChecked: false,
        reads: 'all',
      };
    return { kind: 'person', name, note: t.readsSince({ when }), isChecked, reads: 'all' };
  });
  if (newest.hasInbox)
    rows.push({
      kind: 'inbox',
      name: t.inboxName({ centre }),
      note: t.inboxNote,
      isChecked: false,
      reads: 'all',
    });
  if (newest.hasVault) {
    const used = entries.findLast(isVaultOpened);
    rows.push({
      kind: 'vault',
      name: t.vaultName({ centre }),
      note: used ? t.vaultOpenedAt({ when: sayDate(used.at, clock) }) : t.vaultNeverOpened,
      isChecked: false,
      reads: 'emergency',
    });
  }
  return rows;
}

/** The begin of the last unbroken run of records that name the account. */
function sinceOf(changes: readonly ChangeEntry[], account: string): number {
  let since: number | null = null;
  for (const { readers, at } of changes)
    since = readers.some((reader) => reader.account === account) ? (since ?? at) : null;
  return since ?? changes.at(-1)?.at ?? 0;
}
