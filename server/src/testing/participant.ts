// What an honest client does in a conversation: judges its own copy of the stream and makes the next item from it.
import type { Call, Contract } from '@beistand/contract';
import {
  ACCOUNT_KIND,
  type Bytes,
  CONVERSATION_KIND,
  type EpochRecord,
  MESSAGE_CLASS,
  type Message,
  newStream,
  nextTranscript,
  REASON,
  ROLE,
  type Row,
  toBase64url as text,
  zeros,
} from '@beistand/wire';
import type { OpenCentre } from './centre.ts';
import type { House, Seated } from './houses.ts';
import { type Identity, newIdentity, random } from './identity.ts';
import { newAccount, newName, solveProof } from './registration.ts';
import {
  keyRows,
  type Log,
  makeMessage,
  makeRecord,
  open,
  pairRows,
  personRow,
  type Room,
  take,
  wrapsFor,
} from './sealed.ts';

export type Centre = Pick<OpenCentre, 'id' | 'log' | 'topic'>;

/** Keys and a browser, no account yet. */
export const newcomer = async (house: House): Promise<Seated> => ({
  ...(await newIdentity(ACCOUNT_KIND.seeker)),
  browser: house.stranger(),
});

/** The body of an enquiry and what its author knows of the conversation: with `account` for someone without a session. */
export async function prepareEnquiry(
  seeker: Seated,
  centre: Centre,
  name = newName(),
  rows?: Parameters<typeof open>[2],
) {
  const opening = await open(seeker, centre.log, rows);
  return { ...opening, body: await enquiryBody(seeker, centre, opening, name) };
}

type Opening = { record: EpochRecord; message: Message; wraps: Bytes[] };

export async function enquiryBody(
  seeker: Seated,
  { topic }: Centre,
  { record, message, wraps }: Opening,
  name = newName(),
): Promise<Call<Contract['enquire']>> {
  const { browser } = seeker;
  const { version } = await browser.ask('consentText', {});
  return {
    ...(browser.cookie
      ? { proof: await solveProof(browser) }
      : { account: await newAccount(browser, seeker, name) }),
    topic,
    consent: version,
    record: text(record.bytes),
    wraps: wraps.map(text),
    message: text(message.bytes),
  };
}

export async function enquire(
  seeker: Seated,
  centre: Centre,
  rows?: Parameters<typeof open>[2],
): Promise<Room> {
  const { room, body } = await prepareEnquiry(seeker, centre, newName(), rows);
  await seeker.browser.ask('enquire', body);
  return room;
}

/** What somebody else knows who has read up to here. */
export const copyOf = ({ stream, people }: Room): Room => ({ stream: structuredClone(stream), people });

export const recordBody = (record: EpochRecord) => ({
  conversation: text(record.conversation),
  record: text(record.bytes),
  wraps: wrapsFor(record).map(text),
});

export const messageBody = (message: Message) => ({
  conversation: text(message.conversation),
  message: text(message.bytes),
  files: [] as string[],
});

/** First record and first message of what staff open, silent, with the opener responsible. */
async function staffOpening(opener: Identity, { view }: Log, kind: 2 | 3, others: readonly Row[]) {
  const rows = [personRow(opener, ROLE.responsible), ...others, ...keyRows(view, 'vault')];
  const stream = newStream(random(16));
  const record = await makeRecord(stream, view, opener, REASON.open, rows, { kind });
  const transcripts = stream.transcripts.set(1, await nextTranscript(zeros(32), record.m));
  const after = { ...stream, current: record, currentSeq: 1, seq: 1, transcripts };
  const message = await makeMessage(after, opener, { class: MESSAGE_CLASS.silent });
  const bytes = { record: text(record.bytes), wraps: wrapsFor(record).map(text) };
  return { record, message, body: { ...bytes, message: text(message.bytes) } };
}

/** A staff thread about that conversation, its opener alone in it, or with others. */
export async function threadBody(
  opener: Identity,
  log: Log,
  parent: Bytes,
  as: 'thread' | 'notes' = 'thread',
  others: readonly Row[] = [],
): Promise<Call<Contract['startConversation']>> {
  const { body } = await staffOpening(opener, log, CONVERSATION_KIND.staffThread, others);
  return { ...body, parent: text(parent), as };
}

/** A group of that centre as anybody may try to open it. */
export async function groupBody(
  opener: Identity,
  { id, log }: Centre,
  others: readonly Row[] = [],
): Promise<Call<Contract['startGroup']>> {
  const { body } = await staffOpening(opener, log, CONVERSATION_KIND.group, others);
  return { ...body, centre: text(id) };
}

/** The same by somebody who may, and what they know of it. */
export async function prepareGroup(
  opener: Identity,
  { id, log }: Centre,
  others: readonly Row[] = [],
): Promise<{ room: Room; body: Call<Contract['startGroup']> }> {
  const { record, message, body } = await staffOpening(opener, log, CONVERSATION_KIND.group, others);
  const room: Room = { stream: newStream(record.conversation), people: [] };
  for (const item of [record, message]) await take(room, log, item);
  return { room, body: { ...body, centre: text(id) } };
}

export async function startGroup(opener: Seated, centre: Centre, others: readonly Row[] = []): Promise<Room> {
  const { room, body } = await prepareGroup(opener, centre, others);
  await opener.browser.ask('startGroup', body);
  return room;
}

type Rows = Parameters<typeof makeRecord>[4];

export async function append(
  sender: Seated,
  { log }: Pick<Centre, 'log'>,
  room: Room,
  reason: EpochRecord['reason'],
  rows: Rows,
  covers?: Call<Contract['appendRecord']>['covers'],
): Promise<EpochRecord> {
  const record = await makeRecord(room.stream, log.view, sender, reason, rows);
  await sender.browser.ask('appendRecord', { ...recordBody(record), ...(covers && { covers }) });
  await take(room, log, record);
  return record;
}

export const accept = (
  counsellor: Seated,
  seeker: Seated,
  centre: Centre,
  room: Room,
): Promise<EpochRecord> =>
  append(counsellor, centre, room, REASON.accept, pairRows(seeker, counsellor, centre.log.view));

export async function write(
  sender: Seated,
  { log }: Pick<Centre, 'log'>,
  room: Room,
  change?: Parameters<typeof makeMessage>[2],
): Promise<Message> {
  const message = await makeMessage(room.stream, sender, change);
  await sender.browser.ask('appendMessage', messageBody(message));
  await take(room, log, message);
  return message;
}

/** Somebody's enquiry that waits for the centre; `seeker` is registered and signed in. */
export async function waitingEnquiry(house: House, centre: Centre): Promise<{ seeker: Seated; room: Room }> {
  const seeker = await house.seat('seeker');
  return { seeker, room: await enquire(seeker, centre) };
}
