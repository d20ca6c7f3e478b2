import { afterEach, describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { lock } from '../account/sign-out.ts';
import type { Self } from '../self.ts';
import { after, answerLost, says } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { readUnsent } from '../unsent/keep.ts';
import { resume } from './outbox.ts';
import { deliver, queueMessage, send } from './send.ts';

const clock = { ahead: 0 };
const organisation = await useOrganisation({ clock: () => Date.now() + clock.ahead });
afterEach(() => {
  clock.ahead = 0;
});
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara] = colleagues as [Self];
const quiet = () => undefined;
const words = (x: string) => ({ t: 'text' as const, ts: 1, x });
const deliverAll = (self: Self) => Promise.all(resume(self).map((row) => deliver(self, row, quiet)));

describe('an expired session in the middle of a conversation', () => {
  for (const [what, isReloaded, fault] of [
    ['in the same page', false, null],
    ['after a reload', true, null],
    ['in the same page, the message having arrived', false, answerLost],
    ['after a reload, the message having arrived', true, answerLost],
  ] as const)
    it(`R7: keeps the words, asks to sign in and goes on ${what}`, async () => {
      const { self, conversation, world, name, phrase } = await conversationOf(organisation, centre, clara);
      if (fault) world.plan('appendMessage', fault);
      else clock.ahead = 13 * 3_600_000;
      world.onWait = () => {
        clock.ahead = 13 * 3_600_000;
      };
      const sending = [send(self, conversation, 'Eins'), send(self, conversation, 'Zwei')];
      const settled = await Promise.allSettled(sending);
      expect(settled.map((one) => one.status === 'rejected' && one.reason.code)).toEqual([
        'SESSION',
        'SESSION',
      ]);
      expect([...self.outbox.rows.values()].map(({ stoppedBy }) => stoppedBy)).toEqual([
        'SESSION',
        'SESSION',
      ]);

      const page = isReloaded ? organisation.newWorld(world) : world;
      const again = await signIn(page, name, phrase);
      await deliverAll(again);
      expect(again.outbox.rows.size).toBe(0);
      expect((await textsOf(again, conversation)).slice(1)).toEqual(['Eins', 'Zwei']);
      expect(await signIn(organisation.newWorld(page), name, phrase).then(resume)).toEqual([]);
    });

  for (const code of ['FRESH', 'FACTOR'] as const)
    it(`${code}: the row waits for the sign-in as well`, async () => {
      const { self, conversation, world, name, phrase } = await conversationOf(organisation, centre, clara);
      world.plan('appendMessage', says(code));
      await expect(send(self, conversation, 'Gleich')).rejects.toMatchObject({ code });
      const again = await signIn(world, name, phrase);
      await deliverAll(again);
      expect((await textsOf(again, conversation)).slice(1)).toEqual(['Gleich']);
    });
});

describe('the outbox of a tab', () => {
  it('comes back after a reload in its order, with what was refused for good left as it was', async () => {
    const { self, conversation, world, name, phrase } = await conversationOf(organisation, centre, clara);
    await Promise.all(['a', 'b', 'c'].map((x) => queueMessage(self, conversation, words(x))));
    world.plan('appendMessage', says('KEYS'));
    const refused = await queueMessage(self, conversation, words('nie'));
    await expect(deliver(self, refused, quiet)).rejects.toMatchObject({ code: 'KEYS' });
    const again = await signIn(organisation.newWorld(world), name, phrase);
    await deliverAll(again);
    expect((await textsOf(again, conversation)).slice(1)).toEqual(['a', 'b', 'c']);
    expect([...again.outbox.rows.values()]).toMatchObject([{ stoppedBy: 'KEYS', body: { x: 'nie' } }]);
  });

  it('is nobody’s but its owner’s: whoever signs in next in that tab gets and sends nothing of it', async () => {
    const first = await conversationOf(organisation, centre, clara);
    const second = await conversationOf(organisation, centre, clara);
    await queueMessage(first.self, first.conversation, words('Für niemanden sonst'));
    const page = organisation.newWorld(first.world);
    const other = await signIn(page, second.name, second.phrase);
    expect(resume(other)).toEqual([]);
    expect(await readUnsent(page, 'outbox')).toBeNull();
  });

  it('loses nothing when it is locked while one of two is on its way', async () => {
    const { self, conversation, world, name, phrase } = await conversationOf(organisation, centre, clara);
    const rows = [await queueMessage(self, conversation, words('Unterwegs'))];
    rows.push(await queueMessage(self, conversation, words('Danach')));
    world.plan(
      'appendMessage',
      after(async () => lock(self)),
    );
    await Promise.allSettled(rows.map((row) => deliver(self, row, quiet)));
    const again = await signIn(world, name, phrase);
    await deliverAll(again);
    expect((await textsOf(again, conversation)).slice(1)).toEqual(['Unterwegs', 'Danach']);
  });
});
