import { type ReactElement, useCallback, useEffect, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Card } from '../ui/card.tsx';
import { listen } from '../worker/ask.ts';
import { askSignedIn } from './gate.ts';
import { Problem } from './problem.tsx';
import styles from './room.module.css';
import { type Change, sayChange } from './say-changes.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import { sayDate } from './say-when.ts';
import { useSigned } from './staff-context.ts';

/** What others changed about where people are sent: for leads, newest first. */
export function Changes({ centre }: { centre: string }): ReactElement {
  const { clock } = useSigned();
  const t = useTexts('counselling');
  const [changes, setChanges] = useState<Change[] | null>(null);
  const [problem, setProblem] = useState<string>();
  const reload = useCallback(async () => {
    try {
      setChanges((await askSignedIn('listCentreChanges', centre)).changes);
      setProblem(undefined);
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
    }
  }, [centre, t]);
  // Synchronises with the server: once, and after every hint that there is more.
  useEffect(() => {
    void reload();
    return listen((event) => {
      if (event.t === 'notice' && ['changes', 'resync'].includes(event.notice.t)) void reload();
    });
  }, [reload]);
  return (
    <Card className={styles.narrow} aria-labelledby="changes">
      <div className={styles.stack}>
        <h2 id="changes" className={styles.tight}>
          {t.changesTitle}
        </h2>
        <p>{t.changesNote}</p>
        {problem && <Problem>{problem}</Problem>}
        {changes?.length === 0 && <p>{t.changesNone}</p>}
        {changes && changes.length > 0 && (
          <ul className={styles.stack} aria-live="polite">
            {changes.map((change) => (
              <li key={`${change.at} ${change.of} ${change.what}`}>
                <b>{sayDate(change.at, clock)}</b> {sayChange(t, change)}
              </li>
            ))}
          </ul>
        )}
      </div>
    </Card>
  );
}
