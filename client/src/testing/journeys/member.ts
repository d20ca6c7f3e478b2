// Long: every deed by which a conversation changes hands, each with what must hold wherever the tab dies.
import { ROLE, toBase64url } from '@beistand/wire';
import { expect } from 'vitest';
import { clara as claraPlan, david as davidPlan } from '../../cast/people.ts';
import { accept, giveBack } from '../../conversation/accept.ts';
import { addMember, handOver, planCover, removeMember, takeOver } from '../../conversation/change.ts';
import { listConversations } from '../../conversation/list.ts';
import { move } from '../../conversation/move.ts';
import { openConversation, refresh } from '../../conversation/open.ts';
import { relink } from '../../conversation/relink.ts';
import { listWaiting } from '../../enquiry/waiting.ts';
import { send } from '../../message/send.ts';
import { myId, type Self } from '../../self.ts';
import { ServerRefusal } from '../../server/call.ts';
import { openNotes, openThread } from '../../thread/open.ts';
import { textsOf } from '../people.ts';
import { acceptedBy, type Journey, quiet, type Stage, type Tab, tabOf, waitingOf } from './journey.ts';

const id = (self: Self) => toBase64url(myId(self));
const people = ({ altstadt: { colleagues, lead, centre } }: Stage) => {
  const [clara, david] = colleagues as [Self, Self];
  return { clara, david, lead, centre };
};
const tabOfClara = (stage: Stage) => tabOf(stage, claraPlan.signInName, claraPlan.phrase);
const tabOfDavid = (stage: Stage) => tabOf(stage, davidPlan.signInName, davidPlan.phrase);

/** Whether somebody may read it, and then all of it. */
async function reads(self: Self, conversation: string): Promise<boolean> {
  try {
    expect(await textsOf(self, conversation)).not.toContain(null);
    return true;
  } catch (error) {
    if (!(error instanceof ServerRefusal) || error.code !== 'NOT_FOUND') throw error;
    return false;
  }
}

/** How many records a conversation has, as who asks judges them; frozen for nobody. */
async function recordsIn(self: Self, conversation: string): Promise<number> {
  const { entries, frozen } = await refresh(self, conversation);
  expect(frozen).toBe(null);
  return entries.filter(({ t }) => t === 'change').length;
}

const accepting: Journey = {
  verb: 'accept',
  holds: 'taken once or still waiting, and readable',
  begin: async (stage) => {
    const { centre } = people(stage);
    const { self: ada } = stage.ada;
    const conversation = await waitingOf(stage, stage.ada, centre, 'Wer nimmt mich?');
    const tab = await tabOfClara(stage);
    return {
      run: async (at) => {
        const before = await recordsIn(ada, conversation);
        const killed = await tab.kill(at, async (self) => {
          await listWaiting(self);
          await accept(self, conversation);
          await openConversation(self, conversation, quiet);
        });
        const { waiting } = await listWaiting(tab.self);
        const { conversations } = await listConversations(tab.self);
        const isMine = conversations.some((one) => one.conversation === conversation);
        expect(waiting.some((one) => one.conversation === conversation)).toBe(!isMine);
        await accept(tab.self, conversation);
        expect(await recordsIn(ada, conversation)).toBe(before + 1);
        expect(await textsOf(tab.self, conversation)).toEqual(['Wer nimmt mich?']);
        await giveBack(tab.self, conversation);
        return killed;
      },
    };
  },
};

const givingBack: Journey = {
  verb: 'give back',
  holds: 'it waits again, once, for everyone',
  begin: async (stage) => {
    const { centre, david } = people(stage);
    const { self: ada } = stage.ada;
    const conversation = await waitingOf(stage, stage.ada, centre, 'Doch nicht?');
    const tab = await tabOfClara(stage);
    return {
      run: async (at) => {
        await accept(tab.self, conversation);
        const before = await recordsIn(ada, conversation);
        const killed = await tab.kill(at, (self) => giveBack(self, conversation));
        await giveBack(tab.self, conversation);
        expect(await recordsIn(ada, conversation)).toBe(before + 1);
        const { waiting } = await listWaiting(david);
        expect(waiting.find((one) => one.conversation === conversation)?.firstWords).toBe('Doch nicht?');
        return killed;
      },
    };
  },
};

/** Clara's conversation with a staff thread beside it. */
async function withThread(stage: Stage): Promise<{ ada: Self; conversation: string; tab: Tab }> {
  const { clara } = people(stage);
  const { self: ada } = stage.ada;
  const conversation = await acceptedBy(stage, stage.ada, clara);
  const tab = await tabOfClara(stage);
  await send(clara, (await openThread(clara, conversation))!, 'Unter uns.');
  return { ada, conversation, tab };
}

