import { type ReactElement, useState } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { bold, Pieces, useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { EmptyState } from '../ui/empty-state.tsx';
import { copy, refreshCw, triangleAlert } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import styles from './unsent.module.css';
import type { UnsentReason } from './use-sending.ts';

/** It did not go out: what happened, that the text is safe, what to do. */
export function Unsent({ reason, onAgain }: { reason: UnsentReason; onAgain: () => void }): ReactElement {
  const { frame, text, choice, topics, go } = useSeeker();
  const t = useTexts('seeking-help');
  const [isCopied, setCopied] = useState(false);
  useArrival(reason);
  const topic = topics.find((one) => one.topic === choice.topic);
  const title = {
    ...{ failed: t.notSentTitle, closed: t.closedTitle },
    ...{ 'person-gone': t.personGoneTitle, 'false-centre': t.falseCentreTitle },
  }[reason];
  return (
    <SeekerFrame frame={frame}>
      <EmptyState
        isPage
        icon={reason === 'false-centre' ? triangleAlert : refreshCw}
        tone={reason === 'false-centre' ? 'danger' : 'quiet'}
        title={title}
        action={
          <>
            {reason === 'failed' && <Button onClick={onAgain}>{t.tryAgain}</Button>}
            {(reason === 'closed' || reason === 'person-gone') && (
              <Button onClick={() => go(topic ? `/a/${topic.code}` : '/')}>{t.otherCentres}</Button>
            )}
            <Button
              kind={reason === 'false-centre' ? 'second' : 'quiet'}
              icon={copy}
              onClick={() => void copyText(text.current).then(setCopied)}
            >
              {isCopied ? t.copied : t.copyText}
            </Button>
          </>
        }
      >
        <p>
          {reason === 'failed' && <Pieces of={t.notSent({ b: bold })} />}
          {reason === 'closed' && <Pieces of={t.closedNote({ b: bold })} />}
          {reason === 'person-gone' && <Pieces of={t.personGoneNote({ b: bold })} />}
          {reason === 'false-centre' && <Pieces of={t.falseCentreNote({ b: bold })} />}
        </p>
        <p className={styles.text} dir="auto">
          {text.current}
        </p>
      </EmptyState>
    </SeekerFrame>
  );
}
