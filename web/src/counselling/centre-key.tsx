import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Card } from '../ui/card.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { OwnLink } from './own-link.tsx';
import styles from './room.module.css';

const inGroups = (text: string): string[] => text.match(/.{1,4}/g) ?? [];

/** By what a centre is known: its fingerprint, and the link that carries it. `link` is null until it is known. */
export function CentreKey({
  name,
  isOpen,
  fingerprint,
  link,
}: {
  name: string;
  isOpen: boolean;
  fingerprint: string;
  link: string | null;
}): ReactElement {
  const t = useTexts('counselling');
  return (
    <>
      <header>
        <h1>{t.checkRoom}</h1>
        <p className={styles.lead}>{t.checkLead}</p>
      </header>
      <Card className={styles.narrow} aria-labelledby="fingerprint">
        <div className={styles.stack}>
          <h2 id="fingerprint" className={styles.tight}>
            {t.fingerprint}
          </h2>
          <CodeBlock groups={inGroups(fingerprint)} columns={3} />
          <p>{t.fingerprintNote}</p>
        </div>
      </Card>
      {link && <OwnLink name={name} isOpen={isOpen} link={link} />}
    </>
  );
}
