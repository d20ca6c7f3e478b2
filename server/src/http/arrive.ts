import type { Audience } from '@beistand/contract';
import type { FastifyRequest } from 'fastify';
import type { World } from '../world.ts';
import type { Caller } from './asked.ts';
import type { KeptPages } from './keep-pages.ts';
import type { FindOrganisation } from './organisation.ts';
import { refuseForeignOrigin } from './origin.ts';
import { refuse } from './refuse.ts';
import { findSession, type Session, sidHashOf } from './session.ts';

/** What the door needs beyond the world. */
export type Door = {
  world: World;
  findOrganisation: FindOrganisation;
  pages: KeptPages;
};
export type Arrival = { caller: Caller; session: Session | null };

/** Before the first organisation exists: no row is anyone's. */
const none = Buffer.alloc(16);

const mayEnter: Readonly<Record<Audience, (session: Session) => boolean>> = {
  anyone: () => true,
  'signed-in': () => true,
  staff: ({ kind }) => kind === 'staff',
  administrator: ({ isAdministrator }) => isAdministrator,
};

/** The common checks of every call after its network's rate: `ORIGIN`, then `SESSION`; a wrong audience is `NOT_FOUND`. */
export async function arrive(
  { world, findOrganisation }: Door,
  request: FastifyRequest,
  { audience, isWrite, needsNone = false }: { audience: Audience; isWrite: boolean; needsNone?: boolean },
): Promise<Arrival> {
  if (isWrite) refuseForeignOrigin(request);
  // Whoever sits down at this computer next may not read by typing an address what our pages read by script.
  if (audience !== 'anyone' && request.headers['sec-fetch-mode'] === 'navigate') refuse('ORIGIN');
  const organisation = (await findOrganisation(request.hostname)) ?? (needsNone ? none : refuse('NOT_FOUND'));
  const sidHash = sidHashOf(request);
  const session =
    sidHash && (await world.transact(organisation, (tenant) => findSession(world, tenant, sidHash)));
  if (audience !== 'anyone') {
    if (!session?.account) refuse('SESSION');
    if (!mayEnter[audience](session)) refuse('NOT_FOUND');
  }
  const caller: Caller = {
    organisation,
    account: session?.account ?? null,
    kind: session?.kind ?? null,
    sidHash: session?.sidHash ?? null,
    provenAt: session?.provenAt ?? null,
    prefix: request.network,
  };
  return { caller, session };
}
