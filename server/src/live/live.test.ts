// Long: one list of what a socket is told, by whom, and what it never is.
import { once } from 'node:events';
import { type Notice, notice } from '@beistand/contract';
import { BIT, type Bytes, toBase64url } from '@beistand/wire';
import { afterAll, expect, test } from 'vitest';
import { WebSocket } from 'ws';
import { type App, createApp } from '../app.ts';
import type { Announcement } from '../http/asked.ts';
import { makeSecrets, secretsOf } from '../secrets.ts';
import { letIn, openCentre } from '../testing/centre.ts';
import { openHouses, type Seated } from '../testing/houses.ts';
import { random } from '../testing/identity.ts';
import { accept, waitingEnquiry, write } from '../testing/participant.ts';
import { useDatabase } from '../testing/use-database.ts';
import type { Hint } from './hint.ts';
import { changesSince } from './store.ts';

const database = await useDatabase();
const { one, two, clock } = await openHouses(database);
const secrets = secretsOf(await makeSecrets());
const start = async () => {
  const options = {
    database: database.app,
    filesFolder: database.filesFolder,
    connection: database.connection,
    secrets,
    clock: () => clock.now,
  };
  const app = await createApp(options);
  const address = await app.listen({ port: 0 });
  return { app, port: new URL(address).port };
};
// Two processes of one installation, as far as the database can tell.
const here = await start();
const there = await start();
afterAll(() => Promise.all([here.app.close(), there.app.close()]));

type Process = { app: App; port: string };
const clara = await one.seat('staff');
const david = await one.seat('staff');

/** A browser's socket, with what it was told in order. */
async function listen(process: Process, { browser }: Pick<Seated, 'browser'>, cursor?: string) {
  const told: Notice[] = [];
  const wanted: (() => void)[] = [];
  const socket = new WebSocket(
    `ws://localhost:${process.port}/api/live${cursor ? `?cursor=${cursor}` : ''}`,
    {
      headers: { origin: `http://localhost:${process.port}`, cookie: browser.cookie! },
    },
  );
  socket.on('message', (data) => {
    told.push(notice.parse(JSON.parse(String(data))));
    for (const wake of wanted.splice(0)) wake();
  });
  const closed = once(socket, 'close').then(([code]) => code as number);
  const next = async (count: number) => {
    while (told.length < count) await new Promise<void>((resolve) => wanted.push(resolve));
    return told;
  };
  await next(1);
  return { socket, told, next, closed };
}

const refusedBy = (process: Process, headers: Record<string, string>, path = '/api/live') =>
  new Promise<number>((resolve, reject) => {
    const socket = new WebSocket(`ws://localhost:${process.port}${path}`, { headers });
    socket.on('unexpected-response', (_request, response) => resolve(response.statusCode!));
    socket.on('open', () => reject(new Error('it was let in')));
    socket.on('error', () => {});
  });

const items = (to: Bytes[], conversation: Bytes, seq: number) =>
  ({ t: 'items', to, conversation, seq }) as const;

test('a hint reaches every socket of those it is for, in either process, and nobody else', async () => {
  const sockets = await Promise.all([listen(here, clara), listen(there, clara), listen(there, david)]);
  const [claraHere, claraThere, davidThere] = sockets;
  const conversation = random(16);
  here.app.world.announce(one.id, [items([clara.account], conversation, 7)]);
  for (const { next } of [claraHere, claraThere])
    expect((await next(2))[1]).toMatchObject({ t: 'items', conversation: toBase64url(conversation), seq: 7 });
  there.app.world.announce(one.id, [
    { t: 'waiting', to: [david.account], centre: conversation },
    { t: 'log', to: [david.account], centre: conversation, idx: 3 },
    { t: 'gone', to: [david.account], conversation },
  ]);
  expect((await davidThere.next(4)).map(({ t }) => t)).toEqual(['hello', 'waiting', 'log', 'gone']);
  expect(claraHere.told).toHaveLength(2);
  for (const { socket } of sockets) socket.terminate();
});

test('a signal reaches every socket that is open, in either process, and no cursor brings it back', async () => {
  const [claraHere, davidThere] = await Promise.all([listen(here, clara), listen(there, david)]);
  const [conversation, sealed] = [random(16), random(4_342)];
  const signal = {
    t: 'signal',
    to: [clara.account, david.account],
    conversation,
    message: toBase64url(sealed),
  } satisfies Announcement;
  const before = claraHere.told[0]!.cursor;
  here.app.world.announce(one.id, [signal, items([clara.account], conversation, 7)]);
  const told = await claraHere.next(3);
  const heard = {
    t: 'signal',
    conversation: toBase64url(conversation),
    message: signal.message,
    cursor: expect.any(String),
  };
  expect(told[1]).toEqual(heard);
  expect((await davidThere.next(2))[1]).toEqual(heard);
  for (const cursor of [before, told[1]!.cursor]) {
    const again = await listen(here, clara, cursor);
    expect((await again.next(2)).map(({ t }) => t)).toEqual(['items', 'hello']);
    again.socket.terminate();
  }
  for (const { socket } of [claraHere, davidThere]) socket.terminate();
});

