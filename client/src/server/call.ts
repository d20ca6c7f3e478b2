import {
  type Call,
  type Contract,
  contract,
  type Endpoint,
  type Output,
  type RefusalBody,
  type RefusalCode,
  refusals,
} from '@beistand/contract';
import type { ClientWorld } from '../world.ts';

/** The server said no. `body` carries what helps to go on; words for people are chosen from the code. */
export class ServerRefusal extends Error {
  readonly code: RefusalCode;
  readonly body: RefusalBody;
  constructor(body: RefusalBody) {
    super(body.code);
    this.code = body.code;
    this.body = body;
  }
}

/** No answer, or not ours: the call may or may not have reached the server. */
export class Unreachable extends Error {}

type Name = keyof Contract;
type Values = Record<string, unknown>;
type Sent = { path: string; body: Values | Uint8Array<ArrayBuffer> | undefined };

/** Path, query and body of a call; path parameters come first, then the query's names, the rest is the body. */
function requestOf(endpoint: Endpoint, { octets, ...args }: Values): Sent {
  const rest = { ...args };
  const take = (name: string): string => {
    const value = String(rest[name]);
    delete rest[name];
    return encodeURIComponent(value);
  };
  let path = endpoint.path.replace(/:(\w+)/g, (_, name: string) => take(name));
  if (endpoint.query) {
    const query = Object.keys(rest).map((name) => `${name}=${take(name)}`);
    if (query.length > 0) path += `?${query.join('&')}`;
  }
  if (endpoint.input === 'octets') return { path, body: octets as Uint8Array<ArrayBuffer> };
  return { path, body: endpoint.input ? rest : undefined };
}

/** The exact bytes of a call's body, for those that are retried byte for byte. */
export const bodyOf = <N extends Name>(name: N, args: Call<Contract[N]>): string =>
  JSON.stringify(requestOf(contract[name], args as Values).body);

async function answerOf(response: Response): Promise<unknown> {
  try {
    return await response.json();
  } catch {
    throw new Unreachable(`no answer (${response.status})`);
  }
}

/** The bytes of a whole answer; cut short on the way, it is none. */
async function octetsOf(response: Response): Promise<Uint8Array> {
  try {
    return new Uint8Array(await response.arrayBuffer());
  } catch {
    throw new Unreachable(`no answer (${response.status})`);
  }
}

/** Whatever else a refusal brings is only believed where it is what it should be. */
function refusalIn(answer: unknown): RefusalBody | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const body = answer as RefusalBody;
  if (!Object.hasOwn(refusals, String(body.code))) return null;
  return { ...body, after: Number.isFinite(body.after) ? Number(body.after) : 0 };
}

/**
 * One call by the contract's name. `exactBody` is for what is retried byte for byte; `signal` gives up, throwing its
 * reason. Throws `ServerRefusal` with the server's code, or `Unreachable` when there was no
 * answer, or one that isn't the contract's (a captive portal, a half-updated server): nothing of it is believed.
 */
export async function call<N extends Name>(
  world: Pick<ClientWorld, 'origin' | 'fetch'>,
  name: N,
  args: Call<Contract[N]>,
  { exactBody, signal }: { exactBody?: string; signal?: AbortSignal } = {},
): Promise<Output<Contract[N]>> {
  const endpoint: Endpoint = contract[name];
  const { path, body } = requestOf(endpoint, args as Values);
  let response: Response;
  try {
    response = await world.fetch(world.origin + path, {
      method: endpoint.method,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(signal && { signal }),
      ...(body instanceof Uint8Array
        ? { headers: { 'content-type': 'application/octet-stream' }, body }
        : body && {
            headers: { 'content-type': 'application/json' },
            body: exactBody ?? JSON.stringify(body),
          }),
    });
  } catch {
    signal?.throwIfAborted();
    throw new Unreachable('no connection');
  }
  if (response.ok && endpoint.output === 'octets') return (await octetsOf(response)) as Output<Contract[N]>;
  const answer = await answerOf(response);
  if (!response.ok) {
    const refusal = refusalIn(answer);
    throw refusal ? new ServerRefusal(refusal) : new Unreachable(`${response.status}`);
  }
  const parsed = (endpoint.output as Exclude<Endpoint['output'], 'octets'>).safeParse(answer);
  if (!parsed.success) throw new Unreachable('not an answer of this version');
  return parsed.data as Output<Contract[N]>;
}

/** Runs `attempt`, and when the server says one of these codes, answers with the code instead of throwing. */
export async function orCode<T, C extends RefusalCode>(
  codes: readonly C[],
  attempt: Promise<T>,
): Promise<T | C> {
  try {
    return await attempt;
  } catch (error) {
    if (error instanceof ServerRefusal && codes.some((code) => code === error.code)) return error.code as C;
    throw error;
  }
}
