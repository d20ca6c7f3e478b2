import { useEffect, useState } from 'react';
import { askSignedIn } from './gate.ts';
import type { CentreNow } from './use-centre.ts';

/** The centre's own link: its neutral address, which the server knows, and the fingerprint of its log. Null until both are known. */
export function useOwnLink(centre: string, now: CentreNow | null): string | null {
  const [code, setCode] = useState<string | null>(null);
  // Synchronises with the server: the neutral address of the centre.
  useEffect(() => {
    askSignedIn('centre', centre).then(
      (profile) => setCode(profile.code),
      () => setCode(null),
    );
  }, [centre]);
  return code && now && `${location.origin}/a/${code}#k=${now.fingerprint}`;
}
