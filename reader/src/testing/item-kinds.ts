import { zeros } from '../bytes/join.ts';
import { verify } from '../primitive/sign.ts';
import { kemPublicKey } from '../primitive/xwing.ts';
import { insist } from '../refuse.ts';
import {
  commitTo,
  noPrev,
  openEpochKey,
  openPrevKey,
  sealPrevKey,
  wrapEpochKey,
} from '../stream/epoch-key.ts';
import { eraseMessage, makeMessage, openMessage, readMessage } from '../stream/message.ts';
import { type Row, readRecord, signRecord } from '../stream/record.ts';
import { nextT } from '../stream/stream.ts';
import { compare, type Kind, person, seeds, show } from './kind.ts';
import { type Json, raw, text } from './vector.ts';

const message: Kind = {
  make: (given) => {
    const { class: messageClass, json } = given;
    const bytes = makeMessage(
      { signKey: seeds(given.sender).signKey, epochKey: raw(given.epochKey) },
      headOf(given),
      { class: messageClass, messageId: raw(given.messageId), salt: raw(given.salt), json },
    );
    const found = readMessage(bytes);
    return { bytes: text(bytes), hash: text(found.m), ctHash: text(found.signed.subarray(162)) };
  },
  read: (given, out) => {
    const found = readMessage(raw(out.bytes));
    verify(person(given.sender).signId, 'msg', found.signed, found.signature);
    compare(openMessage(found, raw(given.epochKey)), given.json);
    compare(
      [text(found.m), text(found.messageId), found.class, show(pickHead(found))],
      [out.hash, given.messageId, given.class, show(headOf(given))],
    );
  },
};

/** As the product's two parsers are asked: whether it may be an item shows before who signed it. */
export const item: Kind = {
  ...message,
  read: (given, out) => {
    const found = readMessage(raw(out.bytes));
    insist(found.class !== 3 && found.sealed !== null, 'FORMAT');
    message.read(given, out);
  },
};

export const signal: Kind = {
  ...message,
  read: (given, out) => {
    const { class: messageClass, sealed, prevSeq, prevT } = readMessage(raw(out.bytes));
    insist(messageClass === 3 && sealed !== null, 'FORMAT');
    insist(prevSeq === 0 && prevT.every((byte) => byte === 0), 'FORMAT');
    message.read(given, out);
  },
};

function headOf({ conversation, epoch, epochHash, sender, prevSeq, prevT }: Json) {
  return {
    conversation: raw(conversation),
    epoch,
    epochHash: raw(epochHash),
    sender: raw(sender.account),
    prevSeq,
    prevT: raw(prevT),
  };
}
const pickHead = ({ conversation, epoch, epochHash, sender, prevSeq, prevT }: Json) => ({
  conversation,
  epoch,
  epochHash,
  sender,
  prevSeq,
  prevT,
});

const rowsOf = ({ rows }: Json): Row[] =>
  rows.map(({ kind, role, id, kid }: Json) => ({ kind, role, id: raw(id), kid: raw(kid) }));

export const record: Kind = {
  make: (given) => {
    const head = headOf(given);
    const epochKey = raw(given.epochKey);
    const commitment = commitTo(epochKey, head);
    const hasNoPrev = given.before === null || given.kind === 3;
    const prevEpochKey = hasNoPrev ? noPrev : sealPrevKey(epochKey, raw(given.before.epochKey), head);
    const reasons = ['OPEN', 'ACCEPT', 'CHANGE', 'TIDY', 'MOVE', 'RETURN', 'RELINK', 'VAULT_USE'] as const;
    const bytes = signRecord(seeds(given.sender).signKey, head, {
      centre: raw(given.centre),
      logIndex: given.logIdx,
      logHash: raw(given.logHash),
      kind: given.kind,
      reason: reasons[given.reason - 1]!,
      commitment,
      prevEpochKey,
      rows: rowsOf(given),
    });
    const { m, rows } = readRecord(bytes);
    const wraps = rows.map((row, i) => {
      const sealId = kemPublicKey(raw(given.rows[i].openKey));
      return text(wrapEpochKey(epochKey, { m, row, sealId }, raw(given.encapsulations[i])));
    });
    return {
      bytes: text(bytes),
      hash: text(m),
      ekCommit: text(commitment),
      ekPrev: text(prevEpochKey),
      wraps,
    };
  },
  read: (given, out) => {
    const found = readRecord(raw(out.bytes));
    verify(person(given.sender).signId, 'epoch', found.signed, found.signature);
    compare([text(found.m), text(found.commitment)], [out.hash, out.ekCommit]);
    found.rows.forEach((row, i) => {
      const epochKey = openEpochKey(raw(out.wraps[i]), found, row, raw(given.rows[i].openKey));
      compare(text(epochKey), given.epochKey);
    });
    if (given.before === null || given.kind === 3) return;
    const before = readRecord(raw(given.before.record));
    compare(text(openPrevKey(raw(given.epochKey), found, before)), given.before.epochKey);
  },
};

export const erasedMessage: Kind = {
  make: (given) => {
    const found = readMessage(raw(given.message));
    return { bytes: text(eraseMessage(found)), hash: text(found.m) };
  },
  read: (given, out) => {
    const found = readMessage(raw(out.bytes));
    insist(found.sealed === null, 'FORMAT');
    verify(raw(given.edPk), 'msg', found.signed, found.signature);
    compare(text(found.m), out.hash);
  },
};

export const chain: Kind = {
  make: ({ hashes }) => ({ transcripts: transcriptsOf(hashes) }),
  read: ({ hashes }, out) => compare(transcriptsOf(hashes), out.transcripts),
};

function transcriptsOf(hashes: readonly string[]): string[] {
  let t = zeros(32);
  return hashes.map((m) => {
    t = nextT(t, raw(m));
    return text(t);
  });
}