const adding: Journey = {
  verb: 'add a member',
  holds: 'in once, with all there is to read, or not yet',
  begin: async (stage) => {
    const { david } = people(stage);
    const { ada, conversation, tab } = await withThread(stage);
    return {
      run: async (at) => {
        const before = await recordsIn(ada, conversation);
        const killed = await tab.kill(at, (self) => addMember(self, conversation, id(david), ROLE.counsels));
        const isIn = (await recordsIn(ada, conversation)) > before;
        expect(await reads(david, conversation)).toBe(isIn);
        await addMember(tab.self, conversation, id(david), ROLE.counsels);
        expect(await recordsIn(ada, conversation)).toBe(before + 1);
        expect(await reads(david, conversation)).toBe(true);
        expect(await textsOf(david, (await openThread(david, conversation))!)).toContain('Unter uns.');
        await removeMember(tab.self, conversation, id(david));
        return killed;
      },
    };
  },
};

const removing: Journey = {
  verb: 'remove a member',
  holds: 'out once, for good and of all, or still in',
  begin: async (stage) => {
    const { david } = people(stage);
    const { ada, conversation, tab } = await withThread(stage);
    return {
      run: async (at, n) => {
        await addMember(tab.self, conversation, id(david), ROLE.counsels);
        const thread = (await openThread(david, conversation))!;
        const before = await recordsIn(ada, conversation);
        const killed = await tab.kill(at, (self) => removeMember(self, conversation, id(david)));
        const isOut = (await recordsIn(ada, conversation)) > before;
        expect(await reads(david, conversation)).toBe(!isOut);
        await removeMember(tab.self, conversation, id(david));
        expect(await recordsIn(ada, conversation)).toBe(before + 1);
        expect([await reads(david, conversation), await reads(david, thread)]).toEqual([false, false]);
        await send(ada, conversation, `Allein, ${n}.`);
        expect((await textsOf(tab.self, conversation)).at(-1)).toBe(`Allein, ${n}.`);
        return killed;
      },
    };
  },
};

const handingOver: Journey = {
  verb: 'hand over',
  holds: 'somebody answers at every moment, and one of the two',
  begin: async (stage) => {
    const { clara, david } = people(stage);
    const { ada, conversation, tab } = await withThread(stage);
    return {
      run: async (at, n) => {
        const before = await recordsIn(ada, conversation);
        const killed = await tab.kill(at, (self) => handOver(self, conversation, id(david), false));
        const isDone = (await recordsIn(ada, conversation)) > before;
        expect([await reads(tab.self, conversation), await reads(david, conversation)]).toEqual(
          isDone ? [false, true] : [true, false],
        );
        if (!isDone) await handOver(tab.self, conversation, id(david), false);
        expect(await recordsIn(ada, conversation)).toBe(before + 1);
        await send(david, conversation, `Jetzt ich, ${n}.`);
        expect((await textsOf(ada, conversation)).at(-1)).toBe(`Jetzt ich, ${n}.`);
        await handOver(david, conversation, id(clara), false);
        return killed;
      },
    };
  },
};

const takingOver: Journey = {
  verb: 'take over',
  holds: 'one answers for it, and nobody is out',
  begin: async (stage) => {
    const { clara, david } = people(stage);
    const { ada, conversation } = await withThread(stage);
    await addMember(clara, conversation, id(david), ROLE.counsels);
    const tab = await tabOfDavid(stage);
    return {
      run: async (at) => {
        const before = await recordsIn(ada, conversation);
        const killed = await tab.kill(at, (self) => takeOver(self, conversation, true));
        await takeOver(tab.self, conversation, true);
        expect(await recordsIn(ada, conversation)).toBe(before + 1);
        expect([await reads(clara, conversation), await reads(tab.self, conversation)]).toEqual([true, true]);
        await takeOver(clara, conversation, true);
        return killed;
      },
    };
  },
};

const covering: Journey = {
  verb: 'plan a cover',
  holds: 'planned once, with its hours',
  begin: async (stage) => {
    const { david } = people(stage);
    const { ada, conversation, tab } = await withThread(stage);
    return {
      run: async (at) => {
        const from = Date.now() + stage.clock.ahead;
        const cover = { account: id(david), from, until: from + 3_600_000 };
        const before = await recordsIn(ada, conversation);
        const killed = await tab.kill(at, (self) => planCover(self, conversation, cover));
        // Who plans sees first what stands.
        await refresh(tab.self, conversation);
        await planCover(tab.self, conversation, cover);
        expect(await recordsIn(ada, conversation)).toBe(before + 1);
        expect((await refresh(ada, conversation)).covers).toMatchObject([cover]);
        await removeMember(tab.self, conversation, id(david));
        return killed;
      },
    };
  },
};

