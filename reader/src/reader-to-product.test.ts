import {
  isInvited,
  makeAccount,
  openEpochKey as openEpochKeyByProduct,
  openMasterKey,
  openMessage as openMessageByProduct,
  openSlot as openSlotByProduct,
  openUnsent as openUnsentByProduct,
  previousEpochKey,
  readInvitation as readInvitationByProduct,
  readRecoveryCode,
  takeAfterReload,
  takeCentreKey,
  takePreviousKey,
} from '@beistand/crypto';
import {
  checkSignature,
  judgeLogBatch,
  missingToOpen,
  mustRekey,
  parseLogEntry,
  parseMessage,
  parseRecord,
  ready,
} from '@beistand/wire';
import { expect, test } from 'vitest';
import { makeBundle, readBundle } from './account/bundle.ts';
import { paperMasterKey, proveRecovery, recoveryPublicKey, writeCode } from './account/code.ts';
import { sealForSession } from './account/session-share.ts';
import { sealUnsent } from './account/unsent.ts';
import { makeWrap } from './account/wrap.ts';
import { same } from './bytes/compare.ts';
import { type Bytes, join, lp, utf8, zeros } from './bytes/join.ts';
import { proveInvitation, provePaper, writeInvitation } from './centre/invitation.ts';
import { judgeLog } from './centre/judge-entry.ts';
import { boxSeed, sealPrev } from './centre/seed.ts';
import { centreKid, type View } from './centre/view.ts';
import { kemPublicKey } from './primitive/xwing.ts';
import { makeSlot } from './slot/slot.ts';
import { makeRecord } from './stream/make-record.ts';
import { makeMessage } from './stream/message.ts';
import { type Reason, type Row, readRecord, rowKind } from './stream/record.ts';
import { tidy } from './stream/tidy.ts';
import { appendEntry, appendKey, type Centre, type Person, personOf, staffOf } from './testing/cast.ts';
import { drawsFrom } from './testing/draws.ts';
import {
  productBundles,
  productStream,
  productViews,
  takeProductMessage,
  takeProductRecord,
} from './testing/product.ts';
import { inboxRow, personRow, vaultRows } from './testing/stage.ts';

const draws = drawsFrom('reader to product');
const asProduct = ({ masterKey, bundle: { account, kind, createdAt } }: Person) =>
  makeAccount(masterKey, { account, kind, createdAt });

test('R3: the product opens what the reader made of an account', async () => {
  await ready;
  const [exportKey, code, nonce, share] = [
    draws.bytes(64),
    draws.bytes(16),
    draws.bytes(12),
    draws.bytes(32),
  ];
  const me = personOf(draws, 1);
  const { account } = me.bundle;
  expect((await asProduct(me)).bundle.bytes).toEqual(me.bytes);
  const byPhrase = makeWrap(me.masterKey, { kind: 1, account, secret: exportKey, nonce });
  expect(await openMasterKey(exportKey, 1, byPhrase)).toEqual({ account, masterKey: me.masterKey });
  const byCode = makeWrap(me.masterKey, { kind: 2, account, secret: code, nonce });
  expect((await openMasterKey(code, 2, byCode)).masterKey).toEqual(me.masterKey);
  expect(await readRecoveryCode(writeCode(code))).toEqual(code);
  const challenge = join(nonce, lp(utf8('instanz')));
  checkSignature(recoveryPublicKey(code), 'rc-sign', challenge, proveRecovery(code, nonce, 'instanz'));
  expect(await takeAfterReload(share, account, sealForSession(me.masterKey, share, account))).toEqual(
    me.masterKey,
  );
  const tabKey = draws.bytes(32);
  const unsentPlace = { tabKey, share, name: 'draft' };
  const unsent = sealUnsent('{"x":"noch nicht"}', unsentPlace, draws.bytes(32));
  expect(await openUnsentByProduct(unsentPlace, unsent)).toEqual({ x: 'noch nicht' });
  const slot = draws.bytes(16);
  const sealed = makeSlot(me.masterKey, '{"name":"Ada"}', { account, slot, version: 3, nonce });
  expect(await openSlotByProduct(await asProduct(me), slot, sealed)).toMatchObject({
    version: 3,
    body: { name: 'Ada' },
  });
});

