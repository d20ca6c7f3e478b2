import type { Contract } from '@beistand/contract';
import { type Bytes, isSealedLength } from '@beistand/wire';
import type { Handler, Tenant } from '../http/asked.ts';
import { toBuffer, toBytes } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import { conversationToWriteIn, findFile, isOwn } from './access.ts';
import { isOver, refuseBeyondDay, refuseUnacceptedFile, refuseUnsent, takeTurn } from './quota.ts';

/** Begins an upload, or says how far it has come. */
export const beginFile: Handler<Contract['beginFile']> = (asked) => {
  const { world, caller, me, params, input } = asked;
  const conversation = toBytes(toBuffer(params.conversation));
  const file = toBytes(toBuffer(params.file));
  const { size } = input;
  if (!isSealedLength(size)) refuse('FORMAT');
  const now = world.clock();
  return asked.transact(async (tenant) => {
    const { isWaiting } = await conversationToWriteIn(tenant, conversation, me, now);
    await takeTurn(tenant, me);
    const known = await findFile(tenant, conversation, file);
    if (known) {
      const isTheSame = isOwn(known, me) && known.size === size && !isOver(known, now);
      return isTheSame ? { parts: await partsOf(tenant, conversation, file) } : refuse('ID_TAKEN');
    }
    if (await isBeingErased(tenant, conversation, file)) refuse('ID_TAKEN');
    await refuseUnacceptedFile(tenant, { conversation, account: me, size, isWaiting }, world.limits);
    await refuseUnsent(tenant, me, now, world.limits);
    await refuseBeyondDay(tenant, me, size, now, world.limits);
    await tenant
      .insertInto('files')
      .values({
        conversation_id: conversation,
        id: file,
        organisation_id: caller.organisation,
        account_id: me,
        size,
        created_at: new Date(now),
      })
      .execute();
    asked.created();
    return { parts: [] };
  });
};

async function partsOf(tenant: Tenant, conversation: Bytes, file: Bytes): Promise<number[]> {
  const rows = await tenant
    .selectFrom('file_parts')
    .select('part')
    .where('conversation_id', '=', conversation)
    .where('file_id', '=', file)
    .orderBy('part')
    .execute();
  return rows.map(({ part }) => part);
}

/** Its bytes go by its name: they may not go after somebody has begun it again. */
const isBeingErased = async (tenant: Tenant, conversation: Bytes, file: Bytes): Promise<boolean> =>
  (await tenant
    .selectFrom('file_erasures')
    .select('file_id')
    .where('conversation_id', '=', conversation)
    .where('file_id', '=', file)
    .executeTakeFirst()) !== undefined;
