import {
  boxCentreKey,
  centreKeyOf,
  invitationMac,
  keepForReload,
  linkPreviousKey,
  makeAccount,
  makePaperAccount,
  makeRecord,
  provePaper,
  proveRecovery,
  recoveryPair,
  sealMessage,
  sealSlot,
  sealUnsent,
  signLogEntry,
  wrapMasterKey,
  writeInvitation,
  writeRecoveryCode,
} from '@beistand/crypto';
import {
  CONVERSATION_KIND,
  erasedBytes,
  fingerprintOf,
  type LogEntry,
  newStream,
  type Row as ProductRow,
  REASON,
  ROLE,
  ROW_KIND,
  safetyNumber as safetyNumberByProduct,
  sortRows,
  takeMessage,
  takeRecord,
} from '@beistand/wire';
import { expect, test } from 'vitest';
import { bundlesOf, readBundle } from './account/bundle.ts';
import { checkRecovery, paperMasterKey, readCode } from './account/code.ts';
import { openForSession } from './account/session-share.ts';
import { openUnsent } from './account/unsent.ts';
import { openWrap } from './account/wrap.ts';
import { same } from './bytes/compare.ts';
import type { Bytes } from './bytes/join.ts';
import { checkPaper, isPinOf, proveInvitation, readInvitation, safetyNumber } from './centre/invitation.ts';
import { judgeLog } from './centre/judge-entry.ts';
import { mayOpen } from './centre/may-open.ts';
import { openBox, openPrev } from './centre/seed.ts';
import { openSlot } from './slot/slot.ts';
import { openEpochKey, openPrevKey } from './stream/epoch-key.ts';
import { judgeMessage, judgeSignal } from './stream/judge-message.ts';
import { judgeRecord } from './stream/judge-record.ts';
import { openMessage } from './stream/message.ts';
import { type EpochRecord, rowKind } from './stream/record.ts';
import { currentOf, emptyStream } from './stream/stream.ts';
import { mustRekey, tidy } from './stream/tidy.ts';
import { drawsFrom } from './testing/draws.ts';
import { productBundles, productViews } from './testing/product.ts';

const draws = drawsFrom('product to reader');
const random = draws.bytes;
const account = (kind: 1 | 2) =>
  makeAccount(random(32), { account: random(16), kind, createdAt: 1_767_225_600_000 });

test('R3: the reader opens what the product made of an account', async () => {
  const me = await account(1);
  const id = me.bundle.account;
  const [exportKey, code, share, tabKey, nonce] = [
    random(64),
    random(16),
    random(32),
    random(32),
    random(32),
  ];
  expect(readBundle(me.bundle.bytes).kid).toEqual(me.bundle.kid);
  expect(openWrap(await wrapMasterKey(exportKey, 1, id, me.masterKey, random), 1, exportKey)).toEqual(
    me.masterKey,
  );
  expect(openWrap(await wrapMasterKey(code, 2, id, me.masterKey, random), 2, code)).toEqual(me.masterKey);
  expect(readCode(await writeRecoveryCode(code))).toEqual(code);
  const { publicKey } = await recoveryPair(code);
  checkRecovery(publicKey, nonce, 'instanz', await proveRecovery(code, nonce, 'instanz'));
  expect(openForSession(await keepForReload(share, id, me.masterKey), share, id)).toEqual(me.masterKey);
  const unsentPlace = { tabKey, share, name: 'outbox' };
  const unsent = await sealUnsent(unsentPlace, { x: 'a'.repeat(70_000) }, random);
  expect(JSON.parse(openUnsent(unsent, unsentPlace)).x).toHaveLength(70_000);
  const slot = await sealSlot(me, random(16), 1, { draft: 'Guten Tag' }, random);
  expect(openSlot(slot, me.masterKey)).toBe('{"draft":"Guten Tag"}');
  expect(safetyNumber(me.bundle.kid, publicKey)).toBe(await safetyNumberByProduct(me.bundle.kid, publicKey));
});

