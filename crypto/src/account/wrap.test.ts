import { cat, checkSignature, hex, safetyNumber } from '@beistand/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { makeAccount } from './make.ts';
import { makePaperAccount, provePaper } from './paper.ts';
import { openMasterKey, wrapMasterKey } from './wrap.ts';

const unreadable = { code: 'UNREADABLE' };

describe('an account', () => {
  it('is its master key: same key, same keys; another key, nothing in common', async () => {
    const random = seeded('account');
    const facts = { account: random(16), kind: 1, createdAt: 1 } as const;
    const [masterKey, otherKey] = [random(32), random(32)];
    const [a, again, other] = [
      await makeAccount(masterKey, facts),
      await makeAccount(masterKey, facts),
      await makeAccount(otherKey, facts),
    ];
    expect(again).toEqual(a);
    for (const secret of ['signKey', 'openKey'] as const) expect(hex(other[secret])).not.toBe(hex(a[secret]));
    expect(hex(a.signKey.slice(0, 32))).not.toBe(hex(a.openKey));
    expect(await safetyNumber(a.bundle.kid, other.bundle.kid)).toMatch(/^(\d{5} ){5}\d{5}$/);
  });

  it('on paper is one code’s at one centre', async () => {
    const random = seeded('paper');
    const [code, centre, account] = [random(16), random(16), random(16)];
    const paper = await makePaperAccount(code, centre, account, 1);
    expect(paper.bundle.kind).toBe(3);
    for (const other of [
      await makePaperAccount(random(16), centre, account, 1),
      await makePaperAccount(code, random(16), account, 1),
    ])
      expect(hex(other.masterKey)).not.toBe(hex(paper.masterKey));
  });

  it('on paper proves that the sheet was retyped, for one state of one log', async () => {
    const random = seeded('retyped');
    const [centre, logHash] = [random(16), random(32)];
    const paper = await makePaperAccount(random(16), centre, random(16), 1);
    const proof = await provePaper(paper, centre, logHash);
    const check = (signed: typeof centre) => checkSignature(paper.bundle.edPk, 'paper-check', signed, proof);
    check(cat(centre, logHash));
    expect(() => check(cat(centre, random(32)))).toThrow('SIGNATURE');
    expect(() => check(cat(random(16), logHash))).toThrow('SIGNATURE');
  });
});

describe('a wrap', () => {
  it('opens with its secret and no other, as its kind and no other', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.constantFrom(1, 2), async (seed, kind) => {
        const random = seeded(seed);
        const [secret, other] = [random(kind === 1 ? 64 : 16), random(kind === 1 ? 64 : 16)];
        const [account, masterKey] = [random(16), random(32)];
        const wrap = await wrapMasterKey(secret, kind as 1 | 2, account, masterKey, random);
        expect(wrap).toHaveLength(82);
        expect(await openMasterKey(secret, kind as 1 | 2, wrap)).toEqual({ account, masterKey });
        await expect(openMasterKey(other, kind as 1 | 2, wrap)).rejects.toMatchObject(unreadable);
        await expect(openMasterKey(secret, (3 - kind) as 1 | 2, wrap)).rejects.toMatchObject({
          code: 'FORMAT',
        });
        const moved = wrap.slice();
        moved.set(random(16), 6);
        await expect(openMasterKey(secret, kind as 1 | 2, moved)).rejects.toMatchObject(unreadable);
      }),
      { numRuns: 40 },
    );
  });

  it('of the same key is new bytes every time', async () => {
    const random = seeded('twice');
    const [secret, account, masterKey] = [random(64), random(16), random(32)];
    const first = await wrapMasterKey(secret, 1, account, masterKey, random);
    expect(hex(await wrapMasterKey(secret, 1, account, masterKey, random))).not.toBe(hex(first));
  });
});
