import { beginEnquiry, type Enquiry, sendEnquiry } from '../enquiry/enquire.ts';
import type { Self } from '../self.ts';
import { call } from '../server/call.ts';
import type { ClientWorld } from '../world.ts';

/** A first message of someone new, sent and committed. */
export async function askForHelp(
  world: ClientWorld,
  given: Omit<Enquiry, 'pin' | 'consent'> & Partial<Pick<Enquiry, 'pin'>> & { name: string; phrase: string },
): Promise<{ self: Self; conversation: string; writtenCode: string; answerDueAt: number }> {
  const { name, phrase, ...enquiry } = given;
  const { version: consent } = await call(world, 'consentText', {});
  const begun = await beginEnquiry(world, { pin: null, ...enquiry, consent }, name, phrase);
  const { self, arrived } = await sendEnquiry(world, begun.pending, null, () => undefined);
  const { conversation, answerDueAt } = arrived;
  return { self, conversation, answerDueAt, writtenCode: begun.writtenCode };
}
