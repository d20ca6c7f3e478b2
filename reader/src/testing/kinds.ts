import { readBundle } from '../account/bundle.ts';
import {
  checkRecovery,
  paperMasterKey,
  proveRecovery,
  readCode,
  recoveryPublicKey,
  writeCode,
} from '../account/code.ts';
import { openForSession, sealForSession } from '../account/session-share.ts';
import { makeWrap, openWrap, type WrapKind } from '../account/wrap.ts';
import { type Act, makeEntry, readEntry } from '../centre/entry.ts';
import {
  checkPaper,
  isPinOf,
  proveInvitation,
  provePaper,
  readInvitation,
  safetyNumber,
  writeInvitation,
  writePin,
} from '../centre/invitation.ts';
import { boxSeed, type KeyPlace, openBox, openPrev, sealPrev } from '../centre/seed.ts';
import { centreKid } from '../centre/view.ts';
import { derive, hash } from '../primitive/hash.ts';
import { verify } from '../primitive/sign.ts';
import { kemPublicKey } from '../primitive/xwing.ts';
import { makeSlot, openSlot, readSlot } from '../slot/slot.ts';
import { groupClosing } from './closing-kind.ts';
import { file } from './file-kind.ts';
import { chain, erasedMessage, item, record, signal } from './item-kinds.ts';
import { groupJoiner } from './joiner-kind.ts';
import { compare, type Kind, person, personBytes, seeds, show } from './kind.ts';
import { type Json, raw, text } from './vector.ts';

const bundle: Kind = {
  make: (given) => {
    const bytes = personBytes(given);
    const { kid, signId, sealId } = readBundle(bytes);
    return { bytes: text(bytes), kid: text(kid), edPk: text(signId), xwPk: text(sealId) };
  },
  read: (given, out) => {
    const { account, kind, createdAt, kid } = readBundle(raw(out.bytes));
    compare(
      [text(account), kind, createdAt, text(kid)],
      [given.account, given.kind, given.createdAt, out.kid],
    );
  },
};

const paperOf = ({ code, centre, account, createdAt }: Json) => ({
  masterKey: text(paperMasterKey(raw(code), raw(centre))),
  account,
  kind: 3,
  createdAt,
});

const wrap = (kind: WrapKind): Kind => ({
  make: ({ secret, account, masterKey, nonce }) => ({
    bytes: text(
      makeWrap(raw(masterKey), { kind, account: raw(account), secret: raw(secret), nonce: raw(nonce) }),
    ),
  }),
  read: ({ secret, masterKey }, out) => compare(text(openWrap(raw(out.bytes), kind, raw(secret))), masterKey),
});

const act = (change: Json): Act => {
  switch (change.type) {
    case 'create': {
      const staff = change.staff.map((one: Json) => ({
        kid: raw(one.kid),
        account: raw(one.account),
        bits: one.bits,
      }));
      return { type: 'create', name: change.name, policy: change.vault, staff };
    }
    case 'staffing': {
      const { kid, account, bits } = change;
      return { type: 'staffing', staff: { kid: raw(kid), account: raw(account), bits } };
    }
    case 'key':
      return { type: 'key', which: change.which, publicKey: kemPublicKey(raw(change.seed)) };
    default:
      return { type: 'policy', policy: change.vault };
  }
};

const entry: Kind = {
  make: (given) => {
    const bytes = makeEntry(seeds(given.signer).signKey, act(given.change), {
      centre: raw(given.centre),
      index: given.idx,
      prev: raw(given.prev),
      at: given.at,
      signer: person(given.signer).kid,
    });
    return { bytes: text(bytes), hash: text(readEntry(bytes).hash) };
  },
  read: (given, out) => {
    const found = readEntry(raw(out.bytes));
    verify(person(given.signer).signId, 'log', found.signed, found.signature);
    compare(
      [text(found.centre), found.index, text(found.prev), found.at, text(found.hash)],
      [given.centre, given.idx, given.prev, given.at, out.hash],
    );
    compare(show(found.act), show(act(given.change)));
  },
};

const placeOf = ({ centre, which }: Json): KeyPlace => ({
  centre: raw(centre),
  which: raw(which)[0] === 2 ? 2 : 3,
});

