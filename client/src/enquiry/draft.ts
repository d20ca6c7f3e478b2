import { call, Unreachable } from '../server/call.ts';
import { forgetUnsent, keepUnsent, readUnsent } from '../unsent/keep.ts';
import type { ClientWorld } from '../world.ts';
import type { Enquiry } from './enquire.ts';

/** What a person has written before they have an account, and where it shall go. */
export type EnquiryDraft = {
  text: string;
  topic: string | null;
  centre: string | null;
  /** From the link's `#k=`. */
  pin: string | null;
  /** From a counsellor's own link. */
  to?: Enquiry['to'];
};

/** True once it survives a reload of this tab ("gesichert"). */
export const keepDraft = (world: ClientWorld, draft: EnquiryDraft): Promise<boolean> =>
  keepUnsent(world, 'draft', draft);

export const readDraft = (world: ClientWorld): Promise<EnquiryDraft | null> =>
  readUnsent(world, 'draft') as Promise<EnquiryDraft | null>;

/** "Clear": the rows go, and with the server's share everything that was ever kept in this tab. Works offline. */
export async function forgetDraft(world: ClientWorld): Promise<void> {
  await forgetUnsent(world);
  try {
    await world.alone(() => call(world, 'forget', {}));
  } catch (error) {
    if (!(error instanceof Unreachable)) throw error;
  }
}
