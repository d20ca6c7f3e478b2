import { useCallback, useEffect, useState } from 'react';
import { listen } from '../worker/ask.ts';
import type { Verbs } from '../worker/verbs.ts';
import { askSignedIn } from './gate.ts';
import { codeOfFailure } from './say-code.ts';

export type CentreNow = Awaited<ReturnType<Verbs['describeCentre']>>;

/** A centre by its signed log and the names of its people; read again when the log moves. */
export function useCentre(centre: string): {
  now: CentreNow | null;
  code: string | null;
  reload: () => Promise<void>;
} {
  const [now, setNow] = useState<CentreNow | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const reload = useCallback(async () => {
    try {
      setNow(await askSignedIn('describeCentre', centre));
      setCode(null);
    } catch (failure) {
      setCode(codeOfFailure(failure));
    }
  }, [centre]);
  // Synchronises with the server: once, and after every hint that the log has moved.
  useEffect(() => {
    void reload();
    return listen((event) => {
      if (event.t === 'notice' && ['log', 'resync'].includes(event.notice.t)) void reload();
    });
  }, [reload]);
  return { now, code, reload };
}

/** The name of a person by key; the server's word. */
export const nameByKey = ({ staff }: CentreNow, key: string): string | null =>
  staff.find((person) => person.key === key)?.name ?? null;
