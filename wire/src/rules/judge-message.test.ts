import { beforeAll, expect, test } from 'vitest';
import {
  act,
  ada,
  bundles,
  centre,
  clara,
  codeOf,
  david,
  eva,
  group,
  grow,
  id16,
  message,
  messageParts,
  petra,
  row,
  say,
  sign,
  staffing,
  vaultRow,
  waiting,
} from '../../test/cast.ts';
import { hex, zeros } from '../bytes.ts';
import {
  erasedBytes,
  type Message,
  messageBody,
  messageBytes,
  parseErasedMessage,
  parseSignal,
} from '../formats/message.ts';
import { REASON, ROLE } from '../formats/record.ts';
import { judgeMessage, judgeSignal } from './judge-message.ts';
import { closing } from './rows.ts';
import { newStream, type Stream } from './stream.ts';
import type { View } from './view.ts';

let view: View;
let stream: Stream;
beforeAll(async () => {
  view = await centre();
  stream = await waiting(view);
  const rows = [row(ada, ROLE.asks), row(clara, ROLE.responsible), vaultRow(view)];
  await act(stream, view, clara, REASON.accept, rows);
  await act(stream, view, clara, REASON.change, [...rows, row(petra, ROLE.counsels), row(david, ROLE.reads)]);
  await say(stream, ada);
});
const refusal = async (
  sender: typeof ada,
  wish: Parameters<typeof message>[2] = {},
  on = stream,
  newest?: View,
) => {
  const next = await message(on, sender, wish);
  return codeOf(() => judgeMessage(on, next, newest ? { bundles, newest } : { bundles }));
};

test('NOT_ALLOWED: nobody writes in a closed group', async () => {
  const circle = await group(view);
  for (const who of [ada, clara, petra]) expect(await refusal(who, {}, circle)).toBe('taken');
  await act(circle, view, clara, REASON.change, closing(circle.current!.rows));
  for (const who of [ada, clara, petra])
    for (const wish of [{}, { class: 2 as const }])
      expect(await refusal(who, wish, circle)).toBe('NOT_ALLOWED');
});

test('who asks, who is responsible and who counsels may write, content or silent', async () => {
  for (const who of [ada, clara, petra]) expect(await refusal(who)).toBe('taken');
  expect(await refusal(ada, { class: 2 })).toBe('taken');
});

test('an erased message is judged as it stood', async () => {
  const erased = await parseErasedMessage(erasedBytes(await message(stream, ada)));
  expect(await codeOf(() => judgeMessage(stream, erased, { bundles }))).toBe('taken');
});

test('NOT_ALLOWED: readers and strangers', async () => {
  expect(await refusal(david)).toBe('NOT_ALLOWED');
  expect(await refusal(eva)).toBe('NOT_ALLOWED');
});

test('STALE_EPOCH: another number, another record, or none yet', async () => {
  expect(await refusal(ada, { epoch: 1 })).toBe('STALE_EPOCH');
  expect(await refusal(ada, { epochHash: zeros(32) })).toBe('STALE_EPOCH');
  const next = await message(stream, ada);
  const empty = newStream(stream.conversation);
  expect(await codeOf(() => judgeMessage(empty, next, { bundles }))).toBe('STALE_EPOCH');
});

test('REKEY: only where the newest view is given, before the chain is looked at', async () => {
  const newer = await grow(view, eva, { type: 'staffing', ...staffing(david, 0) });
  expect(await refusal(ada, {}, stream, view)).toBe('taken');
  expect(await refusal(ada, {}, stream, newer)).toBe('REKEY');
  expect(await refusal(ada, { prevSeq: 99 }, stream, newer)).toBe('REKEY');
  expect(await refusal(ada, { epoch: 0 }, stream, newer)).toBe('STALE_EPOCH');
});

test('CHAIN: behind messages it may lag, never behind the record, never ahead, never beside', async () => {
  const at = (seq: number) => ({ prevSeq: seq, prevT: stream.transcripts.get(seq) ?? zeros(32) });
  expect(await refusal(ada, at(stream.currentSeq))).toBe('taken');
  expect(await refusal(ada, at(stream.currentSeq - 1))).toBe('CHAIN');
  expect(await refusal(ada, at(stream.seq + 1))).toBe('CHAIN');
  expect(await refusal(ada, { prevT: zeros(32) })).toBe('CHAIN');
  expect(await refusal(ada, { conversation: await id16('another') })).toBe('CHAIN');
  const next = await message(stream, ada);
  const forgetful = { ...stream, transcripts: new Map() };
  expect(await codeOf(() => judgeMessage(forgetful, next, { bundles }))).toBe('CHAIN');
});

test('DUPLICATE: an id once per conversation', async () => {
  const next = await message(stream, ada);
  const seen = { ...stream, messageIds: new Set([hex(next.messageId)]) };
  expect(await codeOf(() => judgeMessage(seen, next, { bundles }))).toBe('DUPLICATE');
});

test('SIGNATURE and AKB: the author’s own key, whose bundle is at hand', async () => {
  expect(await refusal(ada, { signedBy: clara })).toBe('SIGNATURE');
  const next = await message(stream, ada);
  expect(await codeOf(() => judgeMessage(stream, next, { bundles: () => undefined }))).toBe('AKB');
});

const signal = async (wish = {}): Promise<Message> => {
  const fields = { class: 3, prevSeq: 0, prevT: zeros(32), ...wish } as const;
  const { header, ct } = await messageParts(stream, ada, fields);
  return parseSignal(messageBytes(header, ct, sign(ada, 'msg', await messageBody(header, ct))));
};

test('a signal passes beside the stream, once, and never as an item', async () => {
  const ring = await signal();
  const judge = (it: Message, seen: string[] = []) =>
    codeOf(() => judgeSignal(stream, it, new Set(seen), bundles));
  expect(await judge(ring)).toBe('taken');
  expect(await judge(ring, [hex(ring.messageId)])).toBe('DUPLICATE');
  expect(await judge(await signal({ epoch: 0 }))).toBe('STALE_EPOCH');
  expect(await judge(await signal({ sender: david.account }))).toBe('NOT_ALLOWED');
  expect(await judge(await signal({ sender: clara.account }))).toBe('SIGNATURE');
  expect(await judge(await signal({ conversation: zeros(16) }))).toBe('FORMAT');
  expect(await judge(await message(stream, ada))).toBe('FORMAT');
  expect(await codeOf(() => judgeMessage(stream, ring, { bundles }))).toBe('FORMAT');
});
