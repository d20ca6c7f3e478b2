import { cat, checkSignature, fingerprintOf, fromHex, hex, safetyNumber, u16, utf8 } from '@beistand/wire';
import {
  invitationMac,
  isInvited,
  isPinned,
  proveRecovery,
  readInvitation,
  readRecoveryCode,
  recoveryPair,
  writeInvitation,
  writeRecoveryCode,
} from '../../src/index.ts';
import { kind, Mismatch, mustBe, refusals } from './kind.ts';

type RecoveryIn = { code: string; nonce: string; instanceId: string };
type RecoveryOut = { text: string; publicKey: string; proof: string };

export const recoveryCode = kind<RecoveryIn, RecoveryOut>({
  name: 'recovery-code',
  async make(given) {
    const code = fromHex(given.code);
    const proof = await proveRecovery(code, fromHex(given.nonce), given.instanceId);
    const { publicKey } = await recoveryPair(code);
    return { text: await writeRecoveryCode(code), publicKey: hex(publicKey), proof: hex(proof) };
  },
  async read(given, out) {
    mustBe(await readRecoveryCode(out.text), given.code);
    const name = utf8(given.instanceId);
    const challenge = cat(fromHex(given.nonce), u16(name.length), name);
    checkSignature(fromHex(out.publicKey), 'rc-sign', challenge, fromHex(out.proof));
  },
  cases(random) {
    const codes = ['00'.repeat(16), 'ff'.repeat(16), ...Array.from({ length: 4 }, () => hex(random(16)))];
    return codes.map((code, i) => ({
      in: { code, nonce: hex(random(32)), instanceId: ['a', 'instanz-ü', hex(random(16))][i % 3]! },
      bad: refusals(
        ['write U at character 0 of out.text', 'CODE'],
        ['write ! at character 33 of out.text', 'CODE'],
        ['write 5 at character 4 of out.text', 'CODE'],
        ['append 00 of out.text', 'CODE'],
        ['flip byte 0 of out.proof', 'SIGNATURE'],
        ['flip byte 31 of in.nonce', 'SIGNATURE'],
        ['write b at character 0 of in.instanceId', 'SIGNATURE'],
        ['flip byte 1 of out.publicKey', 'SIGNATURE'],
        ['flip byte 0 of in.code', 'MISMATCH'],
      ),
    }));
  },
});

type InvitationIn = { invitation: string; createHash: string | null; centre: string; kid: string };

export const invitation = kind<InvitationIn, { text: string; mac: string }>({
  name: 'invitation',
  async make(given) {
    const secret = fromHex(given.invitation);
    const text = writeInvitation(secret, given.createHash === null ? undefined : fromHex(given.createHash));
    return { text, mac: hex(await invitationMac(secret, fromHex(given.centre), fromHex(given.kid))) };
  },
  async read(given, out) {
    const read = readInvitation(out.text);
    mustBe(read.invitation, given.invitation);
    if (read.pin !== (given.createHash === null ? null : fingerprintOf(fromHex(given.createHash)))) {
      throw new Mismatch('another centre');
    }
    const invited = await isInvited(
      fromHex(out.mac),
      read.invitation,
      fromHex(given.centre),
      fromHex(given.kid),
    );
    if (!invited) throw new Mismatch('not this invitation');
  },
  cases: (random) =>
    Array.from({ length: 6 }, (_, i) => ({
      in: {
        invitation: hex(random(16)),
        createHash: i % 2 ? hex(random(32)) : null,
        centre: hex(random(16)),
        kid: hex(random(32)),
      },
      bad: refusals(
        ['write U at character 0 of out.text', 'CODE'],
        ['write Z at character 25 of out.text', 'CODE'],
        ['append 00 of out.text', 'CODE'],
        ['flip byte 0 of out.mac', 'MISMATCH'],
        ['flip byte 31 of in.kid', 'MISMATCH'],
        ['flip byte 0 of in.centre', 'MISMATCH'],
      ),
    })),
});

export const centrePin = kind<{ createHash: string }, { text: string }>({
  name: 'centre-pin',
  async make(given) {
    return { text: fingerprintOf(fromHex(given.createHash)) };
  },
  async read(given, out) {
    if (!isPinned(out.text, fromHex(given.createHash))) throw new Mismatch('another centre');
  },
  cases: (random) =>
    Array.from({ length: 5 }, () => ({
      in: { createHash: hex(random(32)) },
      bad: refusals(
        ['flip byte 0 of in.createHash', 'MISMATCH'],
        ['flip byte 15 of in.createHash', 'MISMATCH'],
        ['write U at character 0 of out.text', 'CODE'],
        ['append 00 of out.text', 'CODE'],
      ),
    })),
});

export const safety = kind<{ kidA: string; kidB: string }, { digits: string }>({
  name: 'safety-number',
  async make(given) {
    return { digits: await safetyNumber(fromHex(given.kidA), fromHex(given.kidB)) };
  },
  async read(given, out) {
    const made = await safetyNumber(fromHex(given.kidB), fromHex(given.kidA));
    if (made !== out.digits) throw new Mismatch('not these two');
  },
  cases(random) {
    const alike = random(32);
    const pairs = [
      ...Array.from({ length: 4 }, () => [random(32), random(32)] as const),
      [alike, alike] as const,
    ];
    return pairs.map(([a, b]) => ({
      in: { kidA: hex(a), kidB: hex(b) },
      bad: refusals(
        ['flip byte 0 of in.kidA', 'MISMATCH'],
        ['flip byte 31 of in.kidB', 'MISMATCH'],
        ['write x at character 0 of out.digits', 'MISMATCH'],
      ),
    }));
  },
});