test('R3: a conversation the reader writes from bundles to a change of people is judged and opened by the product', async () => {
  await ready;
  const seeker = personOf(draws, 1);
  const [lead, other, third] = [personOf(draws, 2), personOf(draws, 2), personOf(draws, 2)];
  const code = draws.bytes(16);
  const centre: Centre = { id: draws.bytes(16), entries: [], seeds: [] };
  const paper = personOf(draws, 3, paperMasterKey(code, centre.id));
  const people = [seeker, lead, other, third, paper];
  const bundles = await productBundles(people);

  const staff = [staffOf(lead, 7), staffOf(other, 5), staffOf(third, 1), staffOf(paper, 6)];
  const create = appendEntry(centre, lead, { type: 'create', name: 'Mitte', policy: 2, staff });
  const [inboxSeed, vaultSeed] = [draws.bytes(32), draws.bytes(32)];
  appendKey(centre, lead, 2, inboxSeed);
  appendKey(centre, lead, 3, vaultSeed);
  const founded = judgeLogBatch(null, await Promise.all(centre.entries.map(parseLogEntry)), bundles);
  expect(missingToOpen(founded, bundles)).toEqual([]);
  checkSignature(
    paper.bundle.signId,
    'paper-check',
    join(centre.id, founded.hash),
    provePaper(paper.signKey, centre.id, founded.hash),
  );

  const createHash = founded.createHash;
  const secret = draws.bytes(16);
  const link = readInvitationByProduct(writeInvitation(secret, createHash));
  expect(
    await isInvited(
      proveInvitation(secret, centre.id, third.bundle.kid),
      link.invitation,
      centre.id,
      third.bundle.kid,
    ),
  ).toBe(true);
  expect((await parseLogEntry(create)).hash).toEqual(createHash);

  const inboxPlace = { centre: centre.id, which: 2 } as const;
  const inboxKid = centreKid(kemPublicKey(inboxSeed));
  const boxPlace = { ...inboxPlace, keyKid: inboxKid, personKid: third.bundle.kid };
  const box = boxSeed(inboxSeed, third.bundle.sealId, boxPlace, draws.bytes(64));
  const inbox = await takeCentreKey(await asProduct(third), inboxPlace, kemPublicKey(inboxSeed), box);
  expect(inbox.seed).toEqual(inboxSeed);

  const stream = productStream(draws.bytes(16));
  const views = () =>
    judgeLog(centre.entries, (kid) => people.find((one) => same(one.bundle.kid, kid))?.bundle ?? null);
  const epochKeys: Bytes[] = [];
  const said: [Bytes, string][] = [];
  const wrapsOf: { bytes: Bytes; wraps: Bytes[] }[] = [];

  async function write(by: Person, reason: Reason, rowsOf: (view: View, before: readonly Row[]) => Row[]) {
    const view = views().at(-1)!;
    const before = stream.current === null ? null : readRecord(stream.current.bytes);
    const epochKey = draws.bytes(32);
    const made = makeRecord(
      { signKey: by.signKey, epochKey, keyBefore: epochKeys.at(-1) ?? null },
      {
        conversation: stream.conversation,
        epoch: before === null ? 0 : before.epoch + 1,
        epochHash: before?.m ?? zeros(32),
        sender: by.bundle.account,
        prevSeq: stream.seq,
        prevT: stream.transcripts.get(stream.seq) ?? zeros(32),
      },
      {
        centre: centre.id,
        logIndex: view.index,
        logHash: view.hash,
        kind: 1,
        reason,
        rows: rowsOf(view, before?.rows ?? []),
      },
      (row) => sealIdOf(row, view),
      draws.bytes,
    );
    const theirViews = await productViews(centre.entries, bundles);
    await takeProductRecord(stream, made.bytes, (_, index) => theirViews[index], bundles);
    epochKeys.push(epochKey);
    wrapsOf.push(made);
  }

  const sealIdOf = (row: Row, view: View) =>
    (row.kind === rowKind.inbox
      ? view.inbox.publicKey
      : row.kind === rowKind.vault
        ? view.vault.publicKey
        : null) ?? people.find((one) => same(one.bundle.kid, row.kid))!.bundle.sealId;

  async function say(by: Person, text: string) {
    const bytes = makeMessage(
      { signKey: by.signKey, epochKey: epochKeys.at(-1)! },
      {
        conversation: stream.conversation,
        epoch: stream.current!.epoch,
        epochHash: stream.current!.m,
        sender: by.bundle.account,
        prevSeq: stream.seq,
        prevT: stream.transcripts.get(stream.seq)!,
      },
      {
        class: 1,
        messageId: draws.bytes(16),
        salt: draws.bytes(32),
        json: JSON.stringify({ t: 'text', ts: 1, x: text }),
      },
    );
    await takeProductMessage(stream, bytes, bundles);
    said.push([bytes, text]);
  }

  await write(seeker, 'OPEN', (view) => [personRow(seeker, 1), inboxRow(view), ...vaultRows(view)]);
  await say(seeker, 'Guten Tag');
  await write(other, 'ACCEPT', (view) => [personRow(seeker, 1), personRow(other, 2), ...vaultRows(view)]);
  await say(other, 'Guten Tag, ich bin Ihre Beraterin');
  await write(other, 'CHANGE', (_, before) => [...before, personRow(third, 3)]);
  await say(third, 'Ich lese auch mit');
  appendEntry(centre, lead, { type: 'staffing', staff: staffOf(other, 0) });
  const [newInbox, newVault] = [draws.bytes(32), draws.bytes(32)];
  appendKey(centre, lead, 2, newInbox);
  appendKey(centre, lead, 3, newVault);
  const newest = (await productViews(centre.entries, bundles)).at(-1)!;
  expect(mustRekey(stream.current!, newest)).toBe(true);
  await write(seeker, 'TIDY', (view, before) => tidy(before, view));
  expect(mustRekey(stream.current!, newest)).toBe(false);
  await say(seeker, 'Sind Sie noch da?');
  await write(third, 'CHANGE', (_, before) => [
    ...before.filter(({ role }) => role !== 3),
    personRow(third, 2),
  ]);
  await say(third, 'Ja, jetzt ich allein');
  expect(stream.seq).toBe(10);

  const vaultPlace = { centre: centre.id, which: 3 } as const;
  const vault = await takeCentreKey(
    await asProduct(lead),
    vaultPlace,
    kemPublicKey(newVault),
    boxSeed(
      newVault,
      lead.bundle.sealId,
      { ...vaultPlace, keyKid: centreKid(kemPublicKey(newVault)), personKid: lead.bundle.kid },
      draws.bytes(64),
    ),
  );
  const prev = sealPrev(newVault, vaultSeed, vaultPlace);
  const oldVault = await takePreviousKey(vaultPlace, vault, prev, kemPublicKey(vaultSeed));
  expect(oldVault.seed).toEqual(vaultSeed);

  const openKeyOf = (row: Row, epoch: number) => {
    if (row.kind === rowKind.inbox) return inbox.seed;
    if (row.kind === rowKind.vault) return epoch < 3 ? oldVault.seed : vault.seed;
    return people.find((one) => same(one.bundle.kid, row.kid))!.openKey;
  };
  let opened = 0;
  for (const [epoch, { bytes, wraps }] of wrapsOf.entries()) {
    const record = await parseRecord(bytes);
    for (const [i, row] of record.rows.entries()) {
      expect(await openEpochKeyByProduct(record, row, openKeyOf(row, epoch), wraps[i]!)).toEqual(
        epochKeys[epoch],
      );
      opened++;
    }
    if (epoch === 0) continue;
    const before = await parseRecord(wrapsOf[epoch - 1]!.bytes);
    expect(await previousEpochKey(record, epochKeys[epoch]!, before)).toEqual(epochKeys[epoch - 1]);
  }
  expect(opened).toBe(3 + 3 + 4 + 3 + 3);
  for (const [bytes, text] of said) {
    const message = await parseMessage(bytes);
    expect(await openMessageByProduct(epochKeys[message.epoch]!, message)).toEqual({
      t: 'text',
      ts: 1,
      x: text,
    });
  }
  expect(makeBundle(paper.masterKey, paper.bundle)).toEqual(paper.bytes);
  expect(readBundle(paper.bytes).kind).toBe(3);
});
