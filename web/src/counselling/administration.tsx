import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Card } from '../ui/card.tsx';
import linkStyles from './link.module.css';
import styles from './room.module.css';

/** Administration has no screens yet: says so, says what there is to enter and how it is entered until then. */
export function Administration({
  organisation,
  isAdministrator,
}: {
  organisation: string;
  isAdministrator: boolean;
}): ReactElement {
  const t = useTexts('counselling');
  const steps = [t.adminTopics, t.adminCentre, t.adminAreas, t.adminInvite];
  return (
    <div className={styles.page}>
      <header>
        <h1>{t.adminTitle}</h1>
        <p className={styles.lead}>{isAdministrator ? t.adminLead({ organisation }) : t.adminOthers}</p>
      </header>
      <Card className={styles.narrow} aria-labelledby="admin-how">
        <div className={styles.stack}>
          <h2 id="admin-how" className={styles.tight}>
            {t.adminHow}
          </h2>
          <p>{t.adminHowNote}</p>
          <ol className={styles.steps}>
            {steps.map((step) => (
              <li key={step}>{step}</li>
            ))}
          </ol>
          <p>{t.adminScript}</p>
          <p className={linkStyles.url} dir="ltr">
            <code>node_modules/.bin/node first-centre.mjs</code>
          </p>
          <p>{t.adminMore}</p>
        </div>
      </Card>
    </div>
  );
}
