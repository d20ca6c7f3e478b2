import type { AwaitedCentre as Awaited } from '@beistand/client';
import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { leaf } from '../ui/icons.ts';
import { Bars } from '../ui/list.tsx';
import { listen } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';
import { AwaitedCentre } from './invitation.tsx';
import { Problem } from './problem.tsx';
import { codeOfFailure, sayCode } from './say-code.ts';
import { useSigned } from './staff-context.ts';
import { StaffShell } from './staff-shell.tsx';

/** The server tells when they have been let in; this is for the hint that got lost, and for leads who come meanwhile. */
const LOOK_EVERY = 60_000;

/** Registered, in no centre yet: waits for the lead's check, with the numbers to read out. */
export function AwaitPage(): ReactElement {
  const { staff, onSignOut, reload } = useSigned();
  const t = useTexts('counselling');
  const frame = useTexts('frame');
  const [awaited, setAwaited] = useState<readonly Awaited[] | null>(null);
  const [code, setCode] = useState<string | null>(null);
  const look = useCallback(async () => {
    try {
      const all = await askSignedIn('listAwaited');
      setAwaited(all.filter(({ isIn }) => !isIn));
      setCode(null);
      if (all.some(({ isIn }) => isIn)) await reload();
    } catch (failure) {
      setCode(codeOfFailure(failure));
    }
  }, [reload]);
  // Synchronises with the centre's log: once, after every hint, and rarely without one while the page is visible.
  useEffect(() => {
    void look();
    const inSight = (): void => void (document.visibilityState === 'visible' && look());
    const timer = setInterval(inSight, LOOK_EVERY);
    document.addEventListener('visibilitychange', inSight);
    const stop = listen((event) => {
      const isHint = event.t === 'notice' && ['log', 'resync'].includes(event.notice.t);
      if (isHint || (event.t === 'line' && event.isConnected)) void look();
    });
    return () => {
      clearInterval(timer);
      document.removeEventListener('visibilitychange', inSight);
      stop();
    };
  }, [look]);
  return (
    <StaffShell staff={staff} here="none" onSignOut={onSignOut}>
      <h1 className="away">{t.joinWaitTitle}</h1>
      {code && <Problem>{sayCode(t, code)}</Problem>}
      {!awaited && !code && <Bars rows={3} label={frame.loading} />}
      {awaited?.map((one) => (
        <AwaitedCentre key={one.centre} centre={one.name} numbers={one.digits} />
      ))}
      {awaited?.length === 0 && (
        <EmptyState icon={leaf} title={t.inNoCentre}>
          <p>{t.inNoCentreNote}</p>
        </EmptyState>
      )}
    </StaffShell>
  );
}
