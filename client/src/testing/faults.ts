// A participant's world between whom and the server things go wrong, on demand and without waiting.
import {
  type Contract,
  contract,
  type Output,
  type RefusalBody,
  type RefusalCode,
  refusals,
} from '@beistand/contract';
import { type Jar, nodeWorld } from '../node.ts';
import type { ClientWorld, LiveSocket, TabStore } from '../world.ts';

export type Name = keyof Contract;
type Send = () => Promise<Response>;
/** What happens to one call instead of being sent and answered. */
export type Fault = (send: Send, jar: Jar) => Promise<Response>;

export type FaultyWorld = ClientWorld & {
  jar: Jar;
  /** Every call made, by the contract's name. */
  calls: Name[];
  /** Every back-off asked for, ms; none of them takes time. */
  waits: number[];
  /** Called at every back-off with how many there were. */
  onWait: (count: number) => void;
  /** By how much this person's clock is wrong, ms. */
  clockAhead: number;
  /** The next `times` calls of that name (or of any) meet this fault. */
  plan: (name: Name | 'any', fault: Fault, times?: number) => void;
  /** Everything goes well again. */
  mend: () => void;
  sockets: LiveSocket[];
};

const patterns = Object.entries(contract).map(([name, { method, path }]) => ({
  name: name as Name,
  method,
  path: new RegExp(`^${path.replace(/:\w+/g, '[^/]+')}$`),
}));

export function nameOf(url: string, method = 'GET'): Name {
  const { pathname } = new URL(url);
  const found = patterns.find((pattern) => pattern.method === method && pattern.path.test(pathname));
  if (!found) throw new Error(`${method} ${pathname} is not in the contract`);
  return found.name;
}

export function faultyWorld(origin: string, given: { jar?: Jar; tab?: TabStore } = {}): FaultyWorld {
  const inner = nodeWorld(origin, given);
  /** The same browser at another process: `origin` may be changed on the way. */
  const at = (url: string) =>
    url.startsWith(`${origin}/`) ? inner : nodeWorld(new URL(url).origin, { jar: inner.jar });
  let planned: { name: Name | 'any'; fault: Fault; left: number }[] = [];
  const world: FaultyWorld = {
    ...inner,
    calls: [],
    waits: [],
    onWait: () => undefined,
    clockAhead: 0,
    sockets: [],
    now: () => inner.now() + world.clockAhead,
    wait: async (ms) => {
      world.waits.push(ms);
      world.onWait(world.waits.length);
      await new Promise(setImmediate);
    },
    fetch: async (url, init) => {
      const name = nameOf(url, init.method);
      world.calls.push(name);
      const send = () => at(url).fetch(url, init);
      const plan = planned.find((one) => one.left > 0 && (one.name === name || one.name === 'any'));
      if (!plan) return send();
      plan.left -= 1;
      return plan.fault(send, inner.jar);
    },
    openSocket: (url) => {
      const socket = at(url.replace(/^ws/, 'http')).openSocket(url);
      world.sockets.push(socket);
      return socket;
    },
    plan: (name, fault, times = 1) => {
      planned.push({ name, fault, left: times });
    },
    mend: () => {
      planned = [];
    },
  };
  return world;
}

const lost = (): never => {
  throw new TypeError('fetch failed');
};

/** Never gets there. */
export const requestLost: Fault = async () => lost();

/** Gets there, is done, and nobody hears of it; a cookie in the answer is lost as well. */
export const answerLost: Fault = async (send, jar) => {
  const before = [...jar];
  await (await send()).arrayBuffer();
  jar.clear();
  for (const [name, value] of before) jar.set(name, value);
  return lost();
};

/** Is done, and the line breaks in the middle of the answer. */
export const cutShort: Fault = async (send) => {
  const { status, body } = await send().then(async (response) => ({
    status: response.status,
    body: await response.text(),
  }));
  return new Response(body.slice(0, body.length / 2), { status });
};

/** Is done, and a proxy answers with a page of its own. */
export const gatewayBroken: Fault = async (send) => {
  await (await send()).arrayBuffer();
  return new Response('<html>502 Bad Gateway</html>', { status: 502 });
};

/** Refused without being looked at. */
export const says =
  (code: RefusalCode, more: Partial<RefusalBody> = {}): Fault =>
  async () =>
    Response.json({ code, sentence: refusals[code][1], ...more }, { status: refusals[code][0] });

/** Acknowledged without being stored. */
export const pretends =
  <N extends Name>(_name: N, answer: Output<Contract[N]>): Fault =>
  async () =>
    Response.json(answer, { status: 201 });

/** Something else happens just before it arrives. */
export const after =
  (act: () => Promise<unknown>): Fault =>
  async (send) => {
    await act();
    return send();
  };

/** The server's answer, told otherwise. */
export const retold =
  <N extends Name>(_name: N, change: (answer: Output<Contract[N]>) => Output<Contract[N]>): Fault =>
  async (send) => {
    const response = await send();
    const answer = (await response.json()) as Output<Contract[N]>;
    return Response.json(response.ok ? change(answer) : answer, { status: response.status });
  };
