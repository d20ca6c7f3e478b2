import type { ReactElement } from 'react';
import { bold, Pieces, useTexts } from '../text/texts.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { Icon } from '../ui/icon.tsx';
import { arrowRight, circleCheck, coffee, eye, lockKeyhole, penLine, undo2 } from '../ui/icons.ts';
import { ClockFace } from '../ui/promise.tsx';
import { Foot, SeekerFrame } from '../ui/seeker-frame.tsx';
import { Path } from '../ui/steps.tsx';
import styles from './what-happens-now.module.css';

export type Promised = { weekdayAndClock: string; date: string; hour: number; minute: number };

export type WhatHappensNowProps = {
  frame: FrameData;
  centre: string;
  /** Written by a counsellor's own link: nobody has to accept it. */
  isForOne: boolean;
  due: Promised;
  /** When it arrived: "Dienstag, 21:52 Uhr". */
  arrived: string;
  name: string;
  message: string;
};

/** By when, by whom, what until then, how to come back. The text they wrote stands beside it. */
export function WhatHappensNow({
  frame,
  centre,
  isForOne,
  due,
  arrived,
  name,
  message,
}: WhatHappensNowProps): ReactElement {
  const t = useTexts('seeking-help');
  return (
    <SeekerFrame frame={frame} about={centre}>
      <div className={styles.page}>
        <div className={styles.main}>
          <h1 className={styles.title}>
            <Icon path={circleCheck} size={28} />
            <span>{t.arrivedTitle}</span>
          </h1>
          <PromiseCard due={due} large />
          <Path
            stations={[
              { icon: lockKeyhole, tone: 'good', title: t.stationArrived, note: arrived },
              {
                icon: eye,
                tone: 'quiet',
                title: t.stationReads,
                note: isForOne ? t.stationReadsOne({ centre }) : t.stationReadsWhere({ centre }),
              },
              { icon: penLine, tone: 'quiet', title: t.stationAnswer, note: t.stationAnswerNote },
              {
                icon: undo2,
                tone: 'quiet',
                title: t.stationBack,
                note: <Pieces of={t.stationBackNote({ name, b: bold })} />,
              },
            ]}
          />
        </div>
        <div className={styles.side}>
          <Card aria-labelledby="own-message">
            <h2 id="own-message">{t.yourMessage}</h2>
            <p className={styles.message} dir="auto">
              {message}
            </p>
            <p className={styles.more}>{t.writeMore}</p>
          </Card>
          <Card aria-labelledby="meanwhile">
            <div className={styles.meanwhile}>
              <Icon path={coffee} size={22} />
              <div>
                <h2 id="meanwhile">{t.meanwhile}</h2>
                <p>{t.meanwhileNote}</p>
              </div>
            </div>
          </Card>
        </div>
      </div>
      <Foot>
        <LinkButton href="/k" iconAfter={arrowRight}>
          {t.toConversation}
        </LinkButton>
      </Foot>
    </SeekerFrame>
  );
}

/** The promise: still clock, weekday and hour large, date small. */
export function PromiseCard({ due, large }: { due: Promised; large?: boolean }): ReactElement {
  const t = useTexts('seeking-help');
  return (
    <div className={large ? styles.promiseLarge : styles.promise}>
      <ClockFace hour={due.hour} minute={due.minute} size={large ? 88 : 56} />
      <p>
        <span className={styles.by}>{t.answerBy} </span>
        <strong className={styles.when}>{due.weekdayAndClock}</strong>
        {large && <span className={styles.date}> {due.date}</span>}
      </p>
    </div>
  );
}
