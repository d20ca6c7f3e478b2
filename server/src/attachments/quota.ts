import type { Limits } from '@beistand/contract';
import { type Bytes, paddedContentLength, sealedLength } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { refuse } from '../http/refuse.ts';
import type { FileRow } from './access.ts';

/** Uploads of one account happen one after the other, so that together they can't store more than each alone. */
export const takeTurn = (tenant: Tenant, account: Bytes): Promise<unknown> =>
  tenant.selectFrom('accounts').select('id').where('id', '=', account).forNoKeyUpdate().execute();

/**
 * Throws `SLOW` where `more` sealed bytes would be too many for the day. What was begun counts by what has arrived, each part
 * from its own hour on: by their files' hours, or as long as these are there, two days' worth could arrive within minutes.
 */
export async function refuseBeyondDay(
  tenant: Tenant,
  account: Bytes,
  more: number,
  now: number,
  { filesPerDay }: Pick<Limits, 'filesPerDay'>,
): Promise<void> {
  const { stored, oldest } = await tenant
    .selectFrom('file_arrivals')
    .select(({ fn }) => [fn.sum<number | null>('size').as('stored'), fn.min('at').as('oldest')])
    .where('account_id', '=', account)
    .where('at', '>', new Date(now - 1000 * filesPerDay.seconds))
    .executeTakeFirstOrThrow();
  if (Number(stored ?? 0) + paddedContentLength(more) <= filesPerDay.mostBytes) return;
  const until = (oldest?.getTime() ?? now) + 1000 * filesPerDay.seconds;
  refuse('SLOW', { after: Math.max(1, Math.ceil((until - now) / 1000)) });
}

/** How long an upload may take, ms: then it is over, whether `erase-files` has come by or not. */
export const uploadLifeMs = 24 * 3600 * 1000;

/** Over its time and named by no message. */
export const isOver = (
  { item_seq, created_at }: Pick<FileRow, 'item_seq' | 'created_at'>,
  now: number,
): boolean => item_seq === null && created_at.getTime() + uploadLifeMs <= now;

/** Throws `SLOW` where as many are begun and not sent as may be: what is begun alone counts for no day's bytes. */
export async function refuseUnsent(
  tenant: Tenant,
  account: Bytes,
  now: number,
  { file }: Pick<Limits, 'file'>,
): Promise<void> {
  const { count, oldest } = await tenant
    .selectFrom('files')
    .select(({ fn }) => [fn.countAll<number>().as('count'), fn.min('created_at').as('oldest')])
    .where('account_id', '=', account)
    .where('item_seq', 'is', null)
    .where('created_at', '>', new Date(now - uploadLifeMs))
    .executeTakeFirstOrThrow();
  if (count < file.mostUnsent) return;
  const until = oldest!.getTime() + uploadLifeMs;
  refuse('SLOW', { after: Math.max(1, Math.ceil((until - now) / 1000)) });
}

/** Throws `SIZE` for a file larger than it may be, and `ENOUGH` for one too many before somebody has accepted. */
export async function refuseUnacceptedFile(
  tenant: Tenant,
  {
    conversation,
    account,
    size,
    isWaiting,
  }: { conversation: Bytes; account: Bytes; size: number; isWaiting: boolean },
  { file, filesBeforeAcceptance }: Pick<Limits, 'file' | 'filesBeforeAcceptance'>,
): Promise<void> {
  const { mostBytes } = isWaiting ? filesBeforeAcceptance : file;
  if (size > sealedLength(mostBytes)) refuse('SIZE');
  if (!isWaiting) return;
  const { count } = await tenant
    .selectFrom('files')
    .select((column) => column.fn.countAll<number>().as('count'))
    .where('conversation_id', '=', conversation)
    .where('account_id', '=', account)
    .executeTakeFirstOrThrow();
  if (count >= filesBeforeAcceptance.most) refuse('ENOUGH');
}
