import fc from 'fast-check';
import { beforeAll, expect, test } from 'vitest';
import {
  accepted,
  act,
  ada,
  ben,
  bundles,
  centre,
  clara,
  codeOf,
  david,
  eva,
  group,
  inboxRow,
  message,
  type Person,
  paper,
  petra,
  type RecordWish,
  record,
  row,
  say,
  vaultRow,
  waiting,
} from '../../test/cast.ts';
import { hex, zeros } from '../bytes.ts';
import { nextTranscript } from '../formats/item-head.ts';
import { CONVERSATION_KIND, REASON, type Reason, ROLE, type Row } from '../formats/record.ts';
import { joinGroup } from './join-group.ts';
import { judgeMessage } from './judge-message.ts';
import { judgeRecord } from './judge-record.ts';
import { advance } from './state.ts';
import { newStream, takeMessage, takeRecord } from './stream.ts';
import type { View } from './view.ts';

let view: View;
beforeAll(async () => {
  view = await centre();
});

test('items are numbered without gaps and chained', async () => {
  const stream = await waiting(view);
  expect([stream.seq, stream.currentSeq, stream.transcripts.size]).toEqual([2, 1, 3]);
  expect(stream.transcripts.get(0)).toEqual(zeros(32));
  const m = stream.current!.m;
  expect(stream.transcripts.get(1)).toEqual(await nextTranscript(zeros(32), m));
});

test('a refused item leaves no trace', async () => {
  const stream = await accepted(view);
  const before = structuredClone(stream);
  const wrong = await message(stream, david);
  expect(await codeOf(() => takeMessage(stream, wrong, { bundles }))).toBe('NOT_ALLOWED');
  const late = await record(stream, view, clara, REASON.tidy, [row(ada, ROLE.asks), vaultRow(view)]);
  expect(await codeOf(() => takeRecord(stream, late, { view, bundles }))).toBe('NOT_ALLOWED');
  expect(stream).toEqual(before);
});

test('two items taken at once both join, one after the other', async () => {
  const stream = await accepted(view);
  const { seq } = stream;
  const [a, b] = [await message(stream, ada), await message(stream, clara)];
  await Promise.all([takeMessage(stream, a, { bundles }), takeMessage(stream, b, { bundles })]);
  expect(stream.seq).toBe(seq + 2);
  const first = await nextTranscript(stream.transcripts.get(seq)!, a.m);
  expect(stream.transcripts.get(seq + 1)).toEqual(first);
  expect(stream.transcripts.get(seq + 2)).toEqual(await nextTranscript(first, b.m));
});

test('the same item taken twice at once joins once', async () => {
  const stream = await accepted(view);
  const item = await message(stream, ada);
  const take = () => codeOf(() => takeMessage(stream, item, { bundles }));
  expect((await Promise.all([take(), take()])).sort()).toEqual(['DUPLICATE', 'taken']);
});

test('answered: by staff content after the newest deed, through a TIDY, until the next deed', async () => {
  const stream = await accepted(view);
  const rows = stream.current!.rows;
  const says = async (who: typeof ada, kind: 1 | 2) => {
    await say(stream, who, { class: kind });
    return stream.isAnswered;
  };
  expect(stream.newestDeed).toBe(REASON.accept);
  expect([await says(ada, 1), await says(clara, 2), await says(clara, 1), await says(ada, 1)]).toEqual([
    false,
    false,
    true,
    true,
  ]);
  await act(stream, view, clara, REASON.tidy, rows);
  expect([stream.newestDeed, stream.isAnswered]).toEqual([REASON.accept, true]);
  await act(stream, view, clara, REASON.change, rows);
  expect([stream.newestDeed, stream.isAnswered]).toEqual([REASON.change, false]);
});

test('a server holding only what the item touches comes to the same state', async () => {
  await fc.assert(
    fc.asyncProperty(
      fc.array(fc.constantFrom('ada', 'clara', 'silent', 'tidy'), { maxLength: 8 }),
      async (acts) => {
        const stream = await accepted(view);
        for (const what of acts) {
          const { transcripts, messageIds, ...scalars } = stream;
          const touched = new Map([[stream.seq, transcripts.get(stream.seq)!]]);
          const lean = { ...scalars, transcripts: touched, messageIds: new Set<string>() };
          if (what === 'tidy') {
            const item = await record(stream, view, clara, REASON.tidy, stream.current!.rows);
            judgeRecord(lean, item, { view, bundles, isViewNewest: true });
            await takeRecord(stream, item, { view, bundles });
            expect(stream).toMatchObject(advance(lean, item));
          } else {
            const sender = what === 'clara' ? clara : ada;
            const item = await message(stream, sender, { class: what === 'silent' ? 2 : 1 });
            judgeMessage(lean, item, { bundles, newest: view });
            await takeMessage(stream, item, { bundles });
            expect(stream).toMatchObject(advance(lean, item));
          }
        }
      },
    ),
    { numRuns: 20 },
  );
});

