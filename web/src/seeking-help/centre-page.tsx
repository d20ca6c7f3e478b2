import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { IconLink } from '../ui/button.tsx';
import { Fact, Facts } from '../ui/card.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { callHref } from '../ui/help-strip.tsx';
import { Icon, IconTile } from '../ui/icon.tsx';
import { arrowLeft, arrowRight, mapPin, phone } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';
import styles from './centre-page.module.css';
import type { TopicTile } from './home.tsx';
import { writeHref } from './read-choice.ts';
import { topicIcon } from './topic-icons.ts';

export type CentrePageProps = {
  frame: FrameData;
  centre: {
    name: string;
    centre: string;
    phone: string;
    address: string;
    isOpen: boolean;
    topics: readonly string[];
  };
  topics: readonly (TopicTile & { topic: string })[];
  /** By their own link: to them alone. */
  counsellor: { account: string; name: string } | null;
};

/** A centre's own address, or a counsellor's there, from flyer, door or card: who it is, and writing to them without searching. */
export function CentrePage({ frame, centre, topics, counsellor }: CentrePageProps): ReactElement {
  const t = useTexts('finding');
  const frameText = useTexts('frame');
  return (
    <SeekerFrame
      frame={frame}
      hasFooter
      back={<IconLink label={frameText.back} path={arrowLeft} directional href="/" />}
    >
      <div className={styles.page}>
        <h1>{counsellor ? t.writeToPerson({ name: counsellor.name }) : centre.name}</h1>
        {counsellor && (
          <>
            <p>{t.personOfCentre({ centre: centre.name })}</p>
            <p>{t.onlyThisPerson({ name: counsellor.name })}</p>
          </>
        )}
        <Facts>
          <Fact icon={mapPin} tone="accent">
            {centre.address}
          </Fact>
          <Fact icon={phone} tone="accent">
            <a href={callHref(centre.phone)}>{centre.phone}</a>
          </Fact>
        </Facts>
        {centre.isOpen ? (
          <>
            <h2>{t.writeToCentre}</h2>
            <ul className={styles.topics}>
              {topics
                .filter((topic) => centre.topics.includes(topic.topic))
                .map((topic) => (
                  <li key={topic.code}>
                    <a
                      className={styles.topic}
                      href={writeHref(topic.topic, centre.centre, counsellor?.account)}
                    >
                      <IconTile path={topicIcon(topic.icon)} />
                      <span>
                        <b>{topic.short}</b>
                        <span className={styles.about}>{topic.description}</span>
                      </span>
                      <Icon path={arrowRight} directional />
                    </a>
                  </li>
                ))}
            </ul>
          </>
        ) : (
          <p>{t.centreClosed({ phone: centre.phone })}</p>
        )}
        <noscript>
          <p className={styles.noscript}>{frameText.noScript}</p>
        </noscript>
      </div>
    </SeekerFrame>
  );
}
