import { fromBase64url, toBase64url } from '@beistand/wire';
import { syncLog } from '../centre/log.ts';
import type { OutboxRow } from '../message/outbox.ts';
import { queueMessage } from '../message/send.ts';
import type { Self } from '../self.ts';

/**
 * A message that names another centre and, as I know it, its beginning: who asks goes there by a tap (`move` with the
 * entry's `handover`), or doesn't. Answers the outbox row to `deliver`; `Stop('FALSE_CENTRE')` where I know another one.
 */
export async function suggestCentre(self: Self, conversation: string, centre: string): Promise<OutboxRow> {
  const log = await syncLog(self, fromBase64url(centre));
  const create = toBase64url(log.entries[0]!.hash);
  return queueMessage(self, conversation, { t: 'handover', ts: self.world.now(), centre, create });
}
