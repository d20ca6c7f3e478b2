import { type Line, startProxy } from './proxy.ts';

/** Breaks every line off each time so many bytes have gone up. */
export type CuttingProxy = Line & { cuts: () => number };

/** `at`: how many bytes from browsers bring the next cut, counted from the one before. */
export async function startCuttingProxy(address: string, at: readonly number[]): Promise<CuttingProxy> {
  let cuts = 0;
  let sinceCut = 0;
  const proxy = await startProxy(address, (open) => (part) => {
    sinceCut += part.length;
    const next = at[cuts];
    if (next === undefined || sinceCut < next) return;
    cuts += 1;
    sinceCut = 0;
    for (const socket of open) socket.resetAndDestroy();
  });
  return { ...proxy, cuts: () => cuts };
}
