// Every byte of every public format, changed: refused by parser or rules. Slots and wraps are sealed, not signed;
// there each byte must at least land where the seal covers it (that the seal then fails is tested with the keys).
import { beforeAll, expect, test } from 'vitest';
import {
  accepted,
  ada,
  bundles,
  centre,
  clara,
  codeOf,
  entry,
  inboxKey,
  message,
  named,
  record,
  row,
  say,
  staffing,
  vaultRow,
} from '../test/cast.ts';
import { type Bytes, cat, zeros } from './bytes.ts';
import { parseAccountBundle } from './formats/account-bundle.ts';
import { BIT, parseLogEntry } from './formats/log-entry.ts';
import { erasedBytes, parseErasedMessage, parseMessage } from './formats/message.ts';
import { parseRecord, REASON, ROLE } from './formats/record.ts';
import { parseSlot, slotHead } from './formats/slot.ts';
import { accountWrapHead, parseAccountWrap } from './formats/wrap.ts';
import { judgeMessage } from './rules/judge-message.ts';
import { judgeRecord } from './rules/judge-record.ts';
import type { Stream } from './rules/stream.ts';
import { extendLog, type View } from './rules/view.ts';

let view: View;
let stream: Stream;
beforeAll(async () => {
  view = await centre();
  stream = await accepted(view);
  await say(stream, clara);
});

/** One bit of each byte in turn; gives back the positions that were taken all the same. */
async function survivors(whole: Bytes, judge: (bytes: Bytes) => unknown): Promise<number[]> {
  expect(await codeOf(() => judge(whole))).toBe('taken');
  const taken: number[] = [];
  for (let at = 0; at < whole.length; at++) {
    const changed = whole.slice();
    changed[at]! ^= 1 << (at % 8);
    const code = await codeOf(() => judge(changed));
    expect(code).toMatch(/^(taken|[A-Z_]+)$/);
    if (code === 'taken') taken.push(at);
  }
  return taken;
}

test('account bundle', async () => {
  expect(await survivors(clara.bundle.bytes, parseAccountBundle)).toEqual([]);
});

test('log entries of every type', async () => {
  const judge = async (before: View | null, bytes: Bytes) =>
    extendLog(before, await parseLogEntry(bytes), bundles);
  const founders = [staffing(clara, BIT.lead)];
  const create = await entry(null, clara, { type: 'create', name: 'Beratung', vault: 2, staff: founders });
  expect(await survivors(create.bytes, (bytes) => judge(null, bytes))).toEqual([]);
  const led = extendLog(null, create, bundles);
  const changes = [
    { type: 'staffing', ...staffing(ada, BIT.reader) },
    { type: 'policy', vault: 3 },
    await inboxKey('another'),
  ] as const;
  for (const change of changes) {
    const next = await entry(led, clara, change);
    expect(await survivors(next.bytes, (bytes) => judge(led, bytes))).toEqual([]);
  }
});

test('record', async () => {
  const rows = [row(ada, ROLE.asks), row(clara, ROLE.responsible), vaultRow(view)];
  const next = await record(stream, view, clara, REASON.change, rows);
  const judge = async (bytes: Bytes) => judgeRecord(stream, await parseRecord(bytes), { view, bundles });
  expect(await survivors(next.bytes, judge)).toEqual([]);
});

test('message and what stays of it after erasure', async () => {
  const next = await message(stream, ada);
  const whole = async (bytes: Bytes) => judgeMessage(stream, await parseMessage(bytes), { bundles });
  const erased = async (bytes: Bytes) => judgeMessage(stream, await parseErasedMessage(bytes), { bundles });
  expect(await survivors(next.bytes, whole)).toEqual([]);
  expect(await survivors(erasedBytes(next), erased)).toEqual([]);
});

test('wrap: magic, suite and kind are refused, all else lies under the seal', async () => {
  const whole = cat(accountWrapHead(1, ada.account), zeros(12), zeros(48));
  const sealed = await survivors(whole, (bytes) => {
    const { head, nonce, ct } = parseAccountWrap(bytes);
    expect(cat(head, nonce, ct)).toEqual(bytes);
  });
  expect(sealed).toEqual(Array.from({ length: 76 }, (_, i) => i + 6));
});

test('slot: magic and suite are refused, all else lies under the seal', async () => {
  const slot = await named('slot');
  const fields = { account: ada.account, slot: slot.slice(0, 16), version: 256, nonce: zeros(12) };
  const whole = cat(slotHead(fields), zeros(272));
  const sealed = await survivors(whole, (bytes) => {
    const { head, ct } = parseSlot(bytes);
    expect(cat(head, ct)).toEqual(bytes);
  });
  // Versions above 2^53 − 1 are no numbers here: the top byte and three bits of the next are refused.
  const refused = [0, 1, 2, 3, 4, 37, 38];
  expect(sealed).toEqual(Array.from(whole.keys()).filter((at) => !refused.includes(at)));
});
