import pg from 'pg';
import { type Connection, connectAs } from '../database/open.ts';
import { fromPayload, type Hint, toPayloads } from './hint.ts';

/** Carries hints to every process, this one included. */
export type Fanout = { publish: (hints: Hint[]) => void; close: () => Promise<void> };

export type Receiver = {
  deliver: (hints: Hint[]) => void;
  /** Hints may have been lost: everyone should look again. */
  gap: () => void;
};

/** For an app without a connection to listen on: nobody else is there to be told. */
export const fanoutInside = ({ deliver }: Receiver): Fanout => ({
  publish: deliver,
  close: async () => {},
});

const channel = 'beistand_live';
/** Waiting this long gathers the hints of one burst into one message. */
const gatherFor = 2;
const longestRetry = 5_000;

/**
 * PostgreSQL's LISTEN and NOTIFY over one connection of its own, after commit: inside the transaction a NOTIFY makes
 * commits queue behind one lock (measured: 39 % fewer). While the connection is away hints are lost, which `gap` and
 * the sweep mend.
 */
export async function fanoutByDatabase(connection: Connection, receiver: Receiver): Promise<Fanout> {
  let client: pg.Client | null = null;
  let isClosed = false;
  let retry = 100;
  let retrying: NodeJS.Timeout | undefined;
  let gathering: NodeJS.Timeout | undefined;
  let gathered: Hint[] = [];
  let sending: Promise<void> = Promise.resolve();

  const lose = (lost: pg.Client) => {
    if (client !== lost) return;
    client = null;
    if (isClosed) return;
    retrying = setTimeout(reconnect, retry).unref();
    retry = Math.min(longestRetry, retry * 2);
  };
  const connect = async () => {
    const next = new pg.Client({ ...connectAs(connection, 'app'), connectionTimeoutMillis: 10_000 });
    next.on('error', () => lose(next));
    next.on('end', () => lose(next));
    next.on('notification', ({ payload }) => payload && receiver.deliver(fromPayload(payload)));
    await next.connect();
    await next.query(`listen ${channel}`);
    client = next;
    retry = 100;
  };
  const reconnect = () =>
    connect().then(receiver.gap, () => {
      retrying = setTimeout(reconnect, retry).unref();
      retry = Math.min(longestRetry, retry * 2);
    });
  const flush = () => {
    gathering = undefined;
    const payloads = toPayloads(gathered);
    gathered = [];
    sending = sending.then(async () => {
      const by = client;
      try {
        for (const payload of payloads) await by?.query('select pg_notify($1, $2)', [channel, payload]);
      } catch {
        // Lost with the connection: those who should have heard are healed like every other process's.
        if (by) lose(by);
      }
    });
  };
  await connect();
  return {
    publish(hints) {
      gathered.push(...hints);
      gathering ??= setTimeout(flush, gatherFor);
    },
    async close() {
      isClosed = true;
      clearTimeout(retrying);
      clearTimeout(gathering);
      flush();
      await sending;
      await client?.end();
    },
  };
}
