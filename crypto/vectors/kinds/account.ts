import {
  type AccountKind,
  cat,
  checkSignature,
  fromHex,
  hex,
  parseAccountBundle,
  WRAP_KIND,
  type WrapKind,
} from '@beistand/wire';
import {
  keepForReload,
  makePaperAccount,
  openMasterKey,
  provePaper,
  readRecoveryCode,
  takeAfterReload,
  wrapMasterKey,
  writeRecoveryCode,
} from '../../src/index.ts';
import { scripted } from '../seeded.ts';
import { accountOf, drawPerson, HOUR, kind, mustBe, type Person, refusals } from './kind.ts';

async function readBundle(bytes: string, kid: string) {
  mustBe((await parseAccountBundle(fromHex(bytes))).kid, kid);
}

const BUNDLE_REFUSALS = refusals(
  ['flip byte 0', 'FORMAT'],
  ['set byte 4 to 02', 'SUITE'],
  ['set byte 21 to 00', 'FORMAT'],
  ['set byte 21 to 04', 'FORMAT'],
  ['flip byte 5', 'SIGNATURE'],
  ['flip byte 30', 'SIGNATURE'],
  ['flip byte 700', 'SIGNATURE'],
  ['flip byte 1277', 'SIGNATURE'],
  ['flip byte 1341', 'SIGNATURE'],
  ['cut 1 byte', 'FORMAT'],
  ['append 00', 'FORMAT'],
);

type BundleOut = { bytes: string; kid: string; edPk: string; xwPk: string };

export const accountBundle = kind<Person, BundleOut>({
  name: 'account-bundle',
  async make(person) {
    const { bundle } = await accountOf(person);
    const { bytes, kid, edPk, xwPk } = bundle;
    return { bytes: hex(bytes), kid: hex(kid), edPk: hex(edPk), xwPk: hex(xwPk) };
  },
  read: (_, out) => readBundle(out.bytes, out.kid),
  cases(random) {
    const people: [AccountKind, number][] = [
      [1, HOUR],
      [2, HOUR + 1],
      [3, 0],
      [1, Number.MAX_SAFE_INTEGER],
      [2, 255],
    ];
    return people.map(([of, at]) => ({ in: drawPerson(random, of, at), bad: BUNDLE_REFUSALS }));
  },
});

type WrapIn = { secret: string; account: string; masterKey: string; nonce: string };

const wrap = (name: string, wrapKind: WrapKind, secretBytes: number, otherKind: string) =>
  kind<WrapIn, { bytes: string }>({
    name,
    async make(given) {
      const wrapped = await wrapMasterKey(
        fromHex(given.secret),
        wrapKind,
        fromHex(given.account),
        fromHex(given.masterKey),
        scripted(fromHex(given.nonce)),
      );
      return { bytes: hex(wrapped) };
    },
    async read(given, out) {
      const opened = await openMasterKey(fromHex(given.secret), wrapKind, fromHex(out.bytes));
      mustBe(opened.masterKey, given.masterKey);
      mustBe(opened.account, given.account);
    },
    cases: (random) =>
      Array.from({ length: 5 }, () => ({
        in: {
          secret: hex(random(secretBytes)),
          account: hex(random(16)),
          masterKey: hex(random(32)),
          nonce: hex(random(12)),
        },
        bad: refusals(
          ['flip byte 0', 'FORMAT'],
          ['set byte 4 to 02', 'SUITE'],
          [`set byte 5 to ${otherKind}`, 'FORMAT'],
          ['set byte 5 to 03', 'FORMAT'],
          ['flip byte 6', 'UNREADABLE'],
          ['flip byte 25', 'UNREADABLE'],
          ['flip byte 40', 'UNREADABLE'],
          ['flip byte 81', 'UNREADABLE'],
          ['flip byte 0 of in.secret', 'UNREADABLE'],
          ['cut 1 byte', 'FORMAT'],
          ['append 00', 'FORMAT'],
        ),
      })),
  });

