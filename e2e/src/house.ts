import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Self } from '@beistand/client';
import { centres, franz, topics } from '@beistand/client/cast/people';
import { join as joinBy, type RaisedCentre, raiseCentre, raiseTopics } from '@beistand/client/cast/raise';
import { nodeWorld } from '@beistand/client/node';
import type { Connection } from '@beistand/server/database';

/** A server of one's own with the standing cast in it, and how to stop and start it. */
export type House = {
  origin: string;
  newWorld: () => ReturnType<typeof nodeWorld>;
  administrator: Self;
  topicIds: string[];
  /** Freiburg-Altstadt (Eva leads; Clara and David counsel) and Emmendingen (Thomas leads; Miriam). */
  altstadt: RaisedCentre;
  emmendingen: RaisedCentre;
  clara: Self;
  david: Self;
  /** What the server keeps and says, for those who search it. */
  kept: { dataDir: string; connection: Connection; logged: () => Buffer[] };
  /** Kills the process without a word and starts it again over the same data, at the same address. */
  restart: () => Promise<void>;
  stop: () => Promise<void>;
};

type Started = {
  child: ChildProcess;
  address: string;
  invitation: string | null;
  connection: Connection;
  logged: Buffer[];
};

/** Where `npm start` keeps it too: every start but the first is from compiled code. */
const compiled = join(import.meta.dirname, '../../node_modules/.compiled');

async function start(dataDir: string, port: number): Promise<Started> {
  const program = join(import.meta.dirname, 'server-process.ts');
  const child = spawn(process.execPath, [program, dataDir, String(port)], {
    stdio: ['ignore', 'pipe', 'pipe'],
    env: { ...process.env, NODE_COMPILE_CACHE: compiled },
  });
  const logged: Buffer[] = [];
  child.stderr.on('data', (part: Buffer) => logged.push(part));
  const { promise, resolve, reject } = Promise.withResolvers<Started>();
  child.on('exit', (code) => reject(new Error(`the server ended with ${code}: ${Buffer.concat(logged)}`)));
  createInterface(child.stdout).on('line', (line) => {
    if (line.startsWith('{"address"')) resolve({ child, logged, ...JSON.parse(line) });
  });
  return promise;
}

async function end({ child }: Started, signal: 'SIGTERM' | 'SIGKILL'): Promise<void> {
  child.removeAllListeners('exit');
  const gone = new Promise<void>((resolve) => child.once('exit', () => resolve()));
  child.kill(signal);
  await gone;
}

function freePort(): Promise<number> {
  const { promise, resolve } = Promise.withResolvers<number>();
  const probe = createServer().listen(0, 'localhost', () => {
    const address = probe.address();
    probe.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
  });
  return promise;
}

export async function openHouse(): Promise<House> {
  const dataDir = mkdtempSync(join(tmpdir(), 'house-'));
  const port = await freePort();
  let running = await start(dataDir, port);
  const origin = running.address;
  const newWorld = () => nodeWorld(origin);
  const administrator = await joinBy(newWorld(), `/i/${running.invitation}`, franz);
  const topicIds = await raiseTopics(administrator, topics);
  const [altstadt, emmendingen] = [
    await raiseCentre(newWorld, administrator, centres[0]!, topicIds),
    await raiseCentre(newWorld, administrator, centres[1]!, topicIds),
  ];
  const [clara, david] = altstadt.colleagues as [Self, Self];
  return {
    origin,
    newWorld,
    administrator,
    topicIds,
    altstadt,
    emmendingen,
    clara,
    david,
    kept: { dataDir, connection: running.connection, logged: () => running.logged },
    restart: async () => {
      await end(running, 'SIGKILL');
      running = await start(dataDir, port);
    },
    stop: async () => {
      await end(running, 'SIGTERM');
      rmSync(dataDir, { recursive: true, force: true });
    },
  };
}
