import {
  type Call,
  type Contract,
  contract,
  type Endpoint,
  type Output,
  type RefusalBody,
} from '@beistand/contract';
import type { App } from '../app.ts';

export type Said<T> = { status: number; body: T; setCookie: string | null };

/** JSON as text, or the bytes of an endpoint that takes bytes. */
export type RequestBody = string | Uint8Array;

/** Path, query and body of a call of the contract. */
export function requestOf(
  { method, path, input }: Endpoint,
  call: object,
): { url: string; body?: RequestBody } {
  const rest: Record<string, unknown> = { ...call };
  const filled = path.replace(/:(\w+)/g, (_, param: string) => {
    const value = String(rest[param]);
    delete rest[param];
    return value;
  });
  const query = method === 'GET' ? new URLSearchParams(rest as Record<string, string>).toString() : '';
  const url = query ? `${filled}?${query}` : filled;
  if (input === 'octets') return { url, body: rest.octets as Uint8Array };
  return { url, ...(input && { body: JSON.stringify(rest) }) };
}

/** One browser: keeps the session cookie and speaks the contract. Asks the app it is given, or another one on the side. */
export class Browser {
  cookie: string | null = null;
  readonly app: Pick<App, 'inject'>;
  readonly host: string;

  constructor(app: Pick<App, 'inject'>, host = 'localhost') {
    this.app = app;
    this.host = host;
  }

  /** The answer as it came, refusals too. */
  async say<N extends keyof Contract>(
    name: N,
    call: Call<Contract[N]>,
    app: Pick<App, 'inject'> = this.app,
  ): Promise<Said<Output<Contract[N]> | RefusalBody>> {
    const { url, body } = requestOf(contract[name], call as object);
    return this.send(contract[name].method, url, body, app);
  }

  /** Whatever comes back, unread: the cookie stays the one it was. */
  raw(method: Endpoint['method'], url: string, body?: RequestBody, app = this.app) {
    const scheme = this.host.endsWith('localhost') ? 'http' : 'https';
    return app.inject({
      method,
      url,
      headers: {
        host: this.host,
        origin: `${scheme}://${this.host}`,
        ...(body !== undefined && {
          'content-type': typeof body === 'string' ? 'application/json' : 'application/octet-stream',
        }),
        ...(this.cookie && { cookie: this.cookie }),
      },
      ...(body !== undefined && { payload: typeof body === 'string' ? body : Buffer.from(body) }),
    });
  }

  async send<T>(
    method: Endpoint['method'],
    url: string,
    body?: RequestBody,
    app = this.app,
  ): Promise<Said<T>> {
    const answer = await this.raw(method, url, body, app);
    const setCookie = answer.cookies[0];
    if (setCookie) this.cookie = setCookie.value ? `${setCookie.name}=${setCookie.value}` : null;
    const isBytes = answer.headers['content-type'] === 'application/octet-stream';
    const said: unknown = isBytes ? Uint8Array.from(answer.rawPayload) : answer.json();
    return { status: answer.statusCode, body: said as T, setCookie: setCookie?.value ?? null };
  }

  /** The output of a call that must succeed. */
  async ask<N extends keyof Contract>(name: N, call: Call<Contract[N]>, app?: Pick<App, 'inject'>) {
    const { status, body } = await this.say(name, call, app);
    if (status >= 300) throw new Error(`${name} was refused: ${status} ${(body as RefusalBody).code}`);
    return body as Output<Contract[N]>;
  }

  /** `409 CHAIN` for a call that is refused, `200` for one that isn't. */
  async refusal<N extends keyof Contract>(name: N, call: Call<Contract[N]>, app?: Pick<App, 'inject'>) {
    const { status, body } = await this.say(name, call, app);
    return status >= 300 ? `${status} ${(body as RefusalBody).code}` : `${status}`;
  }
}
