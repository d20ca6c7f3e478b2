import {
  BIT,
  CONVERSATION_KIND,
  fromBase64url,
  hasBit,
  MESSAGE_CLASS,
  ROLE,
  ROW_KIND,
  staffByAccount,
} from '@beistand/wire';
import { newestView, syncMyLog } from '../centre/log.ts';
import { sealOpening } from '../conversation/opening.ts';
import { jitter, vaultRows } from '../conversation/rekey.ts';
import { roomOf, sync } from '../conversation/sync.ts';
import { inTurn } from '../in-turn.ts';
import { confirmMine } from '../message/send.ts';
import { myId, type Self } from '../self.ts';
import { call, orCode } from '../server/call.ts';
import { Stop } from '../stop.ts';

const TRIES = 20;

/**
 * Opens a group of a centre, with me as its moderator and nobody else yet; answers the conversation's id. The title is
 * sealed: who isn't in doesn't learn it. `Stop('NOT_WANTED')` unless I counsel there, `FALSE_CENTRE`
 * where I never came to.
 */
export async function startGroup(self: Self, centre: string, title: string): Promise<string> {
  const [conversation, messageId] = [self.world.random(16), self.world.random(16)];
  for (let tries = 0; tries < TRIES; tries++) {
    const view = newestView(await syncMyLog(self, fromBase64url(centre)));
    const kid = staffByAccount(view, myId(self))?.kid;
    if (!kid || !hasBit(view, kid, BIT.counsellor)) throw new Stop('NOT_WANTED');
    const me = { kind: ROW_KIND.person, role: ROLE.responsible, id: myId(self), kid };
    const sealed = await sealOpening(self, {
      ...{ conversation, messageId, view, rows: [me, ...vaultRows(view)] },
      kind: CONVERSATION_KIND.group,
      class: MESSAGE_CLASS.silent,
      body: { t: 'title', ts: self.world.now(), x: title },
    });
    const answer = await orCode(['STALE_LOG'], call(self.world, 'startGroup', { centre, ...sealed }));
    if (answer !== 'STALE_LOG') {
      const room = roomOf(self, answer.conversation);
      await inTurn(room, async () => {
        await sync(self, room);
        confirmMine(self, room, messageId, 2);
      });
      return answer.conversation;
    }
    await jitter(self);
  }
  throw new Stop('BUSY');
}

/** What staff of a centre learn of its groups: whom to ask, and the code to hand on while the door is open. */
export const listGroups = async (self: Self, centre: string) =>
  (await call(self.world, 'listGroups', { centre })).groups;
