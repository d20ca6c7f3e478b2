import { toBase64url } from '@beistand/wire';
import { expect } from 'vitest';
import { clara as claraPlan } from '../../cast/people.ts';
import { listConversations } from '../../conversation/list.ts';
import { refresh } from '../../conversation/open.ts';
import { roomOf } from '../../conversation/sync.ts';
import { addModerator, admit, closeGroup, listJoiners, readTitle } from '../../group/admit.ts';
import { askToJoin, closeDoor, leaveGroup, openDoor, readDoor } from '../../group/door.ts';
import { startGroup } from '../../group/start.ts';
import { send } from '../../message/send.ts';
import { myId, type Self } from '../../self.ts';
import { textsOf } from '../people.ts';
import { type Journey, type Stage, tabOf } from './journey.ts';

const id = (self: Self) => toBase64url(myId(self));
const tabOfClara = (stage: Stage) => tabOf(stage, claraPlan.signInName, claraPlan.phrase);
const asking = { name: 'stille-eule', pin: null };

/** A look of a moderator's, and what it leads to. */
async function look(self: Self, group: string): Promise<void> {
  await refresh(self, group);
  await roomOf(self, group).queue;
}

async function groupsOf(self: Self): Promise<string[]> {
  const { conversations } = await listConversations(self);
  return conversations.filter(({ isGroup }) => isGroup).map(({ conversation }) => conversation);
}

/** A group with an open door, whose moderator's tab lives on. */
async function gathered({ altstadt }: Stage): Promise<{ clara: Self; group: string; code: string }> {
  const clara = altstadt.colleagues[0] as Self;
  const group = await startGroup(clara, altstadt.centre, 'Dienstagsgruppe');
  return { clara, group, code: (await openDoor(clara, group)).code };
}

const starting: Journey = {
  verb: 'start a group',
  holds: 'it is there whole, with its title, or not at all',
  begin: async (stage) => {
    const { centre } = stage.altstadt;
    const tab = await tabOfClara(stage);
    return {
      run: async (at, n) => {
        const before = await groupsOf(tab.self);
        const title = `Gruppe ${n}`;
        const killed = await tab.kill(at, (self) => startGroup(self, centre, title));
        const opened = (await groupsOf(tab.self)).filter((group) => !before.includes(group));
        expect(opened.length).toBeLessThanOrEqual(1);
        const group = opened[0] ?? (await startGroup(tab.self, centre, title));
        expect(await readTitle(tab.self, group)).toBe(title);
        await send(tab.self, group, 'Willkommen.');
        expect(await textsOf(tab.self, group)).toEqual(['Willkommen.']);
        return killed;
      },
    };
  },
};

const asks: Journey = {
  verb: 'ask to join a group',
  holds: 'asks once or not yet, and is known by the chosen name',
  begin: async (stage) => {
    const { ada } = stage;
    const { clara, group, code } = await gathered(stage);
    const tab = await tabOf(stage, ada.name, ada.phrase);
    return {
      run: async (at, n) => {
        const killed = await tab.kill(at, (self) => askToJoin(self, code, asking));
        const waiting = await listJoiners(clara, group);
        const { state } = await readDoor(tab.self, code);
        expect(waiting.map(({ account }) => account)).toEqual(state === 'asking' ? [id(tab.self)] : []);
        await askToJoin(tab.self, code, asking);
        await admit(clara, group, [id(tab.self)]);
        await send(tab.self, group, `Hallo ${n}`);
        const { entries } = await refresh(clara, group);
        expect(entries.findLast(({ t }) => t === 'message')).toMatchObject({
          ...{ name: asking.name, text: `Hallo ${n}` },
        });
        await leaveGroup(tab.self, group);
        await look(clara, group);
        return killed;
      },
    };
  },
};

