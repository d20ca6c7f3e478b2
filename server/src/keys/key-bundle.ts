import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';

export const keyBundle: Handler<Contract['keyBundle']> = async ({ params, transact }) => {
  const row = await transact((tenant) =>
    tenant
      .selectFrom('key_bundles')
      .select('bytes')
      .where('kid', '=', toBuffer(params.key))
      .executeTakeFirst(),
  );
  return { bundle: toText((row ?? refuse('NOT_FOUND')).bytes) };
};
