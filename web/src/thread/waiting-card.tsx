import { type ReactElement, useEffect, useState } from 'react';
import { readCentre } from '../seeking-help/read-centre.ts';
import { PromiseCard } from '../seeking-help/what-happens-now.tsx';
import { sayTime } from '../text/say-time.ts';
import { callHref } from '../ui/help-strip.tsx';
import type { Spoken } from './items-of.ts';
import styles from './waiting-card.module.css';

/** By when a person answers; once that is past, it says so and gives the centre's number. */
export function WaitingCard({
  dueAt,
  centre,
  spoken: { t, language, timeZone },
}: {
  dueAt: number;
  centre: string;
  spoken: Spoken;
}): ReactElement {
  const due = sayTime(new Date(dueAt), language, timeZone);
  const isMissed = Date.now() > dueAt;
  const [phone, setPhone] = useState('');
  // Synchronises with the server: the centre's number, once it is needed.
  useEffect(() => {
    if (isMissed) void readCentre(centre).then((found) => setPhone(found?.phone ?? ''));
  }, [isMissed, centre]);
  if (isMissed)
    return (
      <p className={styles.words}>
        {t.promiseMissed({ missed: due.weekdayAndClock })}{' '}
        {phone && (
          <>
            {t.callCentre} <a href={callHref(phone)}>{phone}</a>
          </>
        )}
      </p>
    );
  return (
    <div className={styles.card}>
      <PromiseCard due={due} />
      <p className={styles.words}>{t.noAnswerYet}</p>
    </div>
  );
}
