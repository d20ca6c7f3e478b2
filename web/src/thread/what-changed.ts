import type { ChangeEntry, OpenConversation } from '@beistand/client';

type Reader = ChangeEntry['readers'][number];
export type Cover = OpenConversation['covers'][number];

const responsible = 2;
const reads = 4;

/** The most telling of what a record did to who is in. */
export type WhatChanged =
  | { kind: 'handed-over' | 'taken-over'; from: Reader; to: Reader }
  | { kind: 'covering'; who: Reader[]; cover: Cover }
  /** `added-reading`: they read along and write nothing. */
  | { kind: 'added' | 'added-reading' | 'removed'; who: Reader[] }
  /** Nobody came or went: new keys for the same people. */
  | { kind: 'keys' };

const withRole = (readers: readonly Reader[], role: number): Reader | undefined =>
  readers.find((reader) => reader.role === role);

/** Against the record before it; `covers` are those planned now. Null for the first of a list that begins later. */
export function whatChanged(
  before: ChangeEntry | null,
  { readers, by }: ChangeEntry,
  covers: readonly Cover[],
): WhatChanged | null {
  if (!before) return null;
  const isIn = (list: readonly Reader[], { account }: Reader): boolean =>
    list.some((reader) => reader.account === account);
  const from = withRole(before.readers, responsible);
  const to = withRole(readers, responsible);
  if (from && to && from.account !== to.account)
    return { kind: by === to.account ? 'taken-over' : 'handed-over', from, to };
  const came = readers.filter((reader) => !isIn(before.readers, reader));
  const cover = covers.find(({ account }) => came.some((reader) => reader.account === account));
  if (cover) return { kind: 'covering', who: came, cover };
  if (came.length > 0)
    return { kind: came.every(({ role }) => role === reads) ? 'added-reading' : 'added', who: came };
  const went = before.readers.filter((reader) => !isIn(readers, reader));
  return went.length > 0 ? { kind: 'removed', who: went } : { kind: 'keys' };
}
