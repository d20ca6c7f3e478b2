// Long: one list of every rule and refusal, to be read against the specification from top to bottom.
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { clara, codeOf, sign } from '../../test/cast.ts';
import { type Bytes, cat, u16, zeros } from '../bytes.ts';
import {
  ACCOUNT_BUNDLE_BYTES,
  ACCOUNT_KIND,
  accountBundleBody,
  keyId,
  parseAccountBundle,
} from './account-bundle.ts';
import { type LogChange, type LogFields, logEntryBody, parseLogEntry } from './log-entry.ts';
import {
  ERASED_MESSAGE_BYTES,
  erasedBytes,
  MESSAGE_HEADER_BYTES,
  messageBody,
  messageBytes,
  messageHeader,
  parseErasedMessage,
  parseMessage,
  parseSignal,
} from './message.ts';
import { isPaddedCiphertext, paddedLength } from './padding.ts';
import {
  DEED,
  MAX_ROWS,
  parseRecord,
  REASON,
  type Row,
  reasonOf,
  recordBody,
  rowBytes,
  sortRows,
} from './record.ts';
import { parseSlot, slotHead } from './slot.ts';
import { ACCOUNT_WRAP_BYTES, accountWrapHead, parseAccountWrap } from './wrap.ts';

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value): Bytes => Uint8Array.from(value));
const u32s = fc.nat(0xffff_ffff);
const head = {
  conversation: bytes(16),
  epoch: u32s,
  epochHash: bytes(32),
  sender: bytes(16),
  prevSeq: fc.maxSafeNat(),
  prevT: bytes(32),
};
const sixteen = zeros(16);
const plainHead = {
  conversation: sixteen,
  epoch: 0,
  epochHash: zeros(32),
  sender: sixteen,
  prevSeq: 0,
  prevT: zeros(32),
};

test('account bundle: 1,342 bytes, self-signed, kid from what is signed', async () => {
  const { account, edPk, xwPk, kind, createdAt } = clara.bundle;
  const body = accountBundleBody({ account, edPk, xwPk, kind, createdAt });
  expect(clara.bundle.bytes).toHaveLength(ACCOUNT_BUNDLE_BYTES);
  expect(clara.bundle.bytes.slice(0, 1278)).toEqual(body);
  expect(clara.kid).toEqual(await keyId(body));
  const unknownKind = cat(body.slice(0, 21), Uint8Array.of(4), body.slice(22));
  expect(await codeOf(() => parseAccountBundle(cat(unknownKind, zeros(64))))).toBe('FORMAT');
  expect(await codeOf(() => parseAccountBundle(cat(body, sign(clara, 'log', body))))).toBe('SIGNATURE');
  expect(Object.values(ACCOUNT_KIND)).toEqual([1, 2, 3]);
});

test('wrap: 82 bytes', async () => {
  await fc.assert(
    fc.property(
      fc.constantFrom(1 as const, 2 as const),
      bytes(16),
      bytes(12),
      bytes(48),
      (kind, account, nonce, ct) => {
        const wrapHead = accountWrapHead(kind, account);
        const wire = cat(wrapHead, nonce, ct);
        expect(wire).toHaveLength(ACCOUNT_WRAP_BYTES);
        expect(parseAccountWrap(wire)).toEqual({ kind, account, head: wrapHead, nonce, ct });
      },
    ),
  );
  for (const wrong of [zeros(47), zeros(49)])
    expect(await codeOf(() => parseAccountWrap(cat(accountWrapHead(1, sixteen), zeros(12), wrong)))).toBe(
      'FORMAT',
    );
});

