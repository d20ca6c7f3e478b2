import {
  type Bytes,
  cat,
  checkSignature,
  hex,
  isZero,
  type Row,
  rowBytes,
  sortRows,
  zeros,
} from '@beistand/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { makeAccount } from '../account/make.ts';
import { seal } from '../hpke.ts';
import type { Random } from '../random.ts';
import { kemPair } from '../sodium.ts';
import { makeRecord, openEpochKey, previousEpochKey, type RecordPlan, wrapEpochKey } from './record.ts';

const unreadable = { code: 'UNREADABLE' };

/** A conversation of `people` rows, its keys at hand. */
async function cast(random: Random, people: number) {
  const sender = await makeAccount(random(32), { account: random(16), kind: 2, createdAt: 1 });
  const keys = new Map<string, { openKey: Bytes; publicKey: Bytes }>();
  const rows: Row[] = [];
  for (let i = 0; i < people; i++) {
    const openKey = random(32);
    const row = { kind: 1, role: 3, id: random(16), kid: random(32) } as const;
    keys.set(hex(row.kid), { openKey, publicKey: (await kemPair(openKey)).publicKey });
    rows.push(row);
  }
  const plan: RecordPlan = {
    conversation: random(16),
    epoch: 0,
    epochHash: zeros(32),
    prevSeq: 0,
    prevT: zeros(32),
    centre: random(16),
    logIdx: 1,
    logHash: random(32),
    kind: 2,
    reason: 1,
    rows,
  };
  return {
    sender,
    plan,
    openKeyOf: (row: Row) => keys.get(hex(row.kid))!.openKey,
    publicKeyOf: (row: Row) => keys.get(hex(row.kid))!.publicKey,
  };
}

describe('a record', () => {
  it('gives its key to every row, through that row’s own wrap only', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.integer({ min: 1, max: 6 }), async (seed, people) => {
        const random = seeded(seed);
        const { sender, plan, publicKeyOf, openKeyOf } = await cast(random, people);
        const { record, epochKey, wraps } = await makeRecord(sender, plan, null, publicKeyOf, random);
        checkSignature(sender.bundle.edPk, 'epoch', record.signed, record.sig);
        expect(record.rows.map((row) => hex(rowBytes(row)))).toEqual(
          sortRows(plan.rows).map((row) => hex(rowBytes(row))),
        );
        expect([isZero(record.ekPrev), wraps.length]).toEqual([true, people]);
        for (const [i, row] of record.rows.entries()) {
          for (const [j, wrap] of wraps.entries()) {
            expect(wrap).toHaveLength(1168);
            const opening = openEpochKey(record, row, openKeyOf(row), wrap);
            if (i === j) expect(hex(await opening)).toBe(hex(epochKey));
            else await expect(opening).rejects.toMatchObject(unreadable);
          }
        }
      }),
      { numRuns: 15 },
    );
  });

  it('hands on the key before, which must be the one its record committed to', async () => {
    const random = seeded('prev');
    const { sender, plan, publicKeyOf } = await cast(random, 2);
    const first = await makeRecord(sender, plan, null, publicKeyOf, random);
    const next = { ...plan, epoch: 1, epochHash: first.record.m };
    const second = await makeRecord(sender, next, first.epochKey, publicKeyOf, random);
    const before = await previousEpochKey(second.record, second.epochKey, first.record);
    expect(hex(before)).toBe(hex(first.epochKey));
    expect(hex(second.epochKey)).not.toBe(hex(first.epochKey));

    const lying = await makeRecord(sender, next, random(32), publicKeyOf, random);
    const opening = previousEpochKey(lying.record, lying.epochKey, first.record);
    await expect(opening).rejects.toMatchObject(unreadable);
    const none = previousEpochKey(first.record, first.epochKey, first.record);
    await expect(none).rejects.toMatchObject(unreadable);
  });

  it('refuses a wrap of another key, even one sealed rightly to the row', async () => {
    const random = seeded('swapped');
    const { sender, plan, publicKeyOf, openKeyOf } = await cast(random, 1);
    const { record } = await makeRecord(sender, plan, null, publicKeyOf, random);
    const row = record.rows[0]!;
    const swapped = await wrapEpochKey(record, row, random(32), publicKeyOf(row), random);
    await expect(openEpochKey(record, row, openKeyOf(row), swapped)).rejects.toMatchObject(unreadable);
  });

  it('refuses the wrap of another record and of the same person in another role', async () => {
    const random = seeded('context');
    const { sender, plan, publicKeyOf, openKeyOf } = await cast(random, 1);
    const made = await makeRecord(sender, plan, null, publicKeyOf, random);
    const again = await makeRecord(sender, plan, null, publicKeyOf, random);
    const row = made.record.rows[0]!;
    const elsewhere = openEpochKey(made.record, row, openKeyOf(row), again.wraps[0]!);
    await expect(elsewhere).rejects.toMatchObject(unreadable);
    const promoted = cat(made.record.m, rowBytes({ ...row, role: 2 }));
    const box = await seal(publicKeyOf(row), 'ek-wrap', promoted, made.epochKey, random);
    await expect(openEpochKey(made.record, row, openKeyOf(row), box)).rejects.toMatchObject(unreadable);
  });

  it('heals: a member wraps an older key for a row that could not open its own', async () => {
    const random = seeded('heal');
    const { sender, plan, publicKeyOf, openKeyOf } = await cast(random, 2);
    const { record, epochKey } = await makeRecord(sender, plan, null, publicKeyOf, random);
    const row = record.rows[1]!;
    const healed = await wrapEpochKey(record, row, epochKey, publicKeyOf(row), random);
    expect(hex(await openEpochKey(record, row, openKeyOf(row), healed))).toBe(hex(epochKey));
  });

  it('can’t be made for someone whose key is broken', async () => {
    const random = seeded('broken');
    const { sender, plan } = await cast(random, 1);
    const making = makeRecord(sender, plan, null, () => zeros(1216), random);
    await expect(making).rejects.toMatchObject({ code: 'BROKEN_KEY' });
  });
});
