import { livePath } from '@beistand/contract';
import websocket from '@fastify/websocket';
import type { FastifyInstance } from 'fastify';
import { arrive, type Door } from '../http/arrive.ts';
import { refuse } from '../http/refuse.ts';
import type { Hub } from './hub.ts';

/** `GET /api/live`: for people with an account, from our own pages, one way. */
export async function bindLive(app: FastifyInstance, door: Door, hub: Hub): Promise<void> {
  await app.register(websocket, { options: { maxPayload: 1024, perMessageDeflate: false } });
  app.get<{ Querystring: { cursor?: string } }>(
    livePath,
    {
      websocket: true,
      onRequest: async (request) => {
        request.arrival = await arrive(door, request, { audience: 'signed-in', isWrite: true });
        const { cursor } = request.query;
        if (cursor !== undefined && (typeof cursor !== 'string' || cursor.length > 64)) refuse('FORMAT');
      },
    },
    (socket, request) => {
      const { organisation, account, sidHash } = request.arrival!.caller;
      hub.admit({ socket, organisation, account: account!, sidHash: sidHash! }, request.query.cursor);
    },
  );
}
