import { type ReactElement, type ReactNode, useId, useState } from 'react';
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
  return (
    <LinkCard
      title={t.ownLink}
      note={isOpen ? t.ownLinkUse : t.ownLinkLater}
      picture={t.ownLinkPicture}
      link={link}
      acts={
        <Button kind="second" icon={printer} onClick={() => print()}>
          {t.printLink}
        </Button>
      }
    >
      <PrintSheet title={name}>
        <QrCode text={link} label={t.ownLinkPicture} size={280} />
        <p dir="ltr">{link}</p>
      </PrintSheet>
    </LinkCard>
  );
}

/** A link to be handed on: as a picture, and to be copied. `acts` stand beside the copying. */
export function LinkCard({
  title,
  note,
  picture,
  link,
  acts,
  children,
}: {
  title: string;
  note: string;
  picture: string;
  link: string;
  acts: ReactNode;
  children?: ReactNode;
}): ReactElement {
  const t = useTexts('counselling');
  const id = useId();
  const [isCopied, setCopied] = useState(false);
  return (
    <Card className={styles.narrow} aria-labelledby={id}>
      <div className={styles.stack}>
        <h2 id={id} className={styles.tight}>
          {title}
        </h2>
        <p>{note}</p>
        <div className={linkStyles.link}>
          <QrCode text={link} label={picture} size={184} />
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
              {acts}
            </div>
          </div>
        </div>
        {children}
      </div>
    </Card>
  );
}