/** `secret` is OPAQUE's export key, 64 bytes. */
export const passwordWrap = wrap('password-wrap', WRAP_KIND.password, 64, '02');
/** `secret` is the recovery code, 16 bytes. */
export const recoveryWrap = wrap('recovery-wrap', WRAP_KIND.recoveryCode, 16, '01');

type PaperIn = { code: string; centre: string; account: string; createdAt: number };
type PaperOut = { text: string; masterKey: string; bytes: string; kid: string };

const paperOf = ({ code, centre, account, createdAt }: PaperIn) =>
  makePaperAccount(fromHex(code), fromHex(centre), fromHex(account), createdAt);

export const paper = kind<PaperIn, PaperOut>({
  name: 'paper-account',
  async make(given) {
    const { bundle, masterKey } = await paperOf(given);
    const text = await writeRecoveryCode(fromHex(given.code));
    return { text, masterKey: hex(masterKey), bytes: hex(bundle.bytes), kid: hex(bundle.kid) };
  },
  async read(given, out) {
    await readBundle(out.bytes, out.kid);
    const again = await paperOf({ ...given, code: hex(await readRecoveryCode(out.text)) });
    mustBe(again.masterKey, out.masterKey);
    mustBe(again.bundle.bytes, out.bytes);
  },
  cases: (random) =>
    Array.from({ length: 5 }, (_, i) => ({
      in: { code: hex(random(16)), centre: hex(random(16)), account: hex(random(16)), createdAt: HOUR + i },
      bad: [
        ...BUNDLE_REFUSALS,
        ...refusals(
          ['write U at character 0 of out.text', 'CODE'],
          ['append 00 of out.text', 'CODE'],
          ['flip byte 0 of out.masterKey', 'MISMATCH'],
          ['flip byte 15 of in.centre', 'MISMATCH'],
        ),
      ],
    })),
});

type CheckIn = PaperIn & { logHash: string };

/** The sheet was retyped: a signature over the centre and the newest entry of its log. */
export const paperCheck = kind<CheckIn, { bytes: string }>({
  name: 'paper-check',
  async make(given) {
    const paperAccount = await paperOf(given);
    return { bytes: hex(await provePaper(paperAccount, fromHex(given.centre), fromHex(given.logHash))) };
  },
  async read(given, out) {
    const { edPk } = (await paperOf(given)).bundle;
    const signed = cat(fromHex(given.centre), fromHex(given.logHash));
    checkSignature(edPk, 'paper-check', signed, fromHex(out.bytes));
  },
  cases: (random) =>
    Array.from({ length: 5 }, (_, i) => ({
      in: {
        code: hex(random(16)),
        centre: hex(random(16)),
        account: hex(random(16)),
        createdAt: HOUR + i,
        logHash: hex(random(32)),
      },
      bad: refusals(
        ['flip byte 0', 'SIGNATURE'],
        ['flip byte 63', 'SIGNATURE'],
        ['flip byte 0 of in.code', 'SIGNATURE'],
        ['flip byte 15 of in.centre', 'SIGNATURE'],
        ['flip byte 31 of in.logHash', 'SIGNATURE'],
      ),
    })),
});

type ReloadIn = { sessionShare: string; account: string; masterKey: string };

export const reload = kind<ReloadIn, { bytes: string }>({
  name: 'session-share',
  async make(given) {
    const { sessionShare, account, masterKey } = given;
    return { bytes: hex(await keepForReload(fromHex(sessionShare), fromHex(account), fromHex(masterKey))) };
  },
  async read({ sessionShare, account, masterKey }, out) {
    mustBe(await takeAfterReload(fromHex(sessionShare), fromHex(account), fromHex(out.bytes)), masterKey);
  },
  cases: (random) =>
    Array.from({ length: 5 }, () => ({
      in: { sessionShare: hex(random(32)), account: hex(random(16)), masterKey: hex(random(32)) },
      bad: refusals(
        ['flip byte 0', 'UNREADABLE'],
        ['flip byte 47', 'UNREADABLE'],
        ['cut 1 byte', 'UNREADABLE'],
        ['flip byte 0 of in.sessionShare', 'UNREADABLE'],
        ['flip byte 15 of in.account', 'UNREADABLE'],
      ),
    })),
});
