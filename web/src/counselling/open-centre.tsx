import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { classes } from '../ui/classes.ts';
import { Icon } from '../ui/icon.tsx';
import { circleCheck, clock } from '../ui/icons.ts';
import styles from './centre.module.css';
import { CentreShell, type StaffData } from './staff-shell.tsx';

export type OpenCentreProps = {
  staff: StaffData;
  onSignOut: () => void;
  /** What opening needs, in words, and whether it is there. */
  needs: readonly { words: string; isThere: boolean }[];
  openSince: string | null;
  isBusy?: boolean;
  onOpenCentre: () => void;
};

/** Opens a centre once nothing is missing; until then it names what is. */
export function OpenCentre({
  staff,
  onSignOut,
  needs,
  openSince,
  isBusy,
  onOpenCentre,
}: OpenCentreProps): ReactElement {
  const t = useTexts('counselling');
  const isComplete = needs.every((need) => need.isThere);
  return (
    <CentreShell room="overview" staff={staff} onSignOut={onSignOut}>
      <header>
        <h1>{openSince ? staff.centre : t.openTitle}</h1>
        <p className={styles.lead}>{openSince ? t.opened({ when: openSince }) : t.openLead}</p>
      </header>
      <Card className={styles.narrow} aria-labelledby="needs">
        <div className={styles.stack}>
          <h2 id="needs">{isComplete ? t.openReady : t.openMissing}</h2>
          <ul className={styles.stack}>
            {needs.map((need) => (
              <li
                key={need.words}
                className={classes(styles.check, need.isThere ? styles.has : styles.lacks)}
              >
                <Icon path={need.isThere ? circleCheck : clock} size={20} />
                <span>{need.words}</span>
              </li>
            ))}
          </ul>
          {!openSince && isComplete && (
            <Button busy={isBusy} onClick={onOpenCentre} className={styles.start}>
              {t.open}
            </Button>
          )}
        </div>
      </Card>
    </CentreShell>
  );
}
