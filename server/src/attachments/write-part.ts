import { createHash } from 'node:crypto';
import type { Contract } from '@beistand/contract';
import { type Bytes, paddedContentLength, partLength, same } from '@beistand/wire';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { conversationToWriteIn, isOwn, lockFile } from './access.ts';
import { isOver, refuseBeyondDay, takeTurn } from './quota.ts';

/** Takes one sealed part. On disk first, then in the database: what a row names is there. */
export const writePart: Handler<Contract['writePart']> = (asked) => {
  const { world, caller, me, params, input } = asked;
  const conversation = toBytes(toBuffer(params.conversation));
  const file = toBytes(toBuffer(params.file));
  const { part } = params;
  const sha256 = toBytes(createHash('sha256').update(input).digest());
  const now = world.clock();
  return asked.transact(async (tenant) => {
    await conversationToWriteIn(tenant, conversation, me, now);
    await takeTurn(tenant, me);
    const row = await lockFile(tenant, conversation, file);
    if (!row || !isOwn(row, me) || isOver(row, now)) refuse('NOT_FOUND');
    if (input.length !== partLength(row.size, part)) refuse('FORMAT');
    const known = await hashOf(tenant, conversation, file, part);
    if (known) return same(known, sha256) ? {} : refuse('ID_TAKEN');
    await refuseBeyondDay(tenant, me, input.length, now, world.limits);
    await world.files.write({ conversation, file, part, sha256 }, input);
    await tenant
      .insertInto('file_parts')
      .values({
        conversation_id: conversation,
        file_id: file,
        part,
        organisation_id: caller.organisation,
        size: input.length,
        sha256,
      })
      .execute();
    await tenant
      .insertInto('file_arrivals')
      .values({
        account_id: me,
        at: new Date(now),
        organisation_id: caller.organisation,
        size: paddedContentLength(input.length),
      })
      .execute();
    asked.created();
    return {};
  });
};

async function hashOf(tenant: Tenant, conversation: Bytes, file: Bytes, part: number): Promise<Bytes | null> {
  const row = await tenant
    .selectFrom('file_parts')
    .select('sha256')
    .where('conversation_id', '=', conversation)
    .where('file_id', '=', file)
    .where('part', '=', part)
    .executeTakeFirst();
  return row?.sha256 ?? null;
}
