import { createHash } from 'node:crypto';
import type { Bytes } from '@beistand/wire';
import type { Tenant } from '../http/asked.ts';
import { toText } from '../http/codec.ts';
import { refuse } from '../http/refuse.ts';
import type { World } from '../world.ts';
import { invitationLifeMs } from './rules.ts';

/** The database keeps this alone, so a dump invites nobody. */
export const hashOf = (invitation: Uint8Array): Bytes => createHash('sha256').update(invitation).digest();

type Made = { organisation: Bytes; centre: Bytes; by: Bytes; handle: Bytes; kind: 'lead' | 'colleague' };

/** `ID_TAKEN` for a handle in use: the invitation it names can't be told again, only withdrawn. */
export async function makeInvitation(
  world: World,
  tenant: Tenant,
  { organisation, centre, by, handle, kind }: Made,
): Promise<{ invitation: string; until: number }> {
  const invitation = world.random(16);
  const now = world.clock();
  const until = now + invitationLifeMs;
  const made = await tenant
    .insertInto('invitations')
    .values({
      id_hash: hashOf(invitation),
      handle,
      organisation_id: organisation,
      kind,
      centre_id: centre,
      created_at: new Date(now),
      created_by: by,
      until: new Date(until),
    })
    .onConflict((conflict) => conflict.column('handle').doNothing())
    .returning('handle')
    .executeTakeFirst();
  return made ? { invitation: toText(invitation), until } : refuse('ID_TAKEN');
}