const person = fc.record({ kid: bytes(32), account: bytes(16), bits: fc.integer({ min: 1, max: 31 }) });
const policy = fc.constantFrom(0 as const, 1 as const, 2 as const, 3 as const);
const change: fc.Arbitrary<LogChange> = fc.oneof(
  fc.record({
    type: fc.constant('create' as const),
    name: fc.string(),
    vault: policy,
    staff: fc.array(person, { minLength: 1, maxLength: 5 }),
  }),
  person.map((who) => ({ type: 'staffing' as const, ...who })),
  fc.record({
    type: fc.constant('key' as const),
    which: fc.constantFrom(2 as const, 3 as const),
    xwPk: bytes(1216),
  }),
  fc.record({ type: fc.constant('policy' as const), vault: policy }),
);
const logFields: fc.Arbitrary<LogFields> = fc.record({
  centre: bytes(16),
  idx: u32s,
  prev: bytes(32),
  at: fc.maxSafeNat(),
  signerKid: bytes(32),
  change,
});

test('log entry: what was written is what is read', async () => {
  await fc.assert(
    fc.asyncProperty(logFields, bytes(64), async (fields, sig) => {
      const parsed = await parseLogEntry(cat(logEntryBody(fields), sig));
      expect(parsed).toMatchObject(fields);
      expect(logEntryBody(parsed)).toEqual(parsed.signed);
      const keyKid = fields.change.type === 'key' ? await keyId(fields.change.xwPk) : null;
      expect(parsed.keyKid).toEqual(keyKid);
    }),
  );
});

test('log entry: 213 bytes a staffing, 1,381 a key', () => {
  const fields = { centre: sixteen, idx: 1, prev: zeros(32), at: 0, signerKid: zeros(32) };
  const staffing = { type: 'staffing', kid: zeros(32), account: sixteen, bits: 0 } as const;
  expect(logEntryBody({ ...fields, change: staffing }).length + 64).toBe(213);
  expect(logEntryBody({ ...fields, change: { type: 'key', which: 2, xwPk: zeros(1216) } }).length + 64).toBe(
    1381,
  );
});

test('log entry: reserved bits, empty or doubled founders, unknown types, policies and keys, and loose ends are refused', async () => {
  const fields = { centre: sixteen, idx: 0, prev: zeros(32), at: 0, signerKid: zeros(32) };
  const who = { kid: zeros(32), account: sixteen, bits: 1 };
  const create = (staff: (typeof who)[]): LogChange => ({ type: 'create', name: '', vault: 0, staff });
  const bad: LogChange[] = [
    { type: 'staffing', ...who, bits: 32 },
    create([]),
    create([{ ...who, bits: 0 }]),
    create([who, who]),
    { type: 'policy', vault: 4 as 0 },
    { type: 'key', which: 1 as 2, xwPk: zeros(1216) },
    { type: 'key', which: 2, xwPk: zeros(1215) },
    { type: 'key', which: 2, xwPk: zeros(1217) },
  ];
  for (const wrong of bad)
    expect(
      await codeOf(() => parseLogEntry(cat(logEntryBody({ ...fields, change: wrong }), zeros(64)))),
    ).toBe('FORMAT');
  const body = logEntryBody({ ...fields, change: { type: 'policy', vault: 0 } });
  const unknownType = body.slice();
  unknownType[57] = 5;
  expect(await codeOf(() => parseLogEntry(cat(unknownType, zeros(64))))).toBe('FORMAT');
  expect(await codeOf(() => parseLogEntry(cat(body, zeros(65))))).toBe('FORMAT');
  const name = logEntryBody({ ...fields, change: { type: 'create', name: 'x', vault: 0, staff: [who] } });
  name[102] = 0xff;
  expect(await codeOf(() => parseLogEntry(cat(name, zeros(64))))).toBe('FORMAT');
});

const anyRow: fc.Arbitrary<Row> = fc.oneof(
  fc.record({
    kind: fc.constant(1 as const),
    role: fc.constantFrom(1 as const, 2 as const, 3 as const, 4 as const),
    id: bytes(16),
    kid: bytes(32),
  }),
  fc.record({
    kind: fc.constantFrom(2 as const, 3 as const),
    role: fc.constant(0 as const),
    id: bytes(16),
    kid: bytes(32),
  }),
);
const recordFields = fc.record({
  ...head,
  centre: bytes(16),
  logIdx: u32s,
  logHash: bytes(32),
  kind: fc.constantFrom(1 as const, 2 as const, 3 as const),
  reason: fc.constantFrom(
    1 as const,
    2 as const,
    3 as const,
    4 as const,
    5 as const,
    6 as const,
    7 as const,
    8 as const,
  ),
  ekCommit: bytes(32),
  ekPrev: bytes(48),
  rows: fc.array(anyRow, { maxLength: 6 }).map(sortRows),
});

