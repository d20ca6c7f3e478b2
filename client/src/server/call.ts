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

/** Path, query and body of a call; path parameters come first, then the query's names, the rest is the body. */
function requestOf(endpoint: Endpoint, args: Values): { path: string; body: Values | undefined } {
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

/** Whatever else a refusal brings is only believed where it is what it should be. */
function refusalIn(answer: unknown): RefusalBody | null {
  if (typeof answer !== 'object' || answer === null) return null;
  const body = answer as RefusalBody;
  if (!Object.hasOwn(refusals, String(body.code))) return null;
  return { ...body, after: Number.isFinite(body.after) ? Number(body.after) : 0 };
}

/**
 * One call by the contract's name. Throws `ServerRefusal` with the server's code, or `Unreachable` when there was no
 * answer, or one that isn't the contract's (a captive portal, a half-updated server): nothing of it is believed.
 */
export async function call<N extends Name>(
  world: Pick<ClientWorld, 'origin' | 'fetch'>,
  name: N,
  args: Call<Contract[N]>,
  exactBody?: string,
): Promise<Output<Contract[N]>> {
  const endpoint: Endpoint = contract[name];
  const { path, body } = requestOf(endpoint, args as Values);
  let response: Response;
  try {
    response = await world.fetch(world.origin + path, {
      method: endpoint.method,
      credentials: 'same-origin',
      cache: 'no-store',
      ...(body && {
        headers: { 'content-type': 'application/json' },
        body: exactBody ?? JSON.stringify(body),
      }),
    });
  } catch {
    throw new Unreachable('no connection');
  }
  const answer = await answerOf(response);
  if (!response.ok) {
    const refusal = refusalIn(answer);
    throw refusal ? new ServerRefusal(refusal) : new Unreachable(`${response.status}`);
  }
  const parsed = endpoint.output.safeParse(answer);
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
