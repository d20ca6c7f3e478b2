import type { ChangeEntry, OpenConversation } from '@beistand/client';

/** What somebody in the conversation does with it: lets in, passes on, has it covered, takes out. */
export type Step = 'add' | 'handOver' | 'cover' | 'remove';
export type Dates = { from: number; until: number };
export type Planned = {
  step: Step;
  account: string;
  name: string;
  /** Of who comes in. */
  writes: boolean;
  /** Of who hands over. */
  stays: boolean;
  dates: Dates | null;
};

export type Reads = 'all' | 'dates' | 'emergency' | 'not-any-more' | 'nothing';
/** One of those who can read now or afterwards. `part`: what they do with it from then on. */
export type ReaderAfter = {
  account: string;
  name: string | null;
  isMe: boolean;
  before: Reads;
  after: Reads;
  part: 'asks' | 'responsible' | 'writes' | 'reads' | 'vault';
  dates: Dates | null;
};

const ROLE = { asks: 1, responsible: 2, counsels: 3, reads: 4 } as const;
type Reader = ChangeEntry['readers'][number];

const partOf = (role: number): ReaderAfter['part'] =>
  (({ [ROLE.asks]: 'asks', [ROLE.responsible]: 'responsible', [ROLE.counsels]: 'writes' }) as const)[role] ??
  'reads';

const goes = ({ account, name, isMe, role }: Reader): ReaderAfter => ({
  ...{ account, name, isMe, part: partOf(role) },
  ...{ before: 'not-any-more', after: 'nothing', dates: null },
});

/**
 * Who will be able to read what once this is done: whom it is about first, then me, who asks, the others, the vault.
 * `covers` are those planned so far.
 */
export function readersAfter(
  { readers, hasVault }: Pick<ChangeEntry, 'readers' | 'hasVault'>,
  covers: OpenConversation['covers'],
  planned: Planned,
): ReaderAfter[] {
  const { step, account, name, writes, stays, dates } = planned;
  const stay = (reader: Reader, role = reader.role): ReaderAfter => {
    const cover = covers.find((one) => one.account === reader.account) ?? null;
    const reads = cover ? 'dates' : 'all';
    const until = cover && { from: cover.from, until: cover.until };
    const { isMe } = reader;
    return {
      ...{ account: reader.account, name: reader.name, isMe },
      ...{ before: reads, after: reads },
      part: partOf(role),
      dates: until,
    };
  };
  const known = readers.find((reader) => reader.account === account);
  const chosen: Reader = { ...(known ?? { account, isMe: false, role: 0 }), name: known?.name ?? name };
  const isCover = step === 'cover';
  const role = step === 'handOver' ? ROLE.responsible : isCover || writes ? ROLE.counsels : ROLE.reads;
  const first: ReaderAfter =
    step === 'remove'
      ? goes(chosen)
      : {
          ...stay(chosen, role),
          ...(isCover
            ? { before: 'dates', after: 'dates', dates }
            : { before: 'all', after: 'all', dates: null }),
        };
  const rest = readers
    .filter((reader) => reader.account !== account)
    .map((reader) => {
      if (!reader.isMe || step !== 'handOver') return stay(reader);
      return stays ? stay(reader, ROLE.counsels) : goes(reader);
    });
  const place = ({ isMe, part }: ReaderAfter): number => (isMe ? 0 : part === 'asks' ? 1 : 2);
  return [first, ...rest.toSorted((one, other) => place(one) - place(other)), ...(hasVault ? [vault] : [])];
}

const vault: ReaderAfter = {
  ...{ account: 'vault', name: null, isMe: false },
  ...{ before: 'emergency', after: 'emergency', part: 'vault', dates: null },
};