const moving: Journey = {
  verb: 'move to another centre',
  holds: 'it waits at one of the two, and only there',
  begin: async (stage) => {
    const { ada, altstadt, emmendingen } = stage;
    const conversation = await waitingOf(stage, stage.ada, stage.altstadt.centre, 'Wohin mit mir?');
    const tab = await tabOf(stage, ada.name, ada.phrase);
    const [here, there] = [altstadt, emmendingen].map(({ centre, colleagues }) => ({
      centre,
      counsellor: colleagues[0] as Self,
    })) as [{ centre: string; counsellor: Self }, { centre: string; counsellor: Self }];
    const waitsAt = async ({ counsellor }: typeof here) =>
      (await listWaiting(counsellor)).waiting.some((one) => one.conversation === conversation);
    return {
      run: async (at, n) => {
        const [from, to] = n % 2 ? [there, here] : [here, there];
        const before = await recordsIn(tab.self, conversation);
        const act = (self: Self) => move(self, conversation, { centre: to.centre, pin: null });
        const killed = await tab.kill(at, act);
        const isThere = (await recordsIn(tab.self, conversation)) > before;
        expect([await waitsAt(from), await waitsAt(to)]).toEqual([!isThere, isThere]);
        await act(tab.self);
        expect(await recordsIn(tab.self, conversation)).toBe(before + 1);
        expect([await waitsAt(from), await waitsAt(to)]).toEqual([false, true]);
        expect(await reads(to.counsellor, conversation)).toBe(true);
        return killed;
      },
    };
  },
};

const relinking: Journey = {
  verb: 'relink',
  holds: 'it is one person’s at every moment, with all of it',
  begin: async (stage) => {
    const { clara } = people(stage);
    const [old, fresh] = (await Promise.all(
      [stage.ada, stage.ben].map(async (seeker) => ({
        self: seeker.self,
        conversation: await acceptedBy(stage, seeker, clara),
      })),
    )) as [{ self: Self; conversation: string }, { self: Self; conversation: string }];
    const conversation = await acceptedBy(stage, stage.ada, clara, 'Für beide.');
    const tab = await tabOfClara(stage);
    return {
      run: async (at, n) => {
        const [from, to] = n % 2 ? [fresh, old] : [old, fresh];
        const before = await recordsIn(tab.self, conversation);
        const act = (self: Self) => relink(self, conversation, to.conversation);
        const killed = await tab.kill(at, act);
        const isDone = (await recordsIn(tab.self, conversation)) > before;
        expect([await reads(from.self, conversation), await reads(to.self, conversation)]).toEqual([
          !isDone,
          isDone,
        ]);
        await act(tab.self);
        expect(await recordsIn(tab.self, conversation)).toBe(before + 1);
        expect(await textsOf(to.self, conversation)).toEqual(['Für beide.']);
        return killed;
      },
    };
  },
};

const opening = (
  verb: string,
  open: (self: Self, conversation: string) => Promise<string | null>,
): Journey => ({
  verb,
  holds: 'there is one, and it can be written to',
  begin: async (stage) => {
    const { clara } = people(stage);
    const tab = await tabOfClara(stage);
    return {
      run: async (at, n) => {
        const conversation = await acceptedBy(stage, stage.ada, tab.self);
        const killed = await tab.kill(at, async (self) =>
          send(self, (await open(self, conversation))!, `Notiz ${n}`),
        );
        const opened = (await open(tab.self, conversation))!;
        const isWritten = (await textsOf(tab.self, opened)).includes(`Notiz ${n}`);
        if (!isWritten) await send(tab.self, opened, `Notiz ${n}`);
        // One for every device, with nothing twice.
        expect(await open(clara, conversation)).toBe(opened);
        const texts = await textsOf(clara, opened);
        expect(texts.filter((text) => text === `Notiz ${n}`)).toHaveLength(1);
        return killed;
      },
    };
  },
});

export const members: Journey[] = [
  accepting,
  givingBack,
  adding,
  removing,
  handingOver,
  takingOver,
  covering,
  moving,
  relinking,
  opening('open a staff thread', openThread),
  opening('open private notes', openNotes),
];