test('record: what was written is what is read', async () => {
  await fc.assert(
    fc.asyncProperty(recordFields, bytes(64), async (fields, sig) => {
      const parsed = await parseRecord(cat(recordBody(fields), sig));
      expect(parsed).toMatchObject(fields);
      expect(recordBody(parsed)).toEqual(parsed.signed);
    }),
  );
});

const plainRecord = {
  ...plainHead,
  centre: sixteen,
  logIdx: 0,
  logHash: zeros(32),
  kind: 1,
  reason: 1,
  ekCommit: zeros(32),
  ekPrev: zeros(48),
} as const;
const numbered = (n: number): Row => ({ kind: 1, role: 1, id: cat(u16(n), zeros(14)), kid: zeros(32) });

test('record: three rows are 463 bytes, a hundred 5,313', () => {
  const rows = (n: number) => Array.from({ length: n }, (_, i) => numbered(i));
  expect(recordBody({ ...plainRecord, rows: rows(3) }).length + 64).toBe(463);
  expect(recordBody({ ...plainRecord, rows: rows(100) }).length + 64).toBe(5313);
  expect(rowBytes(numbered(1))).toHaveLength(50);
});

test('record: unknown enumerations, rows out of order or doubled, too many, and loose ends are refused', async () => {
  const parse = (fields: Parameters<typeof recordBody>[0], tail = 64) =>
    codeOf(() => parseRecord(cat(recordBody(fields), zeros(tail))));
  expect(await parse({ ...plainRecord, rows: [numbered(1), numbered(2)] })).toBe('taken');
  expect(await parse({ ...plainRecord, rows: [numbered(2), numbered(1)] })).toBe('FORMAT');
  expect(await parse({ ...plainRecord, rows: [numbered(1), numbered(1)] })).toBe('FORMAT');
  expect(await parse({ ...plainRecord, rows: [] }, 65)).toBe('FORMAT');
  expect(await parse({ ...plainRecord, rows: [{ ...numbered(1), role: 0 }] })).toBe('FORMAT');
  expect(await parse({ ...plainRecord, rows: [{ ...numbered(1), role: 5 as 4 }] })).toBe('FORMAT');
  expect(await parse({ ...plainRecord, rows: [{ ...numbered(1), kind: 2, role: 1 }] })).toBe('FORMAT');
  expect(await parse({ ...plainRecord, rows: [{ ...numbered(1), kind: 4 as 3 }] })).toBe('FORMAT');
  expect(await parse({ ...plainRecord, kind: 4 as 3, rows: [] })).toBe('FORMAT');
  expect(await parse({ ...plainRecord, reason: 9 as 8, rows: [] })).toBe('FORMAT');
  const full = Array.from({ length: MAX_ROWS }, (_, i) => numbered(i));
  expect(await parse({ ...plainRecord, rows: full })).toBe('taken');
  expect(await parse({ ...plainRecord, rows: [...full, numbered(MAX_ROWS)] })).toBe('FORMAT');
});

const messageFields = fc.record({
  ...head,
  class: fc.constantFrom(1 as const, 2 as const),
  messageId: bytes(16),
  salt: bytes(32),
});

test('message and its erased form: what was written is what is read, under one name', async () => {
  await fc.assert(
    fc.asyncProperty(messageFields, bytes(272), bytes(64), async (fields, ct, sig) => {
      const header = messageHeader(fields);
      const wire = messageBytes(header, ct, sig);
      expect([header.length, wire.length]).toEqual([MESSAGE_HEADER_BYTES, 502]);
      const parsed = await parseMessage(wire);
      expect(parsed).toMatchObject({ ...fields, ct, sig, signed: await messageBody(header, ct) });
      const erased = await parseErasedMessage(erasedBytes(parsed));
      expect(erased.bytes).toHaveLength(ERASED_MESSAGE_BYTES);
      expect(erased).toEqual({ ...parsed, bytes: erased.bytes, ct: null });
    }),
  );
});

