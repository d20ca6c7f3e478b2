import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { IconLink } from '../ui/button.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { arrowLeft } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';
import styles from './help.module.css';
import { HelpNumbers } from './help-numbers.tsx';

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
        <HelpNumbers numbers={frame.help} />
        <p>{t.helpLanguages}</p>
        <section id="secrecy" className={styles.secrecy} aria-labelledby="secrecy-title">
          <h2 id="secrecy-title">{t.whenWeGetHelp}</h2>
          <p>{t.secrecyLimits}</p>
        </section>
      </div>
    </SeekerFrame>
  );
}
