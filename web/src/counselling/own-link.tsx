import { type ReactElement, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { QrCode } from '../ui/code.tsx';
import { copy, printer } from '../ui/icons.ts';
import { PrintSheet } from '../ui/print-sheet.tsx';
import linkStyles from './link.module.css';
import styles from './room.module.css';

/** A centre's own link with its fingerprint, to be copied or printed. */
export function OwnLink({
  name,
  isOpen,
  link,
}: {
  name: string;
  isOpen: boolean;
  link: string;
}): ReactElement {
  const t = useTexts('counselling');
  const [isCopied, setCopied] = useState(false);
  return (
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
  );
}