test('message: unpadded, empty, oversize, unknown class and loose ends are refused; signals are no items', async () => {
  const header = (fields = {}) =>
    messageHeader({ ...plainHead, class: 1, messageId: sixteen, salt: zeros(32), ...fields });
  const parse = (h: Bytes, length: number, read = parseMessage, tail = 64) =>
    codeOf(() => read(messageBytes(h, zeros(length), zeros(tail))));
  expect(await parse(header(), 65_536 + 16)).toBe('taken');
  for (const length of [0, 16, 100, 271, 273, 65_536 + 4096 + 16])
    expect(await parse(header(), length)).toBe('FORMAT');
  expect(await parse(header(), 272, parseMessage, 65)).toBe('FORMAT');
  expect(await parse(header({ class: 3 }), 272)).toBe('FORMAT');
  expect(await parse(header({ class: 4 }), 272)).toBe('FORMAT');
  expect(await parse(header({ class: 3 }), 272, parseSignal)).toBe('taken');
  expect(await parse(header(), 272, parseSignal)).toBe('FORMAT');
  expect(await parse(header({ class: 3, prevSeq: 1 }), 272, parseSignal)).toBe('FORMAT');
  expect(await parse(header({ class: 3, prevT: zeros(32).fill(1) }), 272, parseSignal)).toBe('FORMAT');
});

test('slot: what was written is what is read; version 0 and odd lengths are refused', async () => {
  const fields = fc.record({
    account: bytes(16),
    slot: bytes(16),
    version: fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER }),
    nonce: bytes(12),
  });
  fc.assert(
    fc.property(fields, bytes(528), (given, ct) => {
      const wire = cat(slotHead(given), ct);
      expect(parseSlot(wire)).toEqual({ ...given, bytes: wire, head: slotHead(given), ct });
    }),
  );
  const plain = { account: sixteen, slot: sixteen, version: 1, nonce: zeros(12) };
  expect(await codeOf(() => parseSlot(cat(slotHead({ ...plain, version: 0 }), zeros(272))))).toBe('FORMAT');
  for (const length of [0, 271, 65_537 + 16])
    expect(await codeOf(() => parseSlot(cat(slotHead(plain), zeros(length))))).toBe('FORMAT');
});

test('padding: the smallest bucket that holds it, never above 64 KiB', async () => {
  const cases = [
    [1, 256],
    [256, 256],
    [257, 512],
    [2049, 4096],
    [4097, 8192],
    [65_536, 65_536],
  ] as const;
  for (const [length, bucket] of cases) expect(paddedLength(length)).toBe(bucket);
  expect(await codeOf(() => paddedLength(65_537))).toBe('SIZE');
  expect([isPaddedCiphertext(272), isPaddedCiphertext(256), isPaddedCiphertext(16)]).toEqual([
    true,
    false,
    false,
  ]);
});

test('every format tells another suite from foreign bytes', async () => {
  const parsers = {
    CCPA: parseAccountBundle,
    CCPW: parseAccountWrap,
    CCPL: parseLogEntry,
    CCPE: parseRecord,
    CCPM: parseMessage,
    CCPS: parseSlot,
  };
  for (const [magic, parse] of Object.entries(parsers)) {
    const start = (suite: number) => cat(new TextEncoder().encode(magic), Uint8Array.of(suite), zeros(2000));
    expect(await codeOf(() => parse(start(2)))).toBe('SUITE');
    expect(await codeOf(() => parse(start(1)))).not.toBe('SUITE');
    expect(await codeOf(() => parse(zeros(2000)))).toBe('FORMAT');
  }
});

test('every reason has a word of its own, and the word leads back', () => {
  const reasons = Object.values(REASON);
  expect(new Set(Object.values(DEED)).size).toBe(reasons.length);
  expect(reasons.map((reason) => reasonOf(DEED[reason]))).toEqual(reasons);
  expect([reasonOf('answered'), reasonOf(undefined)]).toEqual([null, null]);
});