test('R3: a conversation the product writes is judged and opened by the reader', async () => {
  const [seeker, lead, other, third] = [
    await account(1),
    await account(2),
    await account(2),
    await account(2),
  ];
  const code = random(16);
  const centre = random(16);
  const paper = await makePaperAccount(code, centre, random(16), 1);
  expect(paper.masterKey).toEqual(paperMasterKey(code, centre));
  const everyone = [seeker, lead, other, third, paper];
  const mine = bundlesOf(everyone.map(({ bundle }) => readBundle(bundle.bytes)));
  const theirs = await productBundles(
    everyone.map(({ bundle, ...rest }) => ({
      ...rest,
      bytes: bundle.bytes,
      bundle: readBundle(bundle.bytes),
    })),
  );
  const entries: LogEntry[] = [];
  const append = async (by: typeof lead, change: LogEntry['change']) => {
    const previous = entries.at(-1) ?? null;
    entries.push(await signLogEntry(by, { centre, previous, at: 1 }, change));
  };
  const staffing = ({ bundle: { kid, account: id } }: typeof lead, bits: number) => ({
    kid,
    account: id,
    bits,
  });
  const staff = [staffing(lead, 7), staffing(other, 5), staffing(third, 1), staffing(paper, 6)];
  await append(lead, { type: 'create', name: 'Größe', vault: 3, staff });
  const inbox = await centreKeyOf(random(32));
  const vault = await centreKeyOf(random(32));
  await append(lead, { type: 'key', which: 2, xwPk: inbox.publicKey });
  await append(lead, { type: 'key', which: 3, xwPk: vault.publicKey });
  const views = () =>
    judgeLog(
      entries.map(({ bytes }) => bytes),
      mine,
    );
  const founded = views().at(-1)!;
  expect(mayOpen(founded, mine)).toBe(true);
  checkPaper(paper.bundle.edPk, centre, founded.hash, await provePaper(paper, centre, founded.hash));
  const createHash = entries[0]!.hash;
  const invitation = random(16);
  const read = readInvitation(writeInvitation(invitation, createHash));
  expect(isPinOf(read.pin ?? '', createHash)).toBe(true);
  expect(isPinOf(fingerprintOf(createHash), createHash)).toBe(true);
  expect(proveInvitation(read.secret, centre, third.bundle.kid)).toEqual(
    await invitationMac(invitation, centre, third.bundle.kid),
  );
  const inboxPlace = { centre, which: 2 } as const;
  const box = await boxCentreKey(inboxPlace, inbox, third.bundle, random);
  const boxPlace = { ...inboxPlace, keyKid: inbox.keyId, personKid: third.bundle.kid };
  expect(openBox(box, third.openKey, boxPlace)).toEqual(inbox.seed);
  const newVault = await centreKeyOf(random(32));
  const vaultPlace = { centre, which: 3 } as const;
  const prev = await linkPreviousKey(vaultPlace, newVault, vault);
  expect(openPrev(prev, newVault.seed, vault.keyId, vaultPlace)).toEqual(vault.seed);

  const theirStream = newStream(random(16));
  let stream = emptyStream(theirStream.conversation);
  const records: { wraps: Bytes[]; epochKey: Bytes; record: EpochRecord }[] = [];
  const openKeyOf = ({ kind, kid }: EpochRecord['rows'][number]) => {
    if (kind === rowKind.inbox) return [inbox, newInbox].find(({ keyId }) => same(keyId, kid))!.seed;
    if (kind === rowKind.vault) return [vault, newVault].find(({ keyId }) => same(keyId, kid))!.seed;
    return everyone.find(({ bundle }) => same(bundle.kid, kid))!.openKey;
  };

  async function write(
    by: typeof lead,
    reason: (typeof REASON)[keyof typeof REASON],
    rows: readonly ProductRow[],
  ) {
    const theirView = (
      await productViews(
        entries.map(({ bytes }) => bytes),
        theirs,
      )
    ).at(-1)!;
    const { current } = theirStream;
    const made = await makeRecord(
      by,
      {
        conversation: theirStream.conversation,
        epoch: current === null ? 0 : current.epoch + 1,
        epochHash: current?.m ?? new Uint8Array(32),
        prevSeq: theirStream.seq,
        prevT: theirStream.transcripts.get(theirStream.seq) ?? new Uint8Array(32),
        centre,
        logIdx: theirView.idx,
        logHash: theirView.hash,
        kind: CONVERSATION_KIND.oneToOne,
        reason,
        rows: sortRows(rows),
      },
      records.at(-1)?.epochKey ?? null,
      (row) =>
        row.kind === ROW_KIND.inbox
          ? theirView.inbox!.xwPk
          : row.kind === ROW_KIND.vault
            ? theirView.vault!.xwPk
            : theirs(row.kid)!.xwPk,
      random,
    );
    await takeRecord(theirStream, made.record, { view: theirView, bundles: theirs });
    stream = judgeRecord(stream, made.record.bytes, (_, index) => views()[index] ?? null, mine);
    const record = currentOf(stream)!.record;
    record.rows.forEach((row, i) => {
      expect(openEpochKey(made.wraps[i]!, record, row, openKeyOf(row))).toEqual(made.epochKey);
    });
    const before = records.at(-1);
    if (before !== undefined)
      expect(openPrevKey(made.epochKey, record, before.record)).toEqual(before.epochKey);
    records.push({ ...made, record });
  }

  async function say(by: typeof lead, x: string, isErased = false) {
    const plan = {
      conversation: theirStream.conversation,
      epoch: theirStream.current!.epoch,
      epochHash: theirStream.current!.m,
      prevSeq: theirStream.seq,
      prevT: theirStream.transcripts.get(theirStream.seq)!,
      class: 1 as const,
      messageId: random(16),
    };
    const message = await sealMessage(by, records.at(-1)!.epochKey, plan, { t: 'text', ts: 1, x }, random);
    await takeMessage(theirStream, message, { bundles: theirs });
    stream = judgeMessage(stream, isErased ? erasedBytes(message) : message.bytes, mine);
    expect(stream.transcript.at(-1)).toEqual(theirStream.transcripts.get(theirStream.seq));
    const item = stream.items.at(-1)!;
    if (item.kind !== 'message') throw new Error('a message was judged as something else');
    if (isErased) expect(() => openMessage(item.message, records.at(-1)!.epochKey)).toThrow('UNREADABLE');
    else
      expect(JSON.parse(openMessage(item.message, records.at(-1)!.epochKey))).toEqual({
        t: 'text',
        ts: 1,
        x,
      });
  }

  const person = ({ bundle: { account: id, kid } }: typeof lead, role: ProductRow['role']): ProductRow => ({
    kind: ROW_KIND.person,
    role,
    id,
    kid,
  });
  const key = (kind: 2 | 3, { keyId }: typeof inbox): ProductRow => ({
    kind,
    role: ROLE.none,
    id: centre,
    kid: keyId,
  });
  const newInbox = await centreKeyOf(random(32));

  await write(seeker, REASON.open, [person(seeker, 1), key(2, inbox), key(3, vault)]);
  await say(seeker, 'Guten Tag');
  await write(other, REASON.accept, [person(seeker, 1), person(other, 2), person(third, 3), key(3, vault)]);
  await say(other, 'Was danach verschwindet', true);
  await append(lead, { type: 'staffing', ...staffing(other, 0) });
  await append(lead, { type: 'key', which: 2, xwPk: newInbox.publicKey });
  await append(lead, { type: 'key', which: 3, xwPk: newVault.publicKey });
  const current = currentOf(stream)!.record;
  expect(mustRekey(current, views().at(-1)!)).toBe(true);
  await write(third, REASON.tidy, tidy(current.rows, views().at(-1)!));
  await write(third, REASON.change, [person(seeker, 1), person(third, 2), key(3, newVault)]);
  await say(third, 'Jetzt bin ich da');
  await write(seeker, REASON.move, [person(seeker, 1), key(2, newInbox), key(3, newVault)]);
  await write(lead, REASON.accept, [person(seeker, 1), person(lead, 2), key(3, newVault)]);
  await write(lead, REASON.return, [person(seeker, 1), key(2, newInbox), key(3, newVault)]);
  const { current: last } = theirStream;
  const signal = await sealMessage(
    seeker,
    records.at(-1)!.epochKey,
    {
      conversation: theirStream.conversation,
      epoch: last!.epoch,
      epochHash: last!.m,
      prevSeq: 0,
      prevT: new Uint8Array(32),
      class: 3,
      messageId: random(16),
    },
    { t: 'call', n: 1 },
    random,
  );
  const heard = judgeSignal(stream, signal.bytes, () => false, mine);
  expect(JSON.parse(openMessage(heard, records.at(-1)!.epochKey))).toEqual({ t: 'call', n: 1 });
  expect(stream.items).toHaveLength(10);
});
