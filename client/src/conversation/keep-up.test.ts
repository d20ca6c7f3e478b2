import { hex, toBase64url } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { send } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { call } from '../server/call.ts';
import { retold } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { conversationOf, lineOf, textsOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { addMember } from './change.ts';
import { refresh } from './open.ts';

const organisation = await useOrganisation();
const { database } = organisation;
const { centre, lead: eva, colleagues } = await organisation.raise(altstadt);
const [clara, david] = colleagues as [Self, Self];
const id = (self: Self) => toBase64url(myId(self));
const { kysely } = database.owner;
const bytes = (text: string) => Buffer.from(text, 'base64url');

/** Somebody's wrap of that epoch is noise, as a member who means ill could have made it. */
async function spoil(conversation: string, self: Self, epoch: number) {
  const { numUpdatedRows } = await kysely
    .updateTable('wraps')
    .set({ box: Buffer.alloc(1168, 7) })
    .where('conversation_id', '=', bytes(conversation))
    .where('id', '=', myId(self))
    .where('epoch', '=', epoch)
    .executeTakeFirstOrThrow();
  expect(numUpdatedRows).toBe(1n);
}
const states = async (self: Self, conversation: string) =>
  (await refresh(self, conversation)).entries.flatMap((entry) =>
    entry.t === 'message' ? [[entry.state, entry.sender === id(clara) ? 'clara' : 'ada']] : [],
  );
const asked = async (conversation: string) =>
  (await call(eva.world, 'readItems', { conversation })).missingKeys;

describe('a member whose key doesn’t open', () => {
  it('reads who wrote what can’t be read, asks, and reads it after a colleague has looked', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    await send(clara, conversation, 'Vor der Übergabe.');
    await addMember(clara, conversation, id(david), 3);
    await addMember(clara, conversation, id(eva), 3);
    await spoil(conversation, david, 3);
    await spoil(conversation, david, 2);
    const staff = altstadt.colleagues[1]!.person;
    const fresh = await signIn(organisation.newWorld(), staff.signInName, staff.phrase);
    expect(await states(fresh, conversation)).toEqual([
      ['unreadable', 'ada'],
      ['unreadable', 'clara'],
    ]);
    await refresh(fresh, conversation);
    expect((await asked(conversation)).map(({ epoch, account }) => [epoch, account])).toEqual(
      [0, 1, 3].map((epoch) => [epoch, id(david)]),
    );
    await expect(send(fresh, conversation, 'Blind.')).rejects.toMatchObject({ code: 'NO_KEY' });
    fresh.outbox.rows.clear();

    // Who asks heals as well as a colleague does.
    await refresh(ada, conversation);
    await refresh(ada, conversation);
    expect(await asked(conversation)).toEqual([]);
    const all = ['Ich weiß nicht weiter.', 'Vor der Übergabe.'];
    expect(await textsOf(fresh, conversation)).toEqual(all);
    await send(fresh, conversation, 'Jetzt sehe ich es.');
    const again = await signIn(organisation.newWorld(), staff.signInName, staff.phrase);
    expect(await textsOf(again, conversation)).toEqual([...all, 'Jetzt sehe ich es.']);
  });

  it('asks again when it was sealed falsely, and nobody is sealed a key to whom no record names', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    await addMember(clara, conversation, id(eva), 3);
    await spoil(conversation, eva, 2);
    const epochs = (await refresh(eva, conversation)).entries.filter(({ t }) => t === 'change');
    expect(epochs).toHaveLength(3);
    await refresh(eva, conversation);
    const missing = await asked(conversation);
    expect(missing.map(({ epoch }) => epoch)).toEqual([0, 2]);
    const box = toBase64url(new Uint8Array(1168).fill(9));
    for (const { epoch } of missing)
      await call(ada.world, 'healWrap', { conversation, epoch, account: id(eva), box });
    await refresh(eva, conversation);
    await refresh(eva, conversation);
    expect(await asked(conversation)).toEqual(missing);

    lineOf(clara).plan(
      'readItems',
      retold('readItems', (answer) => ({
        ...answer,
        missingKeys: [
          ...answer.missingKeys.map((one) => ({ ...one, account: id(david) })),
          ...answer.missingKeys.map((one) => ({ ...one, epoch: 7 })),
        ],
      })),
    );
    lineOf(clara).calls.length = 0;
    await refresh(clara, conversation);
    await clara.rooms.get(conversation)!.queue;
    expect(lineOf(clara).calls).not.toContain('healWrap');
    await refresh(clara, conversation);
    await clara.rooms.get(conversation)!.queue;
    expect(lineOf(clara).calls.filter((name) => name === 'healWrap')).toHaveLength(2);
    expect(await textsOf(eva, conversation)).toEqual(['Ich weiß nicht weiter.']);
    const { records } = eva.rooms.get(conversation)!;
    expect(records.map(({ sender }) => hex(sender))).toContain(hex(myId(clara)));
  });

  it('costs those who lack nothing no call', async () => {
    const { self: ada, conversation } = await conversationOf(organisation, centre, clara);
    for (const self of [ada, clara]) {
      await refresh(self, conversation);
      // Once in an epoch, whether there is a staff thread that must follow.
      await self.rooms.get(conversation)!.queue;
      lineOf(self).calls.length = 0;
      await refresh(self, conversation);
      await self.rooms.get(conversation)!.queue;
      expect(lineOf(self).calls.toSorted()).toEqual(['readItems', 'readLog']);
    }
  });
});
