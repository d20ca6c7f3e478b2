import type { ReactElement } from 'react';
import { sayClock } from '../text/say-time.ts';
import { useTexts } from '../text/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import type { Sending } from './use-sending.ts';

/** Half a minute from now is "soon"; a clock would be wrong before it is read. */
const soon = 30_000;

/**
 * While sending waits for the network or for the server: that it goes on by itself, and when. Beside the button that was
 * pressed, where the eyes are.
 */
export function WaitsBanner({ waits }: Pick<Sending, 'waits'>): ReactElement | null {
  const t = useTexts('seeking-help');
  if (!waits) return null;
  if (waits.reason === 'offline')
    return (
      <Banner kind="offline" title={t.notYetSent}>
        {t.goesByItself}
      </Banner>
    );
  const isSoon = waits.againAt - Date.now() < soon;
  return (
    <Banner kind="waiting" title={t.notYetSent}>
      {t.busyGoesByItself} {!isSoon && t.nextTryAt({ time: sayClock(new Date(waits.againAt)) })}
    </Banner>
  );
}
