import { useEffect, useState } from 'react';
import { listen } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';

const SHORT_BREAK = 2_000;

/** False once the line has been down for a while: short breaks come with every sleeping laptop. */
export function useLine(): boolean {
  const [isConnected, setConnected] = useState(true);
  // Synchronises with the worker's line to the server and with what the browser knows of the network.
  useEffect(() => {
    let timer: ReturnType<typeof setTimeout> | undefined;
    const stands = (): void => {
      clearTimeout(timer);
      setConnected(true);
    };
    const breaks = (): void => {
      clearTimeout(timer);
      timer = setTimeout(() => setConnected(false), SHORT_BREAK);
      // The line also ends with the session; only a call can tell.
      askSignedIn('me').then(
        () => navigator.onLine && stands(),
        () => undefined,
      );
    };
    const stop = listen((event) => {
      if (event.t === 'line') (event.isConnected ? stands : breaks)();
      if (event.t === 'waiting' && event.reason === 'offline') breaks();
      if (event.t === 'sent') stands();
    });
    addEventListener('offline', breaks);
    addEventListener('online', breaks);
    return () => {
      clearTimeout(timer);
      stop();
      removeEventListener('offline', breaks);
      removeEventListener('online', breaks);
    };
  }, []);
  return isConnected;
}
