import pg from 'pg';
import { type Connection, connectAs } from './open.ts';

/** One connection as the owner, outside every pool: for what is asked before there is a server. */
export async function asOwner<T>(
  connection: Connection,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client(connectAs(connection, 'owner'));
  client.on('error', () => {}); // the query under way rejects with it
  await client.connect();
  try {
    return await work(client);
  } finally {
    await client.end();
  }
}
