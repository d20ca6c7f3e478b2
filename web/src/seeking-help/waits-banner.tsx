import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { OfflineBanner } from '../ui/offline-banner.tsx';
import type { Sending } from './use-sending.ts';

/** While sending waits for the network or for the server, it says so, and that it goes on by itself. */
export function WaitsBanner({ waits }: Pick<Sending, 'waits'>): ReactElement {
  const t = useTexts('seeking-help');
  if (!waits) return <OfflineBanner />;
  return (
    <Banner kind={waits === 'offline' ? 'offline' : 'waiting'} title={t.notYetSent}>
      {waits === 'offline' ? t.goesByItself : t.busyGoesByItself}
    </Banner>
  );
}
