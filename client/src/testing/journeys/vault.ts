import { toBase64url, VAULT_POLICY } from '@beistand/wire';
import { expect } from 'vitest';
import { clara as claraPlan, eva as evaPlan } from '../../cast/people.ts';
import { setPolicy } from '../../centre/rotate.ts';
import {
  confirmVault,
  drawVaultUse,
  drillVault,
  listVaultUses,
  takeOverByVault,
  useVault,
} from '../../centre/vault.ts';
import { send } from '../../message/send.ts';
import type { Self } from '../../self.ts';
import { ServerRefusal } from '../../server/call.ts';
import { textsOf } from '../people.ts';
import { acceptedBy, type Journey, type Stage, tabOf } from './journey.ts';

/** David's conversations, and a custodian who is in none of them. */
function aside(stage: Stage) {
  const { altstadt, database, ada } = stage;
  const david = altstadt.colleagues[1] as Self;
  return {
    centre: altstadt.centre,
    ada: ada.self,
    newConversation: () => acceptedBy(stage, ada, david),
    usesOf: async (conversation: string) => {
      const { rows } = await database.owner.pool.query(
        'select id from vault_uses where conversation_id = $1',
        [Buffer.from(conversation, 'base64url')],
      );
      return rows.map(({ id }) => toBase64url(new Uint8Array(id)));
    },
    recordsOf: async (conversation: string) => {
      const { rows } = await database.owner.pool.query(
        `select seq from conversation_events where conversation_id = $1 and what = 'vault-used'`,
        [Buffer.from(conversation, 'base64url')],
      );
      return rows.length;
    },
  };
}

const isRefused = async (act: () => Promise<unknown>): Promise<boolean> => {
  try {
    await act();
    return false;
  } catch (error) {
    if (!(error instanceof ServerRefusal) || error.code !== 'NOT_FOUND') throw error;
    return true;
  }
};

const using: Journey = {
  verb: 'use the vault',
  holds: 'stated once, taken over once',
  begin: async (stage) => {
    const { ada, newConversation, usesOf, recordsOf } = aside(stage);
    const tab = await tabOf(stage, claraPlan.signInName, claraPlan.phrase);
    return {
      run: async (at) => {
        const conversation = await newConversation();
        const wish = drawVaultUse(tab.self, conversation, 'absent');
        const killed = await tab.kill(at, async (self) => {
          await useVault(self, wish);
          await takeOverByVault(self, conversation);
        });
        if (await isRefused(() => takeOverByVault(tab.self, conversation))) {
          await useVault(tab.self, wish);
          await takeOverByVault(tab.self, conversation);
        }
        await send(tab.self, conversation, 'Ich bin da.');
        expect(await textsOf(ada, conversation)).toEqual(['Ich weiß nicht weiter.', 'Ich bin da.']);
        expect([await usesOf(conversation), await recordsOf(conversation)]).toEqual([[wish.use], 1]);
        return killed;
      },
    };
  },
};

const confirming: Journey = {
  verb: 'confirm a use of the vault',
  holds: 'open once the second one’s word is stored, and not before',
  begin: async (stage) => {
    const { centre, newConversation, usesOf } = aside(stage);
    const [clara] = stage.altstadt.colleagues as [Self];
    const tab = await tabOf(stage, evaPlan.signInName, evaPlan.phrase);
    await setPolicy(tab.self, centre, VAULT_POLICY.twoConfirm);
    return {
      run: async (at) => {
        const conversation = await newConversation();
        const { use } = await useVault(clara, drawVaultUse(clara, conversation, 'urgent'));
        const killed = await tab.kill(at, async (self) => {
          await listVaultUses(self, centre);
          await confirmVault(self, conversation, use);
          await drillVault(self, centre);
        });
        const [stated] = await listVaultUses(tab.self, centre);
        expect(await isRefused(() => textsOf(clara, conversation))).toBe(!stated!.confirmed);
        await confirmVault(tab.self, conversation, use);
        expect(await textsOf(clara, conversation)).toEqual(['Ich weiß nicht weiter.']);
        expect(await usesOf(conversation)).toEqual([use]);
        const { drawn, opened } = await drillVault(tab.self, centre);
        expect(opened).toBe(drawn);
        return killed;
      },
      end: () => setPolicy(tab.self, centre, VAULT_POLICY.custodians),
    };
  },
};

export const vaults: Journey[] = [using, confirming];
