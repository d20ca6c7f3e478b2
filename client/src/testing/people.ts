import { toBase64url } from '@beistand/wire';
import { askForHelp } from '../cast/ask.ts';
import { ada } from '../cast/people.ts';
import { linkParts } from '../cast/raise.ts';
import { invite, letIn, listCandidates, redeemAsMyself } from '../centre/invite.ts';
import { accept } from '../conversation/accept.ts';
import { refresh } from '../conversation/open.ts';
import { myId, type Self } from '../self.ts';
import type { FaultyWorld } from './faults.ts';
import type { Organisation } from './open-organisation.ts';

let count = 0;

/** Someone new with a name of their own, who has asked that centre for help. */
export async function seekerOf(
  organisation: Organisation,
  centre: string,
  text = 'Ich weiß nicht weiter.',
  world: FaultyWorld = organisation.newWorld(),
): Promise<{
  self: Self;
  conversation: string;
  name: string;
  phrase: string;
  world: FaultyWorld;
  writtenCode: string;
}> {
  count += 1;
  const [name, phrase] = [`stiller-dachs-${1000 + count}`, ada.phrase];
  const topic = { topic: organisation.topicIds[0]!, topicTitle: 'Schulden' };
  const asked = await askForHelp(world, { centre, ...topic, text, name, phrase });
  return { ...asked, name, phrase, world };
}

/** A conversation between someone new and that counsellor. */
export async function conversationOf(organisation: Organisation, centre: string, counsellor: Self) {
  const seeker = await seekerOf(organisation, centre);
  await accept(counsellor, seeker.conversation);
  await refresh(seeker.self, seeker.conversation);
  return seeker;
}

/** Who was let go comes again, by a link of the lead's like the first time. */
export async function takeBack(lead: Self, centre: string, self: Self, bits: number): Promise<void> {
  const { invitation, fragment } = linkParts((await invite(lead, centre)).path);
  await redeemAsMyself(self, invitation, fragment!);
  const mine = toBase64url(myId(self));
  const candidate = (await listCandidates(lead, centre)).find(({ person }) => person?.account === mine)!;
  await letIn(lead, centre, candidate, { bits, digitsCompared: false });
}

/** Every text in a conversation as this person reads it now. */
export async function textsOf(self: Self, conversation: string): Promise<(string | null)[]> {
  const { entries } = await refresh(self, conversation);
  return entries.flatMap((entry) => (entry.t === 'message' ? [entry.text] : []));
}

/** A person's world as the tests can break it. */
export const lineOf = (self: Self): FaultyWorld => self.world as FaultyWorld;