test('hints for a crowd are split over payloads and all arrive', async () => {
  const socket = await listen(there, clara);
  const crowd = [...Array.from({ length: 900 }, () => random(16)), clara.account];
  here.app.world.announce(
    one.id,
    Array.from({ length: 40 }, (_, seq) => items(crowd, random(16), seq)),
  );
  const told = await socket.next(41);
  expect(told.slice(1).map((one) => 'seq' in one && one.seq)).toEqual([...Array(40).keys()]);
  socket.socket.terminate();
});

test('a cursor brings what was missed; an unknown or too old one says: list again', async () => {
  const first = await listen(here, clara);
  const { cursor } = first.told[0]!;
  first.socket.terminate();
  await first.closed;
  const witness = await listen(here, david);
  here.app.world.announce(one.id, [
    items([clara.account], random(16), 1),
    items([david.account], random(16), 2),
    items([clara.account], random(16), 3),
  ]);
  await witness.next(2);
  const back = await listen(here, clara, cursor);
  const told = await back.next(3);
  expect(told.map((one) => ('seq' in one ? one.seq : one.t))).toEqual([1, 3, 'hello']);
  const again = await listen(here, clara, told[2]!.cursor);
  expect(again.told.map(({ t }) => t)).toEqual(['hello']);
  for (const bad of ['nonsense', `${cursor.slice(0, -4)}AAAA`, 'A'.repeat(64), witness.told[0]!.cursor]) {
    const lost = await listen(here, clara, bad);
    expect(lost.told.map(({ t }) => t)).toEqual(['resync']);
    lost.socket.terminate();
  }
  here.app.world.announce(one.id, [items([david.account], random(16), 9)]);
  await witness.next(3);
  for (let i = 0; i < 100; i++)
    here.app.hub.deliver(
      Array.from({ length: 100 }, () => [
        'items',
        [toBase64url(random(16))],
        'AAAA',
        1,
        toBase64url(random(8)),
      ]),
    );
  const late = await listen(here, clara, cursor);
  expect(late.told.map(({ t }) => t)).toEqual(['resync']);
  for (const { socket } of [back, again, witness, late]) socket.terminate();
});

test('a cursor brings what was missed from another process too, as far as that one was there', async () => {
  const first = await listen(here, clara);
  const witness = await listen(there, david);
  here.app.world.announce(one.id, [items([clara.account], random(16), 1)]);
  const { cursor } = (await first.next(2))[1]!;
  first.socket.terminate();
  here.app.world.announce(one.id, [
    items([clara.account], random(16), 2),
    items([david.account], random(16), 3),
    items([clara.account], random(16), 4),
  ]);
  await witness.next(2);
  const back = await listen(there, clara, cursor);
  const told = await back.next(3);
  expect(told.map((one) => ('seq' in one ? one.seq : one.t))).toEqual([2, 4, 'hello']);
  // A line cut half way through what was missed goes on there, at either process.
  const half = await listen(here, clara, told[0]!.cursor);
  expect((await half.next(2)).map((one) => ('seq' in one ? one.seq : one.t))).toEqual([4, 'hello']);
  const late = await start();
  const fresh = await listen(late, clara, cursor);
  expect(fresh.told.map(({ t }) => t)).toEqual(['resync']);
  for (const { socket } of [witness, back, half, fresh]) socket.terminate();
  await late.app.close();
});

test('a cursor says nothing: not how much happened, nor whether anything did', async () => {
  const cursors: string[] = [];
  for (const noise of [0, 0, 1, 2000]) {
    const socket = await listen(here, clara);
    cursors.push(socket.told[0]!.cursor);
    socket.socket.terminate();
    const hint = (): Hint => ['items', [toBase64url(random(16))], 'AAAA', 1, toBase64url(random(8))];
    here.app.hub.deliver(Array.from({ length: noise }, hint));
  }
  for (const cursor of cursors) expect(cursor).toMatch(/^[\w-]{64}$/);
  // No piece of one stands in another, so nothing in them counts or stays.
  const pieces = cursors.flatMap((cursor) =>
    Array.from({ length: cursor.length - 5 }, (_, at) => cursor.slice(at, at + 6)),
  );
  expect(new Set(pieces).size).toBe(pieces.length);
});