const admitting: Journey = {
  verb: 'let somebody into a group',
  holds: 'in once, from that record on, or still asking',
  begin: async (stage) => {
    const { self: ada } = stage.ada;
    const { group, code } = await gathered(stage);
    const tab = await tabOfClara(stage);
    return {
      run: async (at, n) => {
        await send(tab.self, group, `Vorher ${n}`);
        await askToJoin(ada, code, asking);
        const killed = await tab.kill(at, (self) => admit(self, group, [id(ada)]));
        const { state } = await readDoor(ada, code);
        if (state === 'asking') await admit(tab.self, group, [id(ada)]);
        expect((await readDoor(ada, code)).state).toBe('inside');
        expect(await listJoiners(tab.self, group)).toEqual([]);
        await send(tab.self, group, `Nachher ${n}`);
        expect(await textsOf(ada, group)).toEqual([`Nachher ${n}`]);
        await leaveGroup(ada, group);
        await look(tab.self, group);
        return killed;
      },
    };
  },
};

const leaving: Journey = {
  verb: 'leave a group',
  holds: 'out for good, or still in and able to leave',
  begin: async (stage) => {
    const { ben } = stage;
    const { clara, group, code } = await gathered(stage);
    const tab = await tabOf(stage, ben.name, ben.phrase);
    return {
      run: async (at, n) => {
        await askToJoin(tab.self, code, asking);
        await admit(clara, group, [id(tab.self)]);
        const killed = await tab.kill(at, (self) => leaveGroup(self, group));
        await leaveGroup(tab.self, group);
        expect(await readDoor(tab.self, code)).toMatchObject({ state: 'outside' });
        expect(tab.self.state.body.names?.[group]).toBe(undefined);
        await look(clara, group);
        await send(clara, group, `Ohne dich, ${n}`);
        await expect(refresh(tab.self, group)).rejects.toMatchObject({ code: 'NOT_FOUND' });
        return killed;
      },
    };
  },
};

const closing: Journey = {
  verb: 'close a group',
  holds: 'closed once and read by all, or still open and able to be closed',
  begin: async (stage) => {
    const { self: ada } = stage.ada;
    const tab = await tabOfClara(stage);
    return {
      run: async (at, n) => {
        const { clara, group, code } = await gathered(stage);
        await askToJoin(ada, code, asking);
        await admit(clara, group, [id(ada)]);
        await send(ada, group, `Zuletzt ${n}`);
        const killed = await tab.kill(at, (self) => closeGroup(self, group));
        const seq = await closeGroup(tab.self, group);
        expect(await closeGroup(clara, group)).toBe(seq);
        for (const self of [tab.self, ada]) {
          expect(await refresh(self, group)).toMatchObject({ state: 'closed', seq });
          expect(await textsOf(self, group)).toEqual([`Zuletzt ${n}`]);
        }
        await expect(readDoor(ada, code)).rejects.toMatchObject({ code: 'NOT_FOUND' });
        return killed;
      },
    };
  },
};

const shutting: Journey = {
  verb: 'shut a group’s door',
  holds: 'nobody asks there any more, or it is still open; opened again it is another',
  begin: async (stage) => {
    const { self: ada } = stage.ada;
    const { group } = await gathered(stage);
    const tab = await tabOfClara(stage);
    return {
      run: async (at) => {
        const { code } = await openDoor(tab.self, group);
        await askToJoin(ada, code, asking);
        const killed = await tab.kill(at, (self) => closeDoor(self, group));
        await closeDoor(tab.self, group);
        await expect(readDoor(ada, code)).rejects.toMatchObject({ code: 'NOT_FOUND' });
        expect(await listJoiners(tab.self, group)).toEqual([]);
        expect((await openDoor(tab.self, group)).code).not.toBe(code);
        return killed;
      },
    };
  },
};

const joined: Journey = {
  verb: 'let a moderator into a group',
  holds: 'moderates once, or not yet',
  begin: async (stage) => {
    const david = stage.altstadt.colleagues[1] as Self;
    const { group } = await gathered(stage);
    const tab = await tabOfClara(stage);
    return {
      run: async (at, n) => {
        await send(tab.self, group, `Vorher ${n}`);
        const killed = await tab.kill(at, (self) => addModerator(self, group, id(david)));
        await addModerator(tab.self, group, id(david));
        await send(tab.self, group, `Nachher ${n}`);
        expect(await textsOf(david, group)).toEqual([`Nachher ${n}`]);
        await leaveGroup(david, group);
        await look(tab.self, group);
        return killed;
      },
    };
  },
};

export const groups: Journey[] = [starting, asks, admitting, leaving, joined, shutting, closing];
