import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Banner } from './banner.tsx';
import { useOnline } from './use-online.ts';

/** Says that the network is gone and that nothing is lost; nothing while it is there. */
export function OfflineBanner({ isCut }: { isCut?: boolean }): ReactElement | null {
  const t = useTexts('frame');
  const isOnline = useOnline();
  if (isOnline && !isCut) return null;
  return (
    <Banner kind="offline" title={t.offline}>
      {t.offlineNote}
    </Banner>
  );
}
