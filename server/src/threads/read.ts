import type { Contract } from '@beistand/contract';
import type { Handler } from '../http/asked.ts';
import { toBuffer, toBytes, toText } from '../http/codec.ts';
import { Refusal } from '../http/refuse.ts';
import { staffedFor } from './access.ts';
import { linksOf } from './store.ts';

/** The thread as long as one may read what it is about; one's own notes also after that. */
export const readThreads: Handler<Contract['readThreads']> = ({ transact, me, params, world }) =>
  transact(async (tenant) => {
    const about = toBytes(toBuffer(params.conversation));
    const { thread, notes } = await linksOf(tenant, about, me);
    const own = notes && toText(notes);
    try {
      await staffedFor(tenant, about, me, world.clock());
    } catch (error) {
      if (own && error instanceof Refusal && error.code === 'NOT_FOUND') return { thread: null, notes: own };
      throw error;
    }
    return { thread: thread && toText(thread), notes: own };
  });
