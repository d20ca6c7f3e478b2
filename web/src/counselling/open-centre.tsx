import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button, LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { classes } from '../ui/classes.ts';
import { Icon } from '../ui/icon.tsx';
import { circleCheck, clock } from '../ui/icons.ts';
import needStyles from './open-centre.module.css';
import { OwnLink } from './own-link.tsx';
import { Problem } from './problem.tsx';
import styles from './room.module.css';

/** Something opening needs: the sentence, whether it is there, and where it is done. */
export type Need = { id: string; words: string; isThere: boolean; href: string; act: string };

export type OpenCentreProps = {
  name: string;
  needs: readonly Need[];
  isOpen: boolean;
  /** Known right after opening. */
  openSince: string | null;
  mayOpen: boolean;
  isBusy?: boolean;
  problem?: string | undefined;
  /** The centre's own link; null until it is known. */
  link: string | null;
  onOpenCentre: () => void;
};

/** Opens a centre once nothing is missing; until then it names what is. */
export function OpenCentre({
  name,
  needs,
  isOpen,
  openSince,
  mayOpen,
  isBusy,
  problem,
  link,
  onOpenCentre,
}: OpenCentreProps): ReactElement {
  const t = useTexts('counselling');
  const isComplete = needs.every((need) => need.isThere);
  const state = isOpen ? (openSince ? t.opened({ when: openSince }) : t.isOpen) : t.openLead;
  return (
    <>
      <header>
        <h1>{isOpen ? name : t.openTitle}</h1>
        <p className={styles.lead} role="status">
          {state}
        </p>
      </header>
      <Card className={styles.narrow} aria-labelledby="needs">
        <div className={styles.stack}>
          <h2 id="needs">{isOpen ? t.openHas : isComplete ? t.openReady : t.openMissing}</h2>
          <ul className={styles.stack}>
            {needs.map((need) => (
              <li
                key={need.id}
                className={classes(needStyles.check, need.isThere ? needStyles.has : needStyles.lacks)}
              >
                <Icon path={need.isThere ? circleCheck : clock} size={20} />
                <span className={needStyles.checkWords}>
                  <span>
                    <span className="away">{need.isThere ? t.isThere : t.isMissing} </span>
                    {need.words}
                  </span>
                  {!need.isThere && (
                    <LinkButton kind="quiet" size="row" href={need.href} className={needStyles.toNeed}>
                      {need.act}
                    </LinkButton>
                  )}
                </span>
              </li>
            ))}
          </ul>
          {problem && <Problem>{problem}</Problem>}
          {!isOpen && mayOpen && (
            <>
              {!isComplete && <p>{t.openNotYet}</p>}
              <Button
                kind={isComplete ? 'main' : 'second'}
                busy={isBusy ?? false}
                onClick={onOpenCentre}
                className={styles.start}
              >
                {t.open}
              </Button>
            </>
          )}
          {!isOpen && !mayOpen && <p>{t.openByLead}</p>}
        </div>
      </Card>
      {isOpen && link && (
        <>
          <OwnLink name={name} isOpen link={link} />
          <LinkButton kind="quiet" href="/b/centre/check" className={classes(styles.start, styles.outset)}>
            {t.checkRoom}
          </LinkButton>
        </>
      )}
    </>
  );
}