export const kinds: Readonly<Record<string, Kind>> = {
  'account-bundle': bundle,
  'paper-account': {
    make: (given) => {
      const paper = paperOf(given);
      const { bytes, kid } = bundle.make(paper);
      return { text: writeCode(raw(given.code)), masterKey: paper.masterKey, bytes, kid };
    },
    read: (given, out) => {
      bundle.read(paperOf(given), out);
      compare(text(paperMasterKey(readCode(out.text), raw(given.centre))), out.masterKey);
    },
  },
  'paper-check': {
    make: (given) => {
      const { signKey } = seeds(paperOf(given));
      return { bytes: text(provePaper(signKey, raw(given.centre), raw(given.logHash))) };
    },
    read: (given, out) =>
      checkPaper(person(paperOf(given)).signId, raw(given.centre), raw(given.logHash), raw(out.bytes)),
  },
  'password-wrap': wrap(1),
  'recovery-wrap': wrap(2),
  'recovery-code': {
    make: ({ code, nonce, instanceId }) => ({
      text: writeCode(raw(code)),
      publicKey: text(recoveryPublicKey(raw(code))),
      proof: text(proveRecovery(raw(code), raw(nonce), instanceId)),
    }),
    read: ({ code, nonce, instanceId }, out) => {
      const found = readCode(out.text);
      checkRecovery(raw(out.publicKey), raw(nonce), instanceId, raw(out.proof));
      compare([text(found), text(recoveryPublicKey(found))], [code, out.publicKey]);
    },
  },
  'session-share': {
    make: ({ sessionShare, account, masterKey }) => ({
      bytes: text(sealForSession(raw(masterKey), raw(sessionShare), raw(account))),
    }),
    read: ({ sessionShare, account, masterKey }, out) =>
      compare(text(openForSession(raw(out.bytes), raw(sessionShare), raw(account))), masterKey),
  },
  slot: {
    make: ({ me, slot, version, nonce, json }) => ({
      bytes: text(
        makeSlot(raw(me.masterKey), json, {
          account: raw(me.account),
          slot: raw(slot),
          version,
          nonce: raw(nonce),
        }),
      ),
    }),
    read: ({ me, slot, version, json }, out) => {
      compare(openSlot(raw(out.bytes), raw(me.masterKey)), json);
      const found = readSlot(raw(out.bytes));
      compare([text(found.account), text(found.slot), found.version], [me.account, slot, version]);
    },
  },
  'log-create': entry,
  'log-staffing': entry,
  'log-key': entry,
  'log-policy': entry,
  'centre-box': {
    make: ({ seed, recipient, encapsulation, ...at }) => {
      const publicKey = kemPublicKey(raw(seed));
      const keyKid = centreKid(publicKey);
      const { kid, sealId } = person(recipient);
      const place = { ...placeOf(at), keyKid, personKid: kid };
      const box = boxSeed(raw(seed), sealId, place, raw(encapsulation));
      return { bytes: text(box), publicKey: text(publicKey), keyId: text(keyKid) };
    },
    read: ({ seed, recipient, ...at }, out) => {
      const keyKid = centreKid(raw(out.publicKey));
      const place = { ...placeOf(at), keyKid, personKid: person(recipient).kid };
      compare(text(openBox(raw(out.bytes), seeds(recipient).openKey, place)), seed);
      compare(text(place.keyKid), out.keyId);
    },
  },
  'centre-prev': {
    make: ({ seed, seedBefore, ...at }) => ({
      bytes: text(sealPrev(raw(seed), raw(seedBefore), placeOf(at))),
      publicKeyBefore: text(kemPublicKey(raw(seedBefore))),
    }),
    read: ({ seed, seedBefore, ...at }, out) => {
      const olderKid = centreKid(raw(out.publicKeyBefore));
      compare(text(openPrev(raw(out.bytes), raw(seed), olderKid, placeOf(at))), seedBefore);
    },
  },
  invitation: {
    make: ({ invitation, createHash, centre, kid }) => ({
      text: writeInvitation(raw(invitation), createHash === null ? null : raw(createHash)),
      mac: text(proveInvitation(raw(invitation), raw(centre), raw(kid))),
    }),
    read: ({ invitation, createHash, centre, kid }, out) => {
      const { secret, pin } = readInvitation(out.text);
      compare(text(secret), invitation);
      compare(pin === null, createHash === null);
      if (pin !== null) compare(isPinOf(pin, raw(createHash)), true);
      compare(text(proveInvitation(secret, raw(centre), raw(kid))), out.mac);
    },
  },
  'centre-pin': {
    make: ({ createHash }) => ({ text: writePin(raw(createHash)) }),
    read: ({ createHash }, out) => compare(isPinOf(out.text, raw(createHash)), true),
  },
  'safety-number': {
    make: ({ kidA, kidB }) => ({ digits: safetyNumber(raw(kidA), raw(kidB)) }),
    read: ({ kidA, kidB }, { digits }) => {
      compare(safetyNumber(raw(kidA), raw(kidB)), digits);
      compare(safetyNumber(raw(kidB), raw(kidA)), digits);
    },
  },
  record,
  'group-joiner': groupJoiner,
  'group-closing': groupClosing,
  message: item,
  signal,
  'erased-message': erasedMessage,
  hash: {
    make: ({ label, x }) => ({ hash: text(hash(label, raw(x))) }),
    read: ({ label, x }, out) => compare(text(hash(label, raw(x))), out.hash),
  },
  kdf: {
    make: ({ ikm, salt, label, context, length }) => ({
      bytes: text(derive(raw(ikm), raw(salt), label, raw(context), length)),
    }),
    read: ({ ikm, salt, label, context, length }, out) =>
      compare(text(derive(raw(ikm), raw(salt), label, raw(context), length)), out.bytes),
  },
  chain,
  file,
};
