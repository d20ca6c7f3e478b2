import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { OfflineBanner } from '../ui/offline-banner.tsx';
import { SaveReport } from './save-report.tsx';
import { isStop } from './stop-codes.ts';
import type { Talk } from './use-talk.ts';

/** What stands above a conversation when something is not as usual; danger first. */
export function TalkBanner({ talk: { open, failure, isConnected } }: { talk: Talk }): ReactElement | null {
  const t = useTexts('thread');
  if (open?.frozen || (failure && isStop(failure)))
    return (
      <Banner
        kind="danger"
        title={t.keyChangedTitle}
        action={open?.frozen && <SaveReport conversation={open.conversation} />}
      >
        {open?.frozen === 'ACK' ? t.frozenAck : t.frozenNote} {t.writtenStaysSafe}
      </Banner>
    );
  if (failure === 'NOT_FOUND')
    return (
      <Banner kind="waiting" title={t.goneTitle}>
        {t.goneNote}
      </Banner>
    );
  if (open?.state === 'orphan')
    return (
      <Banner kind="waiting" title={t.orphanTitle}>
        {t.orphanNote}
      </Banner>
    );
  return <OfflineBanner isCut={failure === 'UNREACHABLE' || !isConnected} />;
}