test('a group’s newcomer starts at the record that lets them in, and goes on', async () => {
  const stream = await group(view);
  await say(stream, ada);
  const before = stream.transcripts.get(stream.seq)!;
  const rows = [row(clara, ROLE.responsible), row(ada, ROLE.asks), row(david, ROLE.counsels), vaultRow(view)];
  const entry = await record(stream, view, clara, REASON.change, rows);
  const { conversation } = stream;
  const at = { conversation, account: david.account, seq: stream.seq + 1, transcriptBefore: before };
  const joined = await joinGroup(entry, at, { view, bundles });
  await takeRecord(stream, entry, { view, bundles });
  const next = await message(stream, ada);
  for (const one of [stream, joined]) await takeMessage(one, next, { bundles });
  expect(joined.seq).toBe(stream.seq);
  expect(joined.transcripts.get(joined.seq)).toEqual(stream.transcripts.get(stream.seq));
  expect([...joined.transcripts.keys()]).toEqual([3, 4]);
  expect([...joined.messageIds]).toEqual([hex(next.messageId)]);
});

test('a newcomer refuses a beginning that is none', async () => {
  const stream = await group(view);
  const { conversation } = stream;
  const rows = [row(clara, ROLE.responsible), row(david, ROLE.counsels), vaultRow(view)];
  type How = RecordWish & { reason?: Reason; seq?: number; list?: Row[]; on?: View; who?: Person };
  const join = async (sender: Person, how: How = {}) => {
    const { reason = REASON.change, seq = 2, list = rows, on = view, who = david, ...wish } = how;
    const entry = await record(stream, view, sender, reason, list, wish);
    const at = { conversation, account: who.account, seq, transcriptBefore: zeros(32) };
    return codeOf(() => joinGroup(entry, at, { view: on, bundles }));
  };
  expect(await join(clara)).toBe('taken');
  expect(await join(clara, { kind: CONVERSATION_KIND.staffThread, ekPrev: zeros(48) })).toBe('KIND');
  expect(await join(clara, { epoch: 0 })).toBe('KIND');
  expect(await join(clara, { ekPrev: zeros(48).fill(1) })).toBe('KIND');
  expect(await join(clara, { seq: 1 })).toBe('CHAIN');
  expect(await join(clara, { conversation: zeros(16) })).toBe('CHAIN');
  expect(await join(clara, { list: [...rows, row(clara, ROLE.reads)] })).toBe('ROWS');
  expect(await join(clara, { list: [...rows, row(ada, ROLE.counsels)] })).toBe('ROWS');
  expect(await join(clara, { list: [...rows, { ...row(ben, ROLE.asks), kid: zeros(32) }] })).toBe('AKB');
  expect(await join(clara, { logHash: zeros(32) })).toBe('LOG');
  expect(await join(clara, { logIdx: 1 })).toBe('LOG');
  expect(await join(clara, { centre: zeros(16) })).toBe('LOG');
  expect(await join(david)).toBe('NOT_ALLOWED');
  expect(await join(ada)).toBe('NOT_ALLOWED');
  expect(await join(clara, { who: ada })).toBe('NOT_ALLOWED');
  for (const reason of [REASON.open, REASON.tidy, REASON.move, REASON.relink])
    expect(await join(clara, { reason })).toBe('NOT_ALLOWED');
  expect(await join(clara, { on: { ...view, staff: [] } })).toBe('NOT_ALLOWED');
  expect(await join(clara, { signedBy: david })).toBe('SIGNATURE');
  expect(await join(clara, { list: [...rows, row(eva, ROLE.reads)] })).toBe('STAFF');
  expect(await join(clara, { list: [...rows, inboxRow({ ...view, inbox: view.vault })] })).toBe('KEYS');
  expect(await join(clara, { on: { ...view, isVaultStale: true } })).toBe('KEYS');
  expect(await join(clara, { list: rows.slice(0, 2) })).toBe('VAULT');
  expect(await join(clara, { list: [...rows, inboxRow(view)] })).toBe('KIND');
});

test('a custodian who has opened the vault lets people in as well, and nobody else who isn’t in', async () => {
  const stream = await group(view);
  const list = [row(david, ROLE.responsible), vaultRow(view)];
  const join = async (sender: Person, rows: Row[], reason: Reason = REASON.vaultUse) => {
    const entry = await record(stream, view, sender, reason, rows);
    const { conversation } = stream;
    const at = { conversation, account: david.account, seq: 2, transcriptBefore: zeros(32) };
    return codeOf(() => joinGroup(entry, at, { view, bundles }));
  };
  expect(await join(eva, list)).toBe('taken');
  expect(await join(eva, list, REASON.change)).toBe('NOT_ALLOWED');
  expect(await join(eva, [row(david, ROLE.counsels), vaultRow(view)])).toBe('NOT_ALLOWED');
  for (const sender of [petra, paper, ada]) expect(await join(sender, list)).toBe('NOT_ALLOWED');
});

test('a stream survives structured cloning', async () => {
  const stream = await accepted(view);
  const copy = structuredClone(stream);
  await say(copy, ada);
  expect([copy.seq, stream.seq]).toEqual([4, 3]);
  expect(newStream(stream.conversation).seq).toBe(0);
});
