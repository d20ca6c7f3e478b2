import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { IconLink } from '../ui/button.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { callHref } from '../ui/help-strip.tsx';
import { Icon } from '../ui/icon.tsx';
import { arrowLeft, phone } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';
import styles from './help.module.css';

/** Every number that helps at once, and where secrecy ends. */
export function Help({ frame }: { frame: FrameData }): ReactElement {
  const t = useTexts('finding');
  const frameText = useTexts('frame');
  return (
    <SeekerFrame
      frame={frame}
      hasFooter
      back={<IconLink label={frameText.back} path={arrowLeft} directional href="/" data-back="" />}
    >
      <div className={styles.page}>
        <h1>{t.helpTitle}</h1>
        <p className={styles.lead}>{t.helpLead}</p>
        <ul className={styles.numbers}>
          {frame.help.map((entry) => (
            <li key={entry.number}>
              <a className={styles.number} href={callHref(entry.number)}>
                <span className={styles.sign}>
                  <Icon path={phone} size={24} />
                </span>
                <span>
                  <b className={styles.digits}>{entry.number}</b>
                  <span className={styles.name}>{entry.name}</span>
                  {entry.note && <span className={styles.note}>{entry.note}</span>}
                </span>
              </a>
            </li>
          ))}
        </ul>
        <section id="secrecy" className={styles.secrecy} aria-labelledby="secrecy-title">
          <h2 id="secrecy-title">{t.whenWeGetHelp}</h2>
          <p>{t.secrecyLimits}</p>
        </section>
      </div>
    </SeekerFrame>
  );
}
