import { fromBase64url, toBase64url } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signInWithCode } from '../account/sign-in.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { type FaultyWorld, retold } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { refresh } from './open.ts';
import type { ItemsAnswer, ServedItem } from './sync.ts';

const organisation = await useOrganisation();
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara] = colleagues as [Self];

// Items 1 to 7: opened, first words, accepted, and four messages.
const { self: ada, conversation, name, writtenCode } = await conversationOf(organisation, centre, clara);
for (const text of ['a', 'b', 'c', 'd']) await send(text < 'c' ? clara : ada, conversation, text);
const foreign = await conversationOf(organisation, centre, clara);
const foreignItems = await new Promise<ServedItem[]>((resolve) => {
  lineOf(foreign.self).plan(
    'readItems',
    retold('readItems', (answer) => {
      resolve(answer.items);
      return answer;
    }),
  );
  foreign.self.rooms.clear();
  void refresh(foreign.self, foreign.conversation);
});

/** Ada on a device that has seen nothing of the conversation yet. */
async function freshAda(): Promise<{ self: Self; line: FaultyWorld }> {
  const self = await signInWithCode(organisation.newWorld(), name, writtenCode);
  return { self, line: lineOf(self) };
}

const lie = (change: (items: ServedItem[]) => ServedItem[]) =>
  retold('readItems', (answer: ItemsAnswer) => ({ ...answer, items: change(answer.items) }));

const flipped = (text: string, at: number): string => {
  const bytes = fromBase64url(text);
  bytes[at < 0 ? bytes.length + at : at]! ^= 1;
  return toBase64url(bytes);
};
const flip = (seq: number, at: number) => (items: ServedItem[]) =>
  items.map((item) => (item.seq === seq ? { ...item, bytes: flipped(item.bytes, at) } : item));

/** Sending stops before anything of it leaves the device, now and later. */
async function expectFrozen(self: Self, line: FaultyWorld, rule: string): Promise<void> {
  await expect(send(self, conversation, 'Geheim')).rejects.toMatchObject({ code: 'FROZEN', detail: rule });
  line.mend();
  line.calls.length = 0;
  await expect(send(self, conversation, 'Geheim')).rejects.toMatchObject({ code: 'FROZEN', detail: rule });
  expect(line.calls).toEqual([]);
  expect(self.rooms.get(conversation)?.frozen).toBe(rule);
}

describe('a server that lies about a conversation is found out by a fresh device', () => {
  const lies: [string, string, (items: ServedItem[]) => ServedItem[]][] = [
    ['an item twice', 'GAP', (items) => items.flatMap((item) => (item.seq === 5 ? [item, item] : [item]))],
    [
      'two items in the other order',
      'GAP',
      (items) => [...items.slice(0, 4), items[5]!, items[4]!, items[6]!],
    ],
    [
      'two items in the other order, renumbered',
      'CHAIN',
      (items) => {
        const swapped = [...items.slice(0, 4), items[5]!, items[4]!, items[6]!];
        return swapped.map((item, i) => ({ ...item, seq: i + 1 }));
      },
    ],
    ['an item left out', 'GAP', (items) => items.filter(({ seq }) => seq !== 4)],
    [
      'an item left out, renumbered',
      'CHAIN',
      (items) => items.filter(({ seq }) => seq !== 4).map((item, i) => ({ ...item, seq: i + 1 })),
    ],
    ['the last item left out', 'GAP', (items) => items.filter(({ seq }) => seq < 7)],
    ['nothing at all', 'GAP', () => []],
    ['an older item at the end', 'GAP', (items) => [...items.slice(0, 6), items[1]!]],
    [
      'a message under another’s number',
      'DUPLICATE',
      (items) => [...items.slice(0, 6), { ...items[5]!, seq: 7 }],
    ],
    ['a foreign record', 'STALE_EPOCH', (items) => [...items.slice(0, 2), { ...foreignItems[2]!, seq: 3 }]],
    ['a foreign message', 'NOT_ALLOWED', (items) => [...items.slice(0, 6), { ...foreignItems[1]!, seq: 7 }]],
    ['a record with another signature', 'SIGNATURE', flip(3, -1)],
    ['a record on another log', 'LOG', flip(3, 113 + 16 + 4)],
    ['a message with another signature', 'SIGNATURE', flip(6, -1)],
    ['a message with another text', 'SIGNATURE', flip(6, -65)],
    ['a message with no class', 'FORMAT', flip(6, 113)],
    ['a message of another epoch', 'STALE_EPOCH', flip(6, 24)],
    ['a message by another hand', 'NOT_ALLOWED', flip(6, 57)],
    ['no format of ours', 'FORMAT', flip(6, 0)],
  ];
  for (const [what, rule, change] of lies)
    it(`${what}: ${rule}`, async () => {
      const { self, line } = await freshAda();
      line.plan('readItems', lie(change), 100);
      await expectFrozen(self, line, rule);
    });

  it('keeps both versions of what froze it', async () => {
    const { self, line } = await freshAda();
    line.plan('readItems', lie(flip(6, -1)), 100);
    expect(await refresh(self, conversation)).toMatchObject({
      frozen: 'SIGNATURE',
      isChecked: false,
      seq: 5,
    });
    const refused = self.rooms.get(conversation)!.refused!;
    const honest = await freshAda();
    await refresh(honest.self, conversation);
    const { message } = honest.self.rooms.get(conversation)!.items[5]!;
    expect(flipped(toBase64url(refused), -1)).toBe(toBase64url(message!.bytes));
  });
});

