import { type Line, startProxy } from './proxy.ts';

/** Every byte that goes from browsers to the server, a piece for each connection. */
export type RecordingProxy = Line & { requests: () => Buffer[] };

export async function startRecordingProxy(address: string): Promise<RecordingProxy> {
  const recorded: Buffer[][] = [];
  const proxy = await startProxy(address, () => {
    const parts: Buffer[] = [];
    recorded.push(parts);
    return (part) => parts.push(part);
  });
  return { ...proxy, requests: () => recorded.map((parts) => Buffer.concat(parts)) };
}
