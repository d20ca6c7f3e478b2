import { type ReactElement, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CodeBlock, QrCode } from '../ui/code.tsx';
import { copy, printer } from '../ui/icons.ts';
import { PrintSheet } from '../ui/print-sheet.tsx';
import linkStyles from './link.module.css';
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
  const [isCopied, setCopied] = useState(false);
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
      {link && (
        <Card className={styles.narrow} aria-labelledby="own-link">
          <div className={styles.stack}>
            <h2 id="own-link" className={styles.tight}>
              {t.ownLink}
            </h2>
            <p>{isOpen ? t.ownLinkUse : t.ownLinkLater}</p>
            <div className={linkStyles.link}>
              <QrCode text={link} label={t.ownLinkPicture} size={184} />
              <div className={linkStyles.linkWords}>
                <p className={linkStyles.url} dir="ltr">
                  {link}
                </p>
                <div className={styles.buttons}>
                  <Button
                    kind="second"
                    icon={copy}
                    onClick={() => {
                      navigator.clipboard.writeText(link).then(
                        () => setCopied(true),
                        () => setCopied(false),
                      );
                    }}
                  >
                    {isCopied ? t.linkCopied : t.copyLink}
                  </Button>
                  <Button kind="second" icon={printer} onClick={() => print()}>
                    {t.printLink}
                  </Button>
                </div>
              </div>
            </div>
            <PrintSheet title={name}>
              <QrCode text={link} label={t.ownLinkPicture} size={280} />
              <p dir="ltr">{link}</p>
            </PrintSheet>
          </div>
        </Card>
      )}
    </>
  );
}
