import { Refused, type WireCode } from '@beistand/wire';
import { refuse } from '../http/refuse.ts';

/**
 * Runs one of wire's judges. Its refusals answer with the code's usual status where `usual` names the code, else with
 * 422 (protocol "Server").
 */
export async function judged<T>(usual: readonly WireCode[], judge: () => T | Promise<T>): Promise<T> {
  try {
    return await judge();
  } catch (error) {
    if (!(error instanceof Refused) || error.code === 'SUITE') throw error;
    return refuse(error.code, {}, usual.includes(error.code) ? undefined : 422);
  }
}
