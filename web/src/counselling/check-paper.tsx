import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { LinkButton } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { circleCheck } from '../ui/icons.ts';
import { Retype, type RetypeProps } from './retype.tsx';
import styles from './room.module.css';

/** The paper code typed from the sheet, and that it is this centre's. */
export function CheckPaper({ isDone, ...retype }: RetypeProps & { isDone: boolean }): ReactElement {
  const t = useTexts('counselling');
  return (
    <>
      <header>
        <h1>{t.paperCheckTitle}</h1>
        <p className={styles.lead}>{t.paperCheckLead}</p>
      </header>
      <div role="status">
        {isDone && (
          <EmptyState
            icon={circleCheck}
            title={t.paperIsRight}
            action={
              <LinkButton kind="second" href="/b/centre">
                {t.overview}
              </LinkButton>
            }
          >
            <p>{t.paperPutAway}</p>
          </EmptyState>
        )}
      </div>
      {!isDone && <Retype {...retype} act={t.paperCheckAct} />}
    </>
  );
}
