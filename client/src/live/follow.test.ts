import type { Notice } from '@beistand/contract';
import { afterAll, describe, expect, it } from 'vitest';
import { accept, giveBack } from '../conversation/accept.ts';
import { listConversations } from '../conversation/list.ts';
import { refresh } from '../conversation/open.ts';
import { send } from '../message/send.ts';
import type { Self } from '../self.ts';
import { requestLost, says } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, seekerOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { follow } from './follow.ts';

const clock = { ahead: 0 };
const organisation = await useOrganisation({ clock: () => Date.now() + clock.ahead });
const second = await organisation.another();
afterAll(() => second.app.close());
const { centre, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];

/** Follows and remembers; `until` resolves with the first notice or state that fits, heard already or not. */
function listening(self: Self) {
  type Heard = Notice | { t: 'state'; isConnected: boolean } | { t: 'signed-out' };
  const heard: Heard[] = [];
  let wake = (): void => undefined;
  const hear = (one: Heard): void => {
    heard.push(one);
    wake();
  };
  let from = 0;
  const until = async (fits: (one: Heard) => boolean): Promise<Heard> => {
    for (;;) {
      const at = heard.findIndex((one, i) => i >= from && fits(one));
      if (at >= 0) {
        from = at + 1;
        return heard[at]!;
      }
      await new Promise<void>((resolve) => {
        wake = resolve;
      });
    }
  };
  const stop = follow(
    self,
    hear,
    (isConnected) => hear({ t: 'state', isConnected }),
    () => hear({ t: 'signed-out' }),
  );
  return { heard, until, stop, drop: () => lineOf(self).sockets.at(-1)!.close() };
}
const is = (t: string) => (one: { t: string }) => one.t === t;
const connected = (isConnected: boolean) => (one: { t: string; isConnected?: boolean }) =>
  one.t === 'state' && one.isConnected === isConnected;

describe('the line', () => {
  it('says at first that everything is to be listed again, then what happens', async () => {
    const { self, conversation } = await conversationOf(organisation, centre, clara);
    const line = listening(self);
    await line.until(is('resync'));
    await send(clara, conversation, 'Guten Tag');
    expect(await line.until(is('items'))).toMatchObject({ conversation, seq: 4 });
    expect(await textsOf(self, conversation)).toContain('Guten Tag');
    line.stop();
  });

  it('brings what happened while it was down, by its cursor, and nothing twice', async () => {
    const { self, conversation } = await conversationOf(organisation, centre, clara);
    const line = listening(self);
    await line.until(is('resync'));
    for (let round = 0; round < 3; round++) {
      // Down: its way back waits until something has happened that it must not miss.
      let comeBack = (): void => undefined;
      const world = lineOf(self);
      const wait = world.wait;
      world.wait = () =>
        new Promise((resolve) => {
          comeBack = resolve;
        });
      line.drop();
      await line.until(connected(false));
      const { seq } = await send(clara, conversation, `Runde ${round}`);
      world.wait = wait;
      comeBack();
      expect(await line.until(is('items'))).toMatchObject({ conversation, seq });
      await line.until(is('hello'));
    }
    const seqs = line.heard.flatMap((one) => (one.t === 'items' ? [one.seq] : []));
    expect(seqs).toEqual([4, 5, 6]);
    expect(line.heard.filter(is('resync'))).toHaveLength(1);
    line.stop();
  });

  it('says resync when the other end doesn’t know its cursor, and hears again from there', async () => {
    const { self, conversation } = await conversationOf(organisation, centre, clara);
    const line = listening(self);
    await line.until(is('resync'));
    lineOf(self).origin = second.origin;
    line.drop();
    await line.until(is('resync'));
    lineOf(clara).origin = second.origin;
    await send(clara, conversation, 'Vom anderen Prozess');
    expect(await line.until(is('items'))).toMatchObject({ conversation });
    lineOf(clara).origin = organisation.origin;
    line.stop();
  });

  it('backs off to a minute while there is no server, and asks first whether the session still is', async () => {
    const { self } = await seekerOf(organisation, centre);
    const world = lineOf(self);
    const line = listening(self);
    await line.until(is('resync'));
    const { openSocket } = world;
    const refusing = `http://localhost:1`;
    world.openSocket = (url) => openSocket(url.replace(/^ws:\/\/[^/]+/, refusing.replace('http', 'ws')));
    world.plan('me', requestLost, 8);
    world.waits.length = 0;
    const back = new Promise<void>((resolve) => {
      world.onWait = (count) => {
        if (count < 9) return;
        world.openSocket = openSocket;
        resolve();
      };
    });
    line.drop();
    await back;
    await line.until(is('hello'));
    world.waits.slice(0, 9).forEach((ms, i) => {
      const base = Math.min(1000 * 2 ** i, 60_000);
      expect(ms / base).toBeGreaterThanOrEqual(1);
      expect(ms / base).toBeLessThanOrEqual(1.25);
    });
    line.stop();
  });

  it('SESSION: ends when the session has, and says so once', async () => {
    const { self } = await seekerOf(organisation, centre);
    const line = listening(self);
    await line.until(is('resync'));
    clock.ahead = 13 * 3_600_000;
    await organisation.app.hub.beat();
    await line.until(is('signed-out'));
    clock.ahead = 0;
    expect(lineOf(self).sockets).toHaveLength(1);
    expect(line.heard.filter(is('signed-out'))).toHaveLength(1);
  });

  it('stops when told, also while it waits to come back', async () => {
    const { self } = await seekerOf(organisation, centre);
    const line = listening(self);
    await line.until(is('resync'));
    let comeBack = (): void => undefined;
    lineOf(self).wait = () =>
      new Promise((resolve) => {
        comeBack = resolve;
      });
    line.drop();
    await line.until(connected(false));
    line.stop();
    comeBack();
    await new Promise(setImmediate);
    expect(lineOf(self).sockets).toHaveLength(1);
  });

  it('says nothing of a session that ended while it was stopped', async () => {
    const { self } = await conversationOf(organisation, centre, clara);
    const line = listening(self);
    await line.until(is('resync'));
    const asked = Promise.withResolvers<void>();
    lineOf(self).plan('me', async (send, jar) => {
      line.stop();
      asked.resolve();
      return says('SESSION')(send, jar);
    });
    line.drop();
    await asked.promise;
    await refresh(self, (await listConversations(self)).conversations[0]!.conversation);
    expect(line.heard.filter(is('signed-out'))).toEqual([]);
  });

  it('tells counsellors of the waiting list, and of what is no longer theirs', async () => {
    const [one, other] = [listening(clara), listening(david)];
    await Promise.all([one.until(is('resync')), other.until(is('resync'))]);
    const { conversation } = await seekerOf(organisation, centre);
    expect(await one.until(is('waiting'))).toMatchObject({ centre });
    await other.until(is('waiting'));
    await accept(clara, conversation);
    await other.until(is('waiting'));
    expect(await one.until(is('items'))).toMatchObject({ conversation, seq: 3 });
    await giveBack(clara, conversation);
    expect(await one.until(is('gone'))).toMatchObject({ conversation });
    await one.until(connected(false));
    await one.until(connected(true));
    await refresh(david, conversation);
    one.stop();
    other.stop();
  });
});
