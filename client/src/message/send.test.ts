import { limits, type RefusalCode } from '@beistand/contract';
import { BIT, toBase64url } from '@beistand/wire';
import { beforeEach, describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { eva } from '../cast/people.ts';
import { setBits } from '../centre/extend.ts';
import { accept, giveBack } from '../conversation/accept.ts';
import { refresh } from '../conversation/open.ts';
import type { Self } from '../self.ts';
import {
  after,
  answerLost,
  cutShort,
  type Fault,
  gatewayBroken,
  pretends,
  requestLost,
  says,
} from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, takeBack, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { deliver, queueMessage, send } from './send.ts';

const organisation = await useOrganisation();
const { centre, lead, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const writer = await conversationOf(organisation, centre, clara);
const { self: ada, conversation } = writer;
const line = lineOf(ada);
beforeEach(() => {
  line.mend();
  ada.outbox.rows.clear();
  line.calls.length = 0;
  line.waits.length = 0;
  line.onWait = () => undefined;
});

let count = 0;
const words = () => `Nachricht ${++count}`;
const posts = () => line.calls.filter((name) => name === 'appendMessage').length;
const arrived = async (text: string) =>
  (await textsOf(clara, conversation)).filter((one) => one === text).length;
/** What is left in the outbox: texts and why they stopped. */
const left = () =>
  [...ada.outbox.rows.values()].map(({ body, stoppedBy }) => ['x' in body && body.x, stoppedBy]);

describe('what can be cured by trying again arrives exactly once', () => {
  const everywhere = ['readItems', 'readLog', 'appendMessage'] as const;
  const cures: [string, Fault][] = [
    ['the request is lost', requestLost],
    ['the answer is lost after the commit', answerLost],
    ['the answer breaks off in the middle', cutShort],
    ['a proxy answers 502 after the commit', gatewayBroken],
    ['the server says FAULT', says('FAULT')],
    ['the server says UNAVAILABLE', says('UNAVAILABLE')],
    ['the server says SLOW', says('SLOW', { after: 7 })],
  ];
  const decided: [string, Fault][] = (['STALE_EPOCH', 'REKEY', 'STALE_LOG', 'CHAIN'] as const).map((code) => [
    `the server says ${code} once`,
    says(code),
  ]);
  for (const [what, fault] of [...cures, ...decided])
    it(`R7: when ${what}`, async () => {
      for (const name of decided.some(([one]) => one === what) ? (['appendMessage'] as const) : everywhere) {
        const text = words();
        line.plan(name, fault);
        await send(ada, conversation, text);
        expect([name, await arrived(text)]).toEqual([name, 1]);
        expect(left()).toEqual([]);
        line.mend();
      }
    });

  it('R7: also when every answer of three tries is lost', async () => {
    const text = words();
    line.plan('appendMessage', answerLost);
    line.plan('readItems', answerLost, 3);
    await send(ada, conversation, text);
    expect(await arrived(text)).toBe(1);
  });

  it('backs off from one second to five minutes, a little apart, and says that it waits', async () => {
    line.plan('any', requestLost, 14);
    const reasons: string[] = [];
    const row = await queueMessage(ada, conversation, { t: 'text', ts: 1, x: words() });
    await deliver(ada, row, (reason) => reasons.push(reason));
    const base = Array.from({ length: 14 }, (_, i) => Math.min(1000 * 2 ** i, 300_000));
    expect(reasons).toEqual(base.map(() => 'offline'));
    line.waits.forEach((ms, i) => {
      expect(ms).toBeGreaterThanOrEqual(base[i]!);
      expect(ms).toBeLessThanOrEqual(Math.min(1.25 * base[i]!, 300_000));
    });
    expect(new Set(line.waits.slice(0, 8).map((ms, i) => ms / base[i]!)).size).toBeGreaterThan(1);
  });

  it('waits as long as the server asks for, yet never longer than five minutes, whatever it says', async () => {
    for (const [asked, least] of [
      [7, 7_000],
      [10 ** 9, 300_000],
      [Number.NaN, 1_000],
      [-5, 1_000],
    ] as const) {
      line.waits.length = 0;
      line.plan('appendMessage', says('SLOW', { after: asked }));
      await send(ada, conversation, words());
      expect(line.waits[0]).toBeGreaterThanOrEqual(least);
      expect(line.waits[0]).toBeLessThanOrEqual(Math.min(1.25 * least, 300_000));
    }
  });

  it('keeps the order in which things were written, also when the first waits', async () => {
    const texts = [words(), words(), words()];
    line.plan('any', requestLost, 3);
    await Promise.all(texts.map((text) => send(ada, conversation, text)));
    expect((await textsOf(clara, conversation)).slice(-3)).toEqual(texts);
  });

  it('goes out under the new key when the epoch changes on the way', async () => {
    const other = await conversationOf(organisation, centre, david);
    lineOf(other.self).plan(
      'appendMessage',
      after(() => giveBack(david, other.conversation)),
    );
    await send(other.self, other.conversation, 'Trotzdem.');
    expect(lineOf(other.self).calls.filter((name) => name === 'appendMessage')).toHaveLength(2);
    expect(await textsOf(clara, other.conversation)).toContain('Trotzdem.');
  });
});

describe('what can’t be cured stops at once, with the text kept', () => {
  const final: RefusalCode[] = [
    'FORMAT SIGNATURE SENDER ORIGIN ID_TAKEN DUPLICATE KEYS ROWS LOG KIND STAFF VAULT EK_PREV SEEKER AKB LOG_LINK',
    'LOG_TYPE LOG_SIGNER LOG_LAST_LEAD LOG_ACCOUNT BROKEN_KEY NOT_ALLOWED FILES SIZE NOT_FOUND',
  ].flatMap((codes) => codes.split(' ') as RefusalCode[]);
  for (const code of final)
    it(code, async () => {
      const text = words();
      line.plan('appendMessage', says(code), 100);
      await expect(send(ada, conversation, text)).rejects.toMatchObject({ code });
      expect(posts()).toBe(code === 'NOT_FOUND' ? 2 : 1);
      expect(line.waits).toEqual([]);
      expect(left()).toEqual([[text, code]]);
    });

  it('SIZE: more characters than the limit are not even sealed, and nothing is queued', async () => {
    const most = 'x'.repeat(limits.message.mostCharacters);
    await expect(send(ada, conversation, `${most}x`)).rejects.toMatchObject({ code: 'SIZE' });
    expect([posts(), left()]).toEqual([0, []]);
    await send(ada, conversation, most);
    await send(ada, conversation, '\u0001'.repeat(limits.message.mostCharacters));
  });

  it('SIZE: counts as the forms do, where an emoji is one character', async () => {
    const most = '🌱'.repeat(limits.message.mostCharacters);
    await send(ada, conversation, most);
    expect(await textsOf(clara, conversation)).toContain(most);
    await expect(send(ada, conversation, `${most}🌱`)).rejects.toMatchObject({ code: 'SIZE' });
  });

  it('CHAIN twice at the same place freezes the conversation, and a frozen one sends nothing', async () => {
    const { self, conversation: frozen } = await conversationOf(organisation, centre, clara);
    lineOf(self).plan('appendMessage', says('CHAIN'), 2);
    await expect(send(self, frozen, 'Hallo')).rejects.toMatchObject({ code: 'FROZEN', detail: 'CHAIN' });
    lineOf(self).calls.length = 0;
    await expect(send(self, frozen, 'Hallo?')).rejects.toMatchObject({ code: 'FROZEN' });
    expect(lineOf(self).calls).toEqual([]);
    expect(await refresh(self, frozen)).toMatchObject({ frozen: 'CHAIN', isChecked: false });
  });

  it('an acknowledgement of what isn’t served freezes, with the text kept', async () => {
    const { self, conversation: lied } = await conversationOf(organisation, centre, clara);
    const seq = (await refresh(self, lied)).seq;
    for (const claimed of [seq, seq + 1]) {
      self.rooms.delete(lied);
      const lie = { seq: claimed, transcript: 'A'.repeat(43), at: 1 };
      lineOf(self).plan('appendMessage', pretends('appendMessage', lie));
      await expect(send(self, lied, 'Hallo')).rejects.toMatchObject({ code: 'FROZEN', detail: 'ACK' });
      expect([...self.outbox.rows.values()].at(-1)).toMatchObject({ stoppedBy: 'FROZEN' });
    }
  });

  it('gives up with BUSY after twenty tries', async () => {
    const text = words();
    line.plan('appendMessage', says('STALE_EPOCH'), 100);
    await expect(send(ada, conversation, text)).rejects.toMatchObject({ code: 'BUSY' });
    expect(posts()).toBe(20);
    expect(line.waits.every((ms) => ms >= 10 && ms < 100)).toBe(true);
  });
});

describe('someone who is let go', () => {
  it('NOT_FOUND: keeps the text, and hears of a message that had arrived before', async () => {
    const { self, conversation: theirs } = await conversationOf(organisation, centre, david);
    const desk = lineOf(david);
    const letGo = async () => {
      await setBits(lead, centre, toBase64url(david.account.bundle.kid), 0);
      await send(self, theirs, 'Ist noch jemand da?').catch(() => undefined);
    };
    desk.plan('appendMessage', async (deliverIt, jar) => {
      await deliverIt();
      await letGo();
      return answerLost(async () => new Response('{}'), jar);
    });
    await expect(send(david, theirs, 'Mein letztes Wort.')).resolves.toMatchObject({ seq: 4 });
    expect(david.outbox.rows.size).toBe(0);
    await expect(send(david, theirs, 'Und noch eines.')).rejects.toMatchObject({ code: 'NOT_FOUND' });
    expect([...david.outbox.rows.values()]).toMatchObject([{ stoppedBy: 'NOT_FOUND' }]);
    expect((await refresh(self, theirs)).entries).toContainEqual(
      expect.objectContaining({ text: 'Mein letztes Wort.' }),
    );
  });
});

describe('a clock an hour off', () => {
  for (const ahead of [3_600_000, -3_600_000])
    it(`breaks nothing, and what it says is shown (${ahead / 60_000} min)`, async () => {
      const text = words();
      line.clockAhead = ahead;
      await send(ada, conversation, text);
      line.clockAhead = 0;
      const entry = (await refresh(clara, conversation)).entries.findLast((one) => one.t === 'message');
      expect(entry).toMatchObject({ text, writtenAt: expect.any(Number) });
      const { at, writtenAt } = entry as { at: number; writtenAt: number };
      expect(Math.abs(writtenAt - at - ahead)).toBeLessThan(60_000);
      const [desk, phone] = [organisation.newWorld(), organisation.newWorld()];
      desk.clockAhead = ahead;
      phone.clockAhead = ahead;
      const lead = await signIn(desk, eva.signInName, eva.phrase);
      const waits = await seekerOf(organisation, centre, 'Zur falschen Zeit.', phone);
      await takeBack(lead, centre, david, BIT.counsellor);
      await accept(lead, waits.conversation);
      await send(waits.self, waits.conversation, 'Hallo');
      expect(await textsOf(lead, waits.conversation)).toEqual(['Zur falschen Zeit.', 'Hallo']);
      await setBits(lead, centre, toBase64url(david.account.bundle.kid), 0);
    });
});
