import { fromBase64url, hex, parseRecord, toBase64url } from '@beistand/wire';
import { ada } from '../cast/people.ts';
import { linkParts } from '../cast/raise.ts';
import { invite, letIn, listCandidates, redeemAsMyself } from '../centre/invite.ts';
import { accept } from '../conversation/accept.ts';
import { refresh } from '../conversation/open.ts';
import { beginEnquiry, type Enquiry, keepPending, type Pending, sendEnquiry } from '../enquiry/enquire.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import type { ClientWorld } from '../world.ts';
import type { FaultyWorld } from './faults.ts';
import type { Organisation } from './open-organisation.ts';

let count = 0;

/** Enquiries as they were sent, by centre and text, in the order of asking. */
export type Sent = Map<string, { pending: Pending; writtenCode: string; madeAt: number }[]>;

/** Half of what a ticket lasts; the other half is left for sending it. */
const goodFor = 300_000;

async function begin(world: ClientWorld, enquiry: Omit<Enquiry, 'topicTitle' | 'pin' | 'consent'>) {
  count += 1;
  const { version: consent } = await call(world, 'consentText', {});
  const whole = { ...enquiry, topicTitle: 'Schulden', pin: null, consent };
  const begun = await beginEnquiry(world, whole, `stiller-dachs-${1000 + count}`, ada.phrase);
  return { ...begun, madeAt: Date.now() };
}

/**
 * Someone new with a name of their own, who has asked that centre for help. A password costs them a fifth of a second,
 * so the first, second … to ask the same is the same person in every organisation of one cast, with the same bytes:
 * each hears of them for the first time, and one whose centre has changed since has them made anew.
 */
export async function seekerOf(
  { asked, sent, standingLogs, topicIds, newWorld }: Organisation,
  centre: string,
  text = 'Ich weiß nicht weiter.',
  given?: FaultyWorld,
): Promise<{
  self: Self;
  conversation: string;
  name: string;
  phrase: string;
  world: FaultyWorld;
  writtenCode: string;
}> {
  const world = given ?? newWorld();
  const kind = `${centre} ${text}`;
  const [at, alike] = [asked.get(kind) ?? 0, sent.get(kind) ?? []];
  asked.set(kind, at + 1);
  sent.set(kind, alike);
  const before = alike[at];
  const isGood = !given && before && Date.now() - before.madeAt < goodFor;
  const asking = isGood ? structuredClone(before) : await begin(world, { text, topic: topicIds[0]!, centre });
  const { pending, writtenCode } = asking;
  if (isGood) await keepPending(world, pending);
  const { self, arrived } = await sendEnquiry(world, pending, null, () => undefined);
  const { record } = JSON.parse(pending.sent!);
  const { logHash } = await parseRecord(fromBase64url(record));
  if (standingLogs.has(hex(logHash))) alike[at] = structuredClone(asking);
  const { name, phrase } = pending.newcomer!;
  return { self, conversation: arrived.conversation, name, phrase, world, writtenCode };
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
