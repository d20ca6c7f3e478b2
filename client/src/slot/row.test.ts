import { sealSlot } from '@beistand/crypto';
import { toBase64url, zeros } from '@beistand/wire';
import { describe, expect, it } from 'vitest';
import { signIn } from '../account/sign-in.ts';
import { listConversations, noteConversation } from '../conversation/list.ts';
import type { Self } from '../self.ts';
import { call, ServerRefusal } from '../server/call.ts';
import { answerLost, retold, says } from '../testing/faults.ts';
import { altstadt } from '../testing/open-organisation.ts';
import { lineOf, seekerOf } from '../testing/people.ts';
import { useOrganisation } from '../testing/use-organisation.ts';
import { changeState } from './state.ts';

const organisation = await useOrganisation();
const { centre } = await organisation.raise(altstadt);

const draft = (text: string) => ({ draft: { text, at: 1 } });
/** What a list shows of the one conversation. */
const rowOf = async (self: Self) => (await listConversations(self)).conversations[0]!.row;

async function twoDevices() {
  const { self: phone, conversation, name, phrase } = await seekerOf(organisation, centre);
  const desk = await signIn(organisation.newWorld(), name, phrase);
  await Promise.all([listConversations(phone), listConversations(desk)]);
  return { phone, desk, conversation };
}

describe('the small row of a conversation on two devices', () => {
  it('keeps both texts when both have written a draft', async () => {
    const { phone, desk, conversation } = await twoDevices();
    await noteConversation(phone, conversation, draft('Vom Telefon'));
    await noteConversation(desk, conversation, draft('Vom Tisch'));
    expect((await rowOf(phone)).draft?.text).toBe('Vom Telefon\n\nVom Tisch');
    await noteConversation(desk, conversation, draft('Vom Telefon\n\nVom Tisch, weiter'));
    expect((await rowOf(phone)).draft?.text).toBe('Vom Telefon\n\nVom Tisch, weiter');
  });

  it('never clears a draft that another device has changed since', async () => {
    const { phone, desk, conversation } = await twoDevices();
    await noteConversation(phone, conversation, draft('Gleich'));
    await rowOf(desk);
    await noteConversation(desk, conversation, draft('Gleich mehr'));
    await noteConversation(phone, conversation, { draft: undefined });
    expect((await rowOf(phone)).draft?.text).toBe('Gleich mehr');
    await noteConversation(phone, conversation, { draft: undefined });
    expect((await rowOf(desk)).draft).toBeUndefined();
  });

  it('keeps other fields of the faster one, and the farthest read mark', async () => {
    const { phone, desk, conversation } = await twoDevices();
    await noteConversation(phone, conversation, { readSeq: 9, lastWords: 'Bis bald' });
    await noteConversation(desk, conversation, { readSeq: 4, name: 'Frau Keller' });
    expect(await rowOf(phone)).toEqual({ readSeq: 9, lastWords: 'Bis bald', name: 'Frau Keller' });
  });

  it('R7: is the last that was typed, however quickly and though answers are lost', async () => {
    const { phone, desk, conversation } = await twoDevices();
    lineOf(phone).plan('writeSlot', answerLost);
    const typed = ['H', 'Ha', 'Hal', 'Hall', 'Hallo'].map((text) =>
      noteConversation(phone, conversation, draft(text)),
    );
    await expect(typed[0]).rejects.toThrow();
    await Promise.all(typed.slice(1));
    expect((await rowOf(desk)).draft?.text).toBe('Hallo');
    lineOf(phone).plan('writeSlot', answerLost);
    await expect(noteConversation(phone, conversation, draft('Hallo Welt'))).rejects.toThrow();
    await noteConversation(phone, conversation, { draft: undefined });
    expect((await rowOf(desk)).draft).toBeUndefined();
  });

  it('isn’t set back by a list that was under way', async () => {
    const { phone, conversation } = await twoDevices();
    lineOf(phone).plan('listConversations', async (deliver) => {
      const before = await deliver();
      await noteConversation(phone, conversation, draft('Neuer als die Liste'));
      return before;
    });
    expect((await rowOf(phone)).draft?.text).toBe('Neuer als die Liste');
  });
});

