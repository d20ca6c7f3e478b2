import { fingerprintOf, hex } from '@beistand/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { invitationMac, isInvited, isPinned, readInvitation, writeInvitation } from './invite.ts';

describe('an invitation', () => {
  it('comes back from its link, with and without a centre', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.boolean(), async (seed, hasCentre) => {
        const random = seeded(seed);
        const [invitation, createHash] = [random(16), random(32)];
        const written = writeInvitation(invitation, hasCentre ? createHash : undefined);
        expect(written).toMatch(hasCentre ? /^[0-9A-Z]{26}\.[0-9A-Z]{26}$/ : /^[0-9A-Z]{26}$/);
        const read = readInvitation(written.toLowerCase());
        expect(hex(read.invitation)).toBe(hex(invitation));
        expect(read.pin).toBe(hasCentre ? fingerprintOf(createHash) : null);
      }),
    );
  });

  it.each(['', '.', 'A'.repeat(25), `${'0'.repeat(25)}Z`, `${'0'.repeat(26)}.`, `${'0'.repeat(26)}.0.0`])(
    'refuses %j',
    (written) => {
      expect(() => readInvitation(written)).toThrow('CODE');
    },
  );

  it('is proved for one centre and one key', async () => {
    const random = seeded('mac');
    const [invitation, centre, kid] = [random(16), random(16), random(32)];
    const mac = await invitationMac(invitation, centre, kid);
    expect(await isInvited(mac, invitation, centre, kid)).toBe(true);
    expect(await isInvited(mac, random(16), centre, kid)).toBe(false);
    expect(await isInvited(mac, invitation, random(16), kid)).toBe(false);
    expect(await isInvited(mac, invitation, centre, random(32))).toBe(false);
    expect(await isInvited(mac.slice(0, 31), invitation, centre, kid)).toBe(false);
  });

  it('pins one CREATE', () => {
    const [createHash, other] = [seeded('a')(32), seeded('b')(32)];
    expect(isPinned(fingerprintOf(createHash).toLowerCase(), createHash)).toBe(true);
    expect(isPinned(fingerprintOf(createHash), other)).toBe(false);
    expect(() => isPinned('nonsense', createHash)).toThrow('CODE');
  });
});
