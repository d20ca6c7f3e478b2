import type { ChangeEntry, Entry } from '@beistand/client';
import { sayTime } from '../text/say-time.ts';
import type { Spoken } from './items-of.ts';
import type { Reader } from './seeker-conversation.tsx';

const responsible = 2;

const changesOf = (entries: readonly Entry[]): ChangeEntry[] =>
  entries.filter((entry): entry is ChangeEntry => entry.t === 'change');

/** The first change from which on someone has been in without a break. */
function sinceOf(changes: readonly ChangeEntry[], account: string): number {
  const isIn = (change: ChangeEntry): boolean => change.readers.some((reader) => reader.account === account);
  const out = changes.findLastIndex((change) => !isIn(change));
  return changes[out + 1]?.at ?? 0;
}

/** Who can read from the newest record on, in words; `centre` is the name of the centre. */
export function readersOf(entries: readonly Entry[], centre: string, spoken: Spoken): Reader[] {
  const { t, language, timeZone, covers = [] } = spoken;
  const day = (at: number): string => sayTime(new Date(at), language, timeZone).date;
  const changes = changesOf(entries);
  const current = changes.at(-1);
  if (!current) return [];
  const opened = entries.findLast(isVaultOpened);
  const inWords = (name: string, account: string): string => {
    const cover = covers.find((one) => one.account === account);
    return cover
      ? t.coverUntil({ name, from: day(cover.from), until: day(cover.until) })
      : t.since({ name, when: day(sinceOf(changes, account)) });
  };
  return [
    ...current.readers.map(
      ({ isMe, account, name }): Reader =>
        isMe
          ? { kind: 'self', words: t.you }
          : {
              kind: 'person',
              words: inWords(name ?? t.someone, account),
            },
    ),
    ...(current.hasInbox ? [{ kind: 'inbox', words: t.inboxReads({ centre }) } as const] : []),
    ...(current.hasVault
      ? [{ kind: 'vault', words: opened ? t.vaultOpened({ when: day(opened.at) }) : t.vault } as const]
      : []),
  ];
}

/** The vault was open, or somebody took over by it. */
export const isVaultOpened = (entry: Entry): boolean =>
  entry.t === 'vault' ? entry.until !== null : entry.t === 'change' && entry.what === 'vault-used';

/** Who answers; null while nobody has accepted. */
export function responsibleOf(entries: readonly Entry[]): string | null {
  const person = changesOf(entries)
    .at(-1)
    ?.readers.find(({ role }) => role === responsible);
  return person?.name ?? null;
}
