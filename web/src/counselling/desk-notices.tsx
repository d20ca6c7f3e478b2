import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { BegunText } from '../thread/begun-text.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { inbox, refreshCw, triangleAlert } from '../ui/icons.ts';
import { Bars } from '../ui/list.tsx';
import { sayCode } from './say-code.ts';

export function Offline({ title, note }: { title: string; note: string }): ReactElement {
  return (
    <Banner kind="offline" title={title}>
      {note}
    </Banner>
  );
}

export function Opening(): ReactElement {
  const frame = useTexts('frame');
  return <Bars rows={5} label={frame.loading} />;
}

export function OpenFailed({ code, onAgain }: { code: string; onAgain: () => void }): ReactElement {
  const t = useTexts('counselling');
  const isStop = code === 'FALSE_CENTRE' || code === 'LOG_WITHHELD' || code === 'FROZEN';
  return (
    <EmptyState
      icon={triangleAlert}
      tone={isStop ? 'danger' : 'honey'}
      title={isStop ? t.frozenTitle : t.notOpened}
      action={
        !isStop && (
          <Button kind="second" icon={refreshCw} onClick={onAgain}>
            {t.tryAgain}
          </Button>
        )
      }
    >
      <p>{sayCode(t, code)}</p>
    </EmptyState>
  );
}

/** What was open is no longer theirs to read, and nothing of it stands there any more. */
export function Gone({
  wasWaiting,
  begun,
  onBack,
}: {
  wasWaiting: boolean;
  begun: string;
  onBack: () => void;
}): ReactElement {
  const t = useTexts('counselling');
  return (
    <EmptyState
      icon={inbox}
      tone="quiet"
      title={wasWaiting ? t.takenTitleUnknown : t.goneTitle}
      action={
        <Button kind="second" onClick={onBack}>
          {t.toTheList}
        </Button>
      }
    >
      <p role="status">{wasWaiting ? t.goneTaken : t.goneNote}</p>
      <BegunText text={begun} />
    </EmptyState>
  );
}

export function ListsFailed({ code, onAgain }: { code: string; onAgain: () => void }): ReactElement {
  const t = useTexts('counselling');
  return (
    <EmptyState
      icon={triangleAlert}
      tone="honey"
      title={t.notLoaded}
      action={
        <Button kind="second" icon={refreshCw} onClick={onAgain}>
          {t.tryAgain}
        </Button>
      }
    >
      <p>{sayCode(t, code)}</p>
    </EmptyState>
  );
}

/** Said once for ears; for eyes a button waits on top of the list. */
export function NewOnes({ count }: { count: number }): ReactElement {
  const t = useTexts('counselling');
  return (
    <p className="away" role="status">
      {count > 0 && t.newEnquiries({ n: count })}
    </p>
  );
}
