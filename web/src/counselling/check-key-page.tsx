import type { Contract, Output } from '@beistand/contract';
import { type ReactElement, useEffect, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CodeBlock, QrCode } from '../ui/code.tsx';
import { copy, printer } from '../ui/icons.ts';
import { PrintSheet } from '../ui/print-sheet.tsx';
import styles from './centre.module.css';
import { askSignedIn } from './gate.ts';
import { Room } from './room.tsx';
import type { MyCentre } from './staff-context.ts';
import { useCentre } from './use-centre.ts';

const inGroups = (text: string): string[] => text.match(/.{1,4}/g) ?? [];

/** By what the centre is known: the fingerprint that its own links and flyers carry. */
export function CheckKeyPage({ centre }: { centre: MyCentre }): ReactElement {
  const t = useTexts('counselling');
  const read = useCentre(centre.centre);
  const [profile, setProfile] = useState<Output<Contract['centre']> | null>(null);
  const [isCopied, setCopied] = useState(false);
  // Synchronises with the server: the neutral address of the centre.
  useEffect(() => {
    askSignedIn('centre', centre.centre).then(setProfile, () => setProfile(null));
  }, [centre.centre]);
  return (
    <Room room="keys" title={t.checkRoom} read={read}>
      {(now) => {
        const link = profile && `${location.origin}/a/${profile.code}#k=${now.fingerprint}`;
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
                <CodeBlock groups={inGroups(now.fingerprint)} columns={3} />
                <p>{t.fingerprintNote}</p>
              </div>
            </Card>
            {link && (
              <Card className={styles.narrow} aria-labelledby="own-link">
                <div className={styles.stack}>
                  <h2 id="own-link" className={styles.tight}>
                    {t.ownLink}
                  </h2>
                  <p>{centre.state === 'open' ? t.ownLinkUse : t.ownLinkLater}</p>
                  <div className={styles.link}>
                    <QrCode text={link} label={t.ownLinkPicture} size={184} />
                    <div className={styles.linkWords}>
                      <p className={styles.url} dir="ltr">
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
                  <PrintSheet title={now.name}>
                    <QrCode text={link} label={t.ownLinkPicture} size={280} />
                    <p dir="ltr">{link}</p>
                  </PrintSheet>
                </div>
              </Card>
            )}
          </>
        );
      }}
    </Room>
  );
}
