import {
  BIT,
  type Bytes,
  type EpochRecord,
  extendLog,
  hex,
  joinGroup,
  type Message,
  newStream,
  type Row,
  rowOf,
  type Stream,
  takeMessage,
  takeRecord,
  type View,
  zeros,
} from '@beistand/wire';
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { type Account, makeAccount } from '../account/make.ts';
import { centreKeyOf } from '../centre/keys.ts';
import { signLogEntry } from '../centre/log.ts';
import { openMessage, sealMessage } from './message.ts';
import { type MadeRecord, makeRecord, openEpochKey } from './record.ts';

const random = seeded('groups');
const person = (kind: 1 | 2) => makeAccount(random(32), { account: random(16), kind, createdAt: 1 });
const [lead, other] = [await person(2), await person(2)];
const seekers = await Promise.all(Array.from({ length: 4 }, () => person(1)));
const everyone = [lead, other, ...seekers];
const bundles = (kid: Bytes) => everyone.find(({ bundle }) => hex(bundle.kid) === hex(kid))?.bundle;
const centre = random(16);
let view: View | null = null;
const staff = [lead, other].map(({ bundle: { kid, account } }) => ({
  kid,
  account,
  bits: BIT.lead | BIT.counsellor,
}));
let previous = await signLogEntry(
  lead,
  { centre, previous: null, at: 1 },
  { type: 'create', name: 'Mitte', vault: 0, staff },
);
view = extendLog(view, previous, bundles);
const { publicKey: xwPk } = await centreKeyOf(random(32));
previous = await signLogEntry(lead, { centre, previous, at: 1 }, { type: 'key', which: 2, xwPk });
view = extendLog(view, previous, bundles);
const context = { view, bundles };

const rowFor = (account: Account): Row => ({
  kind: 1,
  role: account.bundle.kind === 2 ? 2 : 1,
  id: account.bundle.account,
  kid: account.bundle.kid,
});

type Item = { seq: number; before: Bytes; made?: MadeRecord; message?: Message; text?: string };
type Group = { stream: Stream; items: Item[]; inside: Set<Account> };

const placeIn = ({ conversation, seq, transcripts }: Stream) => ({
  ...{ conversation, prevSeq: seq, prevT: transcripts.get(seq)! },
});

async function change(group: Group, by: Account): Promise<void> {
  const { stream, items, inside } = group;
  const before = { seq: stream.seq + 1, before: stream.transcripts.get(stream.seq)! };
  const { current } = stream;
  const plan = {
    ...placeIn(stream),
    ...{ epoch: current ? current.epoch + 1 : 0, epochHash: current?.m ?? zeros(32) },
    ...{ centre, logIdx: context.view.idx, logHash: context.view.hash, kind: 3 as const },
    reason: current ? (3 as const) : (1 as const),
    rows: [...inside].map(rowFor),
  };
  const made = await makeRecord(by, plan, null, (row) => bundles(row.kid)!.xwPk, random);
  await takeRecord(stream, made.record, context);
  items.push({ ...before, made });
}

async function say({ stream, items }: Group, by: Account): Promise<void> {
  const at = { seq: stream.seq + 1, before: stream.transcripts.get(stream.seq)! };
  const { epoch, m: epochHash } = stream.current!;
  const { epochKey } = items.findLast(({ made }) => made)!.made!;
  const text = `Satz ${at.seq}`;
  const head = { ...placeIn(stream), epoch, epochHash, class: 1 as const, messageId: random(16) };
  const message = await sealMessage(by, epochKey, head, { t: 'text', x: text }, random);
  await takeMessage(stream, message, { bundles });
  items.push({ ...at, message, text });
}

const isIn = (record: EpochRecord, { bundle }: Account) => rowOf(record.rows, bundle.account) !== undefined;

/** Everything a person can ever open: by their own wraps, whatever a server hands them of all the rest. */
async function opened({ items }: Group, who: Account): Promise<string[]> {
  const keys: Bytes[] = [];
  for (const { made } of items) {
    const i = made?.record.rows.findIndex(({ id }) => hex(id) === hex(who.bundle.account)) ?? -1;
    if (made && i >= 0)
      keys.push(await openEpochKey(made.record, made.record.rows[i]!, who.openKey, made.wraps[i]!));
  }
  const texts: string[] = [];
  for (const { message } of items)
    for (const key of message ? keys : [])
      await openMessage(key, message!).then(
        (body) => texts.push((body as { x: string }).x),
        () => undefined,
      );
  return texts;
}

/** The stream as somebody judges it who knows nothing from before the record that let them in last. */
async function fromAnchor({ stream: { conversation }, items }: Group, who: Account): Promise<Stream> {
  const records = items.flatMap(({ made }, i) => (made ? [{ record: made.record, i }] : []));
  const out = records.findLastIndex(({ record }) => !isIn(record, who));
  const { record, i } = records[out + 1]!;
  const { seq, before } = items[i]!;
  const { account } = who.bundle;
  const stream =
    record.epoch === 0
      ? newStream(conversation)
      : await joinGroup(record, { conversation, account, seq, transcriptBefore: before }, context);
  for (const { made, message } of items.slice(record.epoch === 0 ? i : i + 1))
    await (made ? takeRecord(stream, made.record, context) : takeMessage(stream, message!, { bundles }));
  return stream;
}

const step = fc.record({ who: fc.nat(everyone.length - 1), acts: fc.constantFrom('moves', 'says', 'says') });

it('whatever comes and goes, everyone opens what was written while they were in, and nothing else', async () => {
  let read = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 12 }), async (steps) => {
      const group: Group = { stream: newStream(random(16)), items: [], inside: new Set([lead]) };
      await change(group, lead);
      const heard = new Map<Account, string[]>(everyone.map((one) => [one, []]));
      for (const { who, acts } of steps) {
        const person = everyone[who]!;
        if (acts === 'moves' && person !== lead) {
          if (!group.inside.delete(person)) group.inside.add(person);
          await change(group, lead);
        } else if (acts === 'says' && group.inside.has(person)) {
          await say(group, person);
          for (const one of group.inside) heard.get(one)!.push(group.items.at(-1)!.text!);
        }
      }
      for (const one of everyone) {
        expect(await opened(group, one)).toEqual(heard.get(one));
        read += heard.get(one)!.length;
        if (!group.inside.has(one)) continue;
        const own = await fromAnchor(group, one);
        const { stream } = group;
        expect(hex(own.transcripts.get(own.seq)!)).toBe(hex(stream.transcripts.get(stream.seq)!));
        expect([own.seq, own.current!.m]).toEqual([stream.seq, stream.current!.m]);
      }
    }),
    { numRuns: 25 },
  );
  expect(read).toBeGreaterThan(50);
});
