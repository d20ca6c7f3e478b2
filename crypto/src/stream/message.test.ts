import { checkSignature, erasedBytes, hex, parseErasedMessage, parseMessage, zeros } from '@beistand/wire';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { seeded } from '../../vectors/seeded.ts';
import { makeAccount } from '../account/make.ts';
import type { Random } from '../random.ts';
import { openMessage, sealMessage } from './message.ts';

const unreadable = { code: 'UNREADABLE' };

async function scene(random: Random) {
  const sender = await makeAccount(random(32), { account: random(16), kind: 1, createdAt: 1 });
  const plan = {
    conversation: random(16),
    epoch: 2,
    epochHash: random(32),
    prevSeq: 9,
    prevT: random(32),
    class: 1,
    messageId: random(16),
  } as const;
  return { sender, plan, epochKey: random(32) };
}

describe('a message', () => {
  it('opens to what was sealed, whole or parsed again, and carries its sender’s signature', async () => {
    await fc.assert(
      fc.asyncProperty(fc.string(), fc.jsonValue({ maxDepth: 3 }), async (seed, body) => {
        const random = seeded(seed);
        const { sender, plan, epochKey } = await scene(random);
        const message = await sealMessage(sender, epochKey, plan, body, random);
        checkSignature(sender.bundle.edPk, 'msg', message.signed, message.sig);
        const again = await parseMessage(message.bytes);
        expect(await openMessage(epochKey, again)).toEqual(JSON.parse(JSON.stringify(body)));
        await expect(openMessage(random(32), again)).rejects.toMatchObject(unreadable);
      }),
      { numRuns: 60 },
    );
  });

  it('is unreadable in any other place than its own', async () => {
    const random = seeded('place');
    const { sender, plan, epochKey } = await scene(random);
    const message = await sealMessage(sender, epochKey, plan, 'x', random);
    const others = [
      { conversation: random(16) },
      { epoch: 3 },
      { epochHash: random(32) },
      { prevSeq: 10 },
      { prevT: random(32) },
      { class: 2 as const },
      { messageId: random(16) },
    ];
    for (const other of others) {
      const elsewhere = await sealMessage(sender, epochKey, { ...plan, ...other }, 'x', random);
      const moved = openMessage(epochKey, { ...elsewhere, ct: message.ct });
      await expect(moved, Object.keys(other)[0]).rejects.toMatchObject(unreadable);
    }
  });

  it('shares neither salt nor ciphertext with its own retry', async () => {
    const random = seeded('retry');
    const { sender, plan, epochKey } = await scene(random);
    const [a, b] = [
      await sealMessage(sender, epochKey, plan, 'x', random),
      await sealMessage(sender, epochKey, plan, 'x', random),
    ];
    expect(hex(a.messageId)).toBe(hex(b.messageId));
    expect(hex(a.salt)).not.toBe(hex(b.salt));
    expect(hex(a.ct!)).not.toBe(hex(b.ct!));
  });

  it('once erased keeps its name and author, and nothing to read', async () => {
    const random = seeded('erased');
    const { sender, plan, epochKey } = await scene(random);
    const message = await sealMessage(sender, epochKey, plan, 'x', random);
    const erased = await parseErasedMessage(erasedBytes(message));
    expect(hex(erased.m)).toBe(hex(message.m));
    checkSignature(sender.bundle.edPk, 'msg', erased.signed, erased.sig);
    await expect(openMessage(epochKey, erased)).rejects.toMatchObject(unreadable);
  });

  it('of class 3 stands outside the stream', async () => {
    const random = seeded('signal');
    const { sender, plan, epochKey } = await scene(random);
    const outside = { ...plan, class: 3, prevSeq: 0, prevT: zeros(32) } as const;
    const signal = await sealMessage(sender, epochKey, outside, { t: 'call', n: 1 }, random);
    expect(await openMessage(epochKey, signal)).toEqual({ t: 'call', n: 1 });
    await expect(parseMessage(signal.bytes)).rejects.toMatchObject({ code: 'FORMAT' });
    const inside = sealMessage(sender, epochKey, { ...plan, class: 3 }, {}, random);
    await expect(inside).rejects.toMatchObject({ code: 'FORMAT' });
  });

  it('refuses more than 64 KiB', async () => {
    const random = seeded('size');
    const { sender, plan, epochKey } = await scene(random);
    const sealing = sealMessage(sender, epochKey, plan, 'x'.repeat(65_531), random);
    await expect(sealing).rejects.toMatchObject({ code: 'SIZE' });
  });
});
