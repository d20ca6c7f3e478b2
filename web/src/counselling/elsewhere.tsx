import { useEffect } from 'react';
import { useSigned } from './staff-context.ts';

/** Another page is meant; Back doesn't come here again. */
export function Elsewhere({ to }: { to: string }): null {
  const { go } = useSigned();
  // Synchronises with the address bar.
  useEffect(() => go(to, { replace: true }), [go, to]);
  return null;
}
