import {
  type Bytes,
  CENTRE_KEY,
  checkSignature,
  erasedBytes,
  parseAccountBundle,
  parseErasedMessage,
  parseLogEntry,
  parseMessage,
  parseRecord,
  Refused,
  type Row,
  zeros,
} from '@beistand/wire';
import { expect, it } from 'vitest';
import { seeded } from '../vectors/seeded.ts';
import {
  boxCentreKey,
  centreKeyOf,
  keepForReload,
  linkPreviousKey,
  makeAccount,
  makeRecord,
  openEpochKey,
  openMasterKey,
  openMessage,
  openSlot,
  openUnsent,
  previousEpochKey,
  sealMessage,
  sealSlot,
  sealUnsent,
  signLogEntry,
  takeAfterReload,
  takeCentreKey,
  takePreviousKey,
  Unopened,
  wrapMasterKey,
} from './index.ts';

// Every byte of every format, one bit each, at a position that moves through the byte: all are refused by
// whoever reads the format, and by a refusal, never by an accident.
const random = seeded('tamper');
const account = await makeAccount(random(32), { account: random(16), kind: 2, createdAt: 1 });
const [centre, conversation] = [random(16), random(16)];
const inbox = await centreKeyOf(random(32));
const older = await centreKeyOf(random(32));
const person: Row = { kind: 1, role: 2, id: account.bundle.account, kid: account.bundle.kid };
const rows: Row[] = [person, { kind: 2, role: 0, id: centre, kid: inbox.keyId }];
const place = { centre, which: CENTRE_KEY.inbox };
const publicKeyOf = (row: Row) => (row.kind === 1 ? account.bundle.xwPk : inbox.publicKey);
const plan = { conversation, epoch: 0, epochHash: zeros(32), prevSeq: 0, prevT: zeros(32) };
const centrePlan = { centre, logIdx: 3, logHash: random(32), kind: 1, reason: 1, rows } as const;
const first = await makeRecord(account, { ...plan, ...centrePlan }, null, publicKeyOf, random);
const next = { ...plan, epoch: 1, epochHash: first.record.m, prevSeq: 1, prevT: random(32) };
const second = await makeRecord(account, { ...next, ...centrePlan }, first.epochKey, publicKeyOf, random);
const messagePlan = { ...next, epochHash: second.record.m, class: 1, messageId: random(16) } as const;
const message = await sealMessage(account, second.epochKey, messagePlan, { t: 'text', x: 'Hallo' }, random);
const key = { type: 'key', which: 2, xwPk: inbox.publicKey } as const;
const entry = await signLogEntry(account, { centre, previous: { idx: 4, hash: random(32) }, at: 1 }, key);
const [exportKey, masterKey, share, tabKey, slot] = [
  random(64),
  random(32),
  random(32),
  random(32),
  random(16),
];

const { edPk } = account.bundle;
type Format = [name: string, length: number, bytes: Bytes, read: (bytes: Bytes) => Promise<unknown>];

const formats: Format[] = [
  ['account bundle', 1342, account.bundle.bytes, parseAccountBundle],
  [
    'password wrap',
    82,
    await wrapMasterKey(exportKey, 1, slot, masterKey, random),
    (b) => openMasterKey(exportKey, 1, b),
  ],
  [
    'recovery wrap',
    82,
    await wrapMasterKey(slot, 2, slot, masterKey, random),
    (b) => openMasterKey(slot, 2, b),
  ],
  [
    'log entry',
    1381,
    entry.bytes,
    async (b) => {
      const { signed, sig } = await parseLogEntry(b);
      checkSignature(edPk, 'log', signed, sig);
    },
  ],
  [
    'record',
    413,
    second.record.bytes,
    async (b) => {
      const { signed, sig } = await parseRecord(b);
      checkSignature(edPk, 'epoch', signed, sig);
    },
  ],
  [
    'message',
    502,
    message.bytes,
    async (b) => {
      const { signed, sig } = await parseMessage(b);
      checkSignature(edPk, 'msg', signed, sig);
    },
  ],
  [
    'erased message',
    258,
    erasedBytes(message),
    async (b) => {
      const { signed, sig } = await parseErasedMessage(b);
      checkSignature(edPk, 'msg', signed, sig);
    },
  ],
  ['message, signature aside', 272, message.ct!, (ct) => openMessage(second.epochKey, { ...message, ct })],
  ['wrap', 1168, second.wraps[0]!, (b) => openEpochKey(second.record, person, account.openKey, b)],
  [
    'ek_prev, signature aside',
    48,
    second.record.ekPrev,
    (ekPrev) => previousEpochKey({ ...second.record, ekPrev }, second.epochKey, first.record),
  ],
  [
    'commitment, signature aside',
    32,
    second.record.ekCommit,
    (ekCommit) => openEpochKey({ ...second.record, ekCommit }, person, account.openKey, second.wraps[0]!),
  ],
  [
    'centre box',
    1168,
    await boxCentreKey(place, inbox, account.bundle, random),
    (b) => takeCentreKey(account, place, inbox.publicKey, b),
  ],
  [
    'centre prev',
    48,
    await linkPreviousKey(place, inbox, older),
    (b) => takePreviousKey(place, inbox, b, older.publicKey),
  ],
  ['slot', 329, await sealSlot(account, slot, 7, { a: 1 }, random), (b) => openSlot(account, slot, b)],
  ['session share', 48, await keepForReload(share, slot, masterKey), (b) => takeAfterReload(share, slot, b)],
  [
    'unsent text',
    4144,
    await sealUnsent({ tabKey, share, name: 'draft' }, { x: '…' }, random),
    (b) => openUnsent({ tabKey, share, name: 'draft' }, b),
  ],
];

it.each(formats)('%s: each of its %i bytes', async (_, length, bytes, read) => {
  expect(bytes.length).toBe(length);
  await read(bytes);
  const survived: number[] = [];
  for (let i = 0; i < bytes.length; i++) {
    const changed = bytes.slice();
    changed[i]! ^= 1 << (i % 8);
    const error = await read(changed).then(
      () => null,
      (refusal: unknown) => refusal,
    );
    if (error === null) survived.push(i);
    else expect(error instanceof Refused || error instanceof Unopened, `byte ${i}: ${error}`).toBe(true);
  }
  expect(survived).toEqual([]);
});

it.each(formats)('%s: every shorter and one longer', async (_, length, bytes, read) => {
  for (let end = 0; end < length; end += Math.max(1, length >> 6)) {
    await expect(read(bytes.slice(0, end))).rejects.toThrow();
  }
  const longer = new Uint8Array(length + 1);
  longer.set(bytes);
  await expect(read(longer)).rejects.toThrow();
});