describe('the sealed state', () => {
  const note = (self: Self, handle: string) =>
    changeState(self, (body) => ({
      ...body,
      invitations: { ...body.invitations, [handle]: { centre, secret: 'x' } },
    }));

  it('AGAIN: merges what two devices change', async () => {
    const { phone, desk } = await twoDevices();
    await Promise.all([note(phone, 'eins'), note(phone, 'zwei'), note(desk, 'drei'), note(desk, 'vier')]);
    await note(phone, 'fünf');
    expect(Object.keys(phone.state.body.invitations!).sort()).toEqual([
      'drei',
      'eins',
      'fünf',
      'vier',
      'zwei',
    ]);
    expect(Object.keys(phone.state.body.pins)).toHaveLength(1);
  });

  it('OLDER, BUSY: doesn’t take an older state, and doesn’t try for ever', async () => {
    const { phone, desk } = await twoDevices();
    const { version, bytes } = await readServed(desk);
    await note(phone, 'eins');
    lineOf(phone).plan('writeSlot', says('AGAIN', { current: { version, bytes } }));
    await expect(note(phone, 'zwei')).rejects.toMatchObject({ code: 'OLDER' });
    const newest = await readServed(desk);
    lineOf(phone).plan('writeSlot', says('AGAIN', { current: newest }), 100);
    await expect(note(phone, 'zwei')).rejects.toMatchObject({ code: 'BUSY' });
  });

  it('STATE_MISSING: is a hard stop at sign-in when it is another’s, altered or from another version', async () => {
    const { phone, desk } = await twoDevices();
    const foreign = await seekerOf(organisation, centre);
    const other = await readServed(foreign.self);
    const mine = await readServed(desk);
    const { name, phrase } = foreign;
    for (const state of [
      mine,
      { ...other, version: 2 },
      {
        version: 1,
        bytes: other.bytes.replace(
          /^(.{40})(.)/,
          (_, before, letter) => before + (letter === 'A' ? 'B' : 'A'),
        ),
      },
    ]) {
      const world = organisation.newWorld();
      world.plan(
        'loginFinish',
        retold('loginFinish', (answer) => ({ ...answer, state })),
      );
      await expect(signIn(world, name, phrase)).rejects.toMatchObject({ code: 'STATE_MISSING' });
    }
    expect(phone.state.version).toBeGreaterThan(0);
  });
});

/** The state slot as the server has it: told to whoever loses the race for it. */
async function readServed(self: Self): Promise<{ version: number; bytes: string }> {
  const version = 1_000_000;
  const bytes = toBase64url(await sealSlot(self.account, zeros(16), version, {}, self.world.random));
  const lost = call(self.world, 'writeSlot', { slot: toBase64url(zeros(16)), version, bytes });
  const refusal = await lost.then(
    () => null,
    (error: unknown) => error,
  );
  if (!(refusal instanceof ServerRefusal) || !refusal.body.current) throw new Error('nothing was told');
  return refusal.body.current;
}

it('a row that somebody wrote amiss keeps what is well-formed, and what a newer version added', async () => {
  const { self, conversation } = await seekerOf(organisation, centre);
  const slot = Uint8Array.from(Buffer.from(conversation, 'base64url'));
  const row = {
    name: { a: 1 },
    topic: '\u202eSchulden',
    lastWords: 7,
    isLastMine: 'ja',
    isLastFile: 1,
    readSeq: -1,
    draft: { text: 'Noch da', at: 1 },
    later: [1],
  };
  const write = async (version: number, body: unknown) => {
    const bytes = toBase64url(await sealSlot(self.account, slot, version, body, self.world.random));
    await call(self.world, 'writeSlot', { slot: conversation, version, bytes });
  };
  const { version } = (await call(self.world, 'listConversations', {})).conversations[0]!.slot ?? {
    version: 0,
  };
  await write(version + 1, row);
  expect(await rowOf(self)).toEqual({ draft: row.draft, later: [1] });
  await write(version + 2, {
    name: 'Nora',
    topic: 'Schulden',
    readSeq: 3,
    isLastMine: true,
    lastWords: 'Gut',
    draft: { text: 1 },
  });
  expect(await rowOf(self)).toEqual({
    name: 'Nora',
    topic: 'Schulden',
    readSeq: 3,
    isLastMine: true,
    lastWords: 'Gut',
  });
  for (const [n, body] of [[], 7, 'x', null].entries()) {
    await write(version + 3 + n, body);
    expect(await rowOf(self)).toEqual({});
  }
});
