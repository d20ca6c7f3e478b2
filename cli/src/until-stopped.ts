/** How often a process looks whether the one that started it is still there. */
const lookEvery = 500;

export type StopReason = 'signal' | 'parent' | 'lost';

/**
 * Resolves when this process is to end: by Ctrl+C, by SIGTERM or SIGHUP, when `lost` comes true, or (only with
 * `watchesParent`) when whoever started it is gone. A second signal ends it at once.
 */
export function untilStopped(given: { lost: Promise<Error>; watchesParent: boolean }): Promise<StopReason> {
  const { promise, resolve } = Promise.withResolvers<StopReason>();
  let isStopping = false;
  for (const signal of ['SIGINT', 'SIGTERM', 'SIGHUP'] as const)
    process.on(signal, () => {
      if (isStopping) process.exit(130);
      isStopping = true;
      resolve('signal');
    });
  given.lost.then(() => resolve('lost'));
  if (given.watchesParent) {
    const parent = process.ppid;
    const timer = setInterval(() => process.ppid !== parent && resolve('parent'), lookEvery);
    promise.then(() => clearInterval(timer));
  }
  return promise;
}

/** Whoever reads our standard output may go (`| head`, a log collector that ends): that ends nothing of ours. */
export function outliveReader(onGone: () => void = () => {}): void {
  let isGone = false;
  process.stdout.on('error', (error: NodeJS.ErrnoException) => {
    if (error.code !== 'EPIPE') throw error;
    if (!isGone) onGone();
    isGone = true;
  });
}