describe('a server that lies to a device that knows more', () => {
  it('OLDER: is noticed to be older than what was seen', async () => {
    const { self, line } = await freshAda();
    await refresh(self, conversation);
    line.plan(
      'readItems',
      retold('readItems', (answer) => ({ ...answer, items: [], seq: 5 })),
    );
    await expectFrozen(self, line, 'OLDER');
  });

  it('GAP: serves again what is judged', async () => {
    const { self, line } = await freshAda();
    await refresh(self, conversation);
    const again = self.rooms.get(conversation)!;
    line.plan(
      'readItems',
      retold('readItems', (answer) => ({ ...answer, items: [foreignItems[0]!, ...answer.items] })),
    );
    await expectFrozen(self, line, 'GAP');
    expect(again.stream.seq).toBe(7);
  });

  it('erases what its author hasn’t: shown as withheld, and the rest goes on', async () => {
    const { self, line } = await freshAda();
    const erase = (items: ServedItem[]) =>
      items.map((item) => {
        if (item.seq !== 5) return item;
        const bytes = fromBase64url(item.bytes);
        const ct = bytes.slice(162 + 4, -64);
        return { ...item, kind: 'erased' as const, bytes: erasedOf(bytes, ct) };
      });
    line.plan(
      'readItems',
      async (deliver) => {
        const answer = (await (await deliver()).json()) as ItemsAnswer;
        const items = await Promise.all(
          erase(answer.items).map(async (item) => ({ ...item, bytes: await item.bytes })),
        );
        return Response.json({ ...answer, items });
      },
      2,
    );
    const { entries } = await refresh(self, conversation);
    expect(entries.filter((entry) => entry.t === 'message').map(({ state }) => state)).toEqual([
      'ok',
      'ok',
      'withheld',
      'ok',
      'ok',
    ]);
  });

  it('hands out a false wrap: unreadable, never frozen', async () => {
    const { self, line } = await freshAda();
    line.plan(
      'readItems',
      retold('readItems', (answer) => ({
        ...answer,
        wraps: answer.wraps.map((wrap) => ({ ...wrap, box: flipped(wrap.box, -1) })),
      })),
      100,
    );
    const opened = await refresh(self, conversation);
    expect(opened).toMatchObject({ frozen: null, isChecked: true });
    expect(new Set(opened.entries.flatMap((entry) => (entry.t === 'message' ? [entry.state] : [])))).toEqual(
      new Set(['unreadable']),
    );
    await expect(send(self, conversation, 'Geheim')).rejects.toMatchObject({ code: 'NO_KEY' });
  });
});

/** hdr ‖ H("ct", ct) ‖ sig, as an erased message stands. */
async function erasedOf(bytes: Uint8Array<ArrayBuffer>, ct: Uint8Array<ArrayBuffer>): Promise<string> {
  const label = new TextEncoder().encode('ccp1/ct');
  const input = Buffer.concat([Buffer.from([0, label.length]), label, ct]);
  const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', input));
  return toBase64url(new Uint8Array(Buffer.concat([bytes.slice(0, 162), hash, bytes.slice(-64)])));
}