test('strangers, tabs, other pages, other organisations and odd cursors are not let in', async () => {
  const origin = `http://localhost:${here.port}`;
  const cookie = clara.browser.cookie!;
  expect(await refusedBy(here, { origin })).toBe(401);
  expect(await refusedBy(here, { cookie })).toBe(403);
  expect(await refusedBy(here, { cookie, origin: 'https://elsewhere.example' })).toBe(403);
  const foreigner = await two.seat('staff');
  expect(await refusedBy(here, { origin, cookie: foreigner.browser.cookie! })).toBe(401);
  const tab = one.stranger();
  await tab.ask('tab', {});
  expect(await refusedBy(here, { origin, cookie: tab.cookie! })).toBe(401);
  expect(await refusedBy(here, { origin, cookie }, `/api/live?cursor=${'x'.repeat(65)}`)).toBe(400);
});

test('a browser that speaks is sent away, also with more than a few words', async () => {
  const chatty = await listen(here, clara);
  chatty.socket.send('hello?');
  expect(await chatty.closed).toBe(1008);
  const long = await listen(here, clara);
  long.socket.send('x'.repeat(2000));
  expect(await long.closed).toBe(1009);
});

test('signing out closes the sockets, in every process', async () => {
  const eva = await one.seat('staff');
  const sockets = await Promise.all([listen(here, eva), listen(there, eva)]);
  here.app.world.announce(one.id, [{ t: 'close', to: [eva.account] }]);
  for (const { closed } of sockets) expect(await closed).toBe(4001);
});

test('a session that ends takes its sockets along at the next beat; silent sockets go at the one after', async () => {
  const olga = await one.seat('staff');
  const socket = await listen(here, olga);
  await here.app.hub.beat();
  await database.owner.kysely.deleteFrom('sessions').where('account_id', '=', olga.account).execute();
  await here.app.hub.beat();
  expect(await socket.closed).toBe(4001);
  const silent = await listen(here, clara);
  silent.socket.pause();
  await here.app.hub.beat();
  await here.app.hub.beat();
  silent.socket.resume();
  expect(await silent.closed).toBe(1006);
});

test('an account has a bounded number of sockets; the oldest goes', async () => {
  const franz = await one.seat('staff');
  const most = here.app.world.limits.socketsPerAccount;
  const sockets = [];
  for (let i = 0; i <= most; i++) sockets.push(await listen(here, franz));
  expect(await sockets[0]!.closed).toBe(4001);
  expect(sockets[1]!.socket.readyState).toBe(WebSocket.OPEN);
  for (const { socket } of sockets) socket.terminate();
});

test('the connection that carries hints may break: everyone lists again, and hints flow on', async () => {
  const socket = await listen(there, clara);
  await database.owner.pool.query(
    "select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and query like 'listen%' or query like '%pg_notify%' and pid <> pg_backend_pid()",
  );
  const told = await socket.next(2);
  expect(told[1]!.t).toBe('resync');
  there.app.world.announce(one.id, [items([clara.account], random(16), 5)]);
  expect((await socket.next(3))[2]).toMatchObject({ t: 'items', seq: 5 });
  socket.socket.terminate();
});

test('the sweep tells of what waits those alone who may see it', async () => {
  const centre = await openCentre(one, await one.seatAdministrator());
  const reader = await one.seat('staff');
  await letIn(centre, reader, BIT.reader);
  await waitingEnquiry(one, centre);
  const changes = await changesSince(here.app.world, one.id, [centre.colleague, reader], clock.now - 1);
  const to = changes.flatMap(({ hint }) => (hint[0] === 'waiting' ? hint[1] : []));
  expect(to).toEqual([toBase64url(centre.colleague.account)]);
});

test('a change whose hint never came is told at the next sweep, once', async () => {
  const centre = await openCentre(one, await one.seatAdministrator());
  const { colleague } = centre;
  const socket = await listen(here, colleague);
  await here.app.hub.sweep();
  // Written through an app that tells nobody else, as a process does that dies right after its commit.
  const { seeker, room } = await waitingEnquiry(one, centre);
  await here.app.hub.sweep();
  expect((await socket.next(2))[1]).toMatchObject({ t: 'waiting', centre: toBase64url(centre.id) });
  await here.app.hub.sweep();
  clock.now += 1_000;
  await accept(colleague, seeker, centre, room);
  await here.app.hub.sweep();
  const conversation = toBase64url(room.stream.conversation);
  const healed = (await socket.next(4)).slice(2);
  expect(healed).toContainEqual(expect.objectContaining({ t: 'items', conversation, seq: 3 }));
  expect(healed).toContainEqual(expect.objectContaining({ t: 'waiting' }));
  await here.app.hub.sweep();
  clock.now += 60_000;
  await here.app.hub.sweep();
  await write(seeker, centre, room);
  here.app.world.announce(one.id, [items([colleague.account], room.stream.conversation, 4)]);
  await socket.next(5);
  await here.app.hub.sweep();
  here.app.world.announce(one.id, [items([colleague.account], random(16), 99)]);
  expect((await socket.next(6)).slice(4).map((one) => 'seq' in one && one.seq)).toEqual([4, 99]);
  socket.socket.terminate();
});
