import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Card, Fact, Facts } from '../ui/card.tsx';
import { clock, lockKeyhole, usersRound } from '../ui/icons.ts';
import styles from './who-answers.module.css';

/** Who answers, by when, and where secrecy ends: said before anyone writes. */
export function WhoAnswers({
  organisation,
  when,
  className,
}: {
  organisation: string;
  when: ReactNode;
  className?: string | undefined;
}): ReactElement {
  const t = useTexts('finding');
  return (
    <Card className={className} aria-labelledby="who">
      <h2 id="who" className={styles.title}>
        {t.whoAnswers}
      </h2>
      <Facts roomy>
        <Fact icon={usersRound} tone="accent">
          {t.professionals({ organisation })}
        </Fact>
        <Fact icon={clock} tone="accent">
          {when}
        </Fact>
        <Fact icon={lockKeyhole} tone="accent">
          {t.secrecy}{' '}
          <details className={styles.limits}>
            <summary>{t.secrecyEnds}</summary>
            <p>{t.secrecyLimits}</p>
          </details>
        </Fact>
      </Facts>
    </Card>
  );
}
