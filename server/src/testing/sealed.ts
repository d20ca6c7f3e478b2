// Honest bytes for everything that is sealed or signed: real formats, sizes, hashes and signatures, random ciphertext.
import {
  type Bytes,
  CONVERSATION_KIND,
  cat,
  type EpochRecord,
  extendLog,
  type LogChange,
  type LogEntry,
  logEntryBody,
  MESSAGE_CLASS,
  type Message,
  type MessageClass,
  messageBody,
  messageBytes,
  messageHeader,
  newStream,
  parseLogEntry,
  parseMessage,
  parseRecord,
  parseSignal,
  REASON,
  type RecordFields,
  ROLE,
  ROW_KIND,
  type Row,
  recordBody,
  type Stream,
  slotHead,
  sortRows,
  takeMessage,
  takeRecord,
  type View,
  zeros,
} from '@beistand/wire';
import { type Identity, random } from './identity.ts';

/** A centre's log with everyone whose keys it names. */
export type Log = { view: View; entries: LogEntry[]; people: Identity[] };

const bundlesOf = (people: readonly Identity[]) => (kid: Bytes) =>
  people.find((person) => Buffer.from(person.kid).equals(kid))?.bundle;

/** The entries that make these changes, signed one after the other; `log` is null for a centre not founded yet. */
export async function extend(
  log: Log | null,
  centre: Bytes,
  signer: Identity,
  changes: readonly LogChange[],
  newcomers: readonly Identity[] = [],
): Promise<{ log: Log; entries: LogEntry[] }> {
  const people = [...(log?.people ?? []), ...newcomers];
  let view = log?.view ?? null;
  const entries: LogEntry[] = [];
  for (const change of changes) {
    const idx = view ? view.idx + 1 : 0;
    const body = logEntryBody({
      centre,
      idx,
      prev: view?.hash ?? zeros(32),
      at: Date.now(),
      signerKid: signer.kid,
      change,
    });
    const entry = await parseLogEntry(cat(body, signer.sign('log', body)));
    view = extendLog(view, entry, bundlesOf(people));
    entries.push(entry);
  }
  return { log: { view: view!, entries: [...(log?.entries ?? []), ...entries], people }, entries };
}

export const personRow = (person: Identity, role: Row['role']): Row => ({
  kind: ROW_KIND.person,
  role,
  id: person.account,
  kid: person.kid,
});
export const keyRows = (view: View, which: 'inbox' | 'vault'): Row[] => {
  const key = view[which];
  const isOff = which === 'vault' && view.policy === 0;
  return key && !isOff ? [{ kind: ROW_KIND[which], role: ROLE.none, id: view.centre, kid: key.kid }] : [];
};
/** Who asks and the centre's inbox: an enquiry that waits. */
export const waitingRows = (seeker: Identity, view: View): Row[] => [
  personRow(seeker, ROLE.asks),
  ...keyRows(view, 'inbox'),
  ...keyRows(view, 'vault'),
];
export const pairRows = (seeker: Identity, counsellor: Identity, view: View): Row[] => [
  personRow(seeker, ROLE.asks),
  personRow(counsellor, ROLE.responsible),
  ...keyRows(view, 'vault'),
];

/** The next record of a stream as an honest client makes it; `change` spoils what a test wants spoilt. */
export async function makeRecord(
  stream: Stream,
  view: View,
  sender: Identity,
  reason: RecordFields['reason'],
  rows: readonly Row[],
  change: Partial<RecordFields> = {},
): Promise<EpochRecord> {
  const { current } = stream;
  const body = recordBody({
    conversation: stream.conversation,
    epoch: current ? current.epoch + 1 : 0,
    epochHash: current?.m ?? zeros(32),
    sender: sender.account,
    prevSeq: stream.seq,
    prevT: stream.transcripts.get(stream.seq)!,
    centre: view.centre,
    logIdx: view.idx,
    logHash: view.hash,
    kind: current?.kind ?? CONVERSATION_KIND.oneToOne,
    reason,
    ekCommit: random(32),
    ekPrev: current && current.kind !== CONVERSATION_KIND.group ? random(48) : zeros(48),
    rows: sortRows(rows),
    ...change,
  });
  return parseRecord(cat(body, sender.sign('epoch', body)));
}

export const wrapsFor = (record: EpochRecord): Bytes[] => record.rows.map(() => random(1168));

export async function makeMessage(
  stream: Stream,
  sender: Identity,
  change: Partial<Message> & { size?: number } = {},
): Promise<Message> {
  return parseMessage(await sealedBytes(stream, sender, change));
}

/** Class 3, beside the stream. */
export const makeSignal = async (
  stream: Stream,
  sender: Identity,
  change: Partial<Message> & { size?: number } = {},
): Promise<Message> =>
  parseSignal(
    await sealedBytes(stream, sender, {
      class: MESSAGE_CLASS.signal,
      prevSeq: 0,
      prevT: zeros(32),
      ...change,
    }),
  );

async function sealedBytes(
  stream: Stream,
  sender: Identity,
  { size = 256, ...fields }: Partial<Message> & { size?: number },
): Promise<Bytes> {
  const header = messageHeader({
    conversation: stream.conversation,
    epoch: stream.current!.epoch,
    epochHash: stream.current!.m,
    sender: sender.account,
    prevSeq: stream.seq,
    prevT: stream.transcripts.get(stream.seq)!,
    class: MESSAGE_CLASS.content as MessageClass,
    messageId: random(16),
    salt: random(32),
    ...fields,
  });
  const ct = random(size + 16);
  return messageBytes(header, ct, sender.sign('msg', await messageBody(header, ct)));
}

/** What a client keeps of a conversation it has judged itself; `people`: who asks. */
export type Room = { stream: Stream; people: Identity[] };

export async function take(room: Room, { view, people }: Log, item: EpochRecord | Message): Promise<void> {
  const bundles = bundlesOf([...room.people, ...people]);
  if (item.type === 'record') await takeRecord(room.stream, item, { view, bundles });
  else await takeMessage(room.stream, item, { bundles });
}

/** An opening record with its first message, judged. */
export async function open(seeker: Identity, log: Log, rows = waitingRows(seeker, log.view)) {
  const room: Room = { stream: newStream(random(16)), people: [seeker] };
  const record = await makeRecord(room.stream, log.view, seeker, REASON.open, rows);
  await take(room, log, record);
  const message = await makeMessage(room.stream, seeker);
  await take(room, log, message);
  return { room, record, message, wraps: wrapsFor(record) };
}

/** First version of the state slot. */
export const stateOf = (account: Bytes): Bytes =>
  cat(slotHead({ account, slot: zeros(16), version: 1, nonce: random(12) }), random(256 + 16));
