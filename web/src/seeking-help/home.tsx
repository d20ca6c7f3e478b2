import type { ReactElement } from 'react';
import { bold, counted, Pieces, useTexts } from '../text/texts.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { IconTile } from '../ui/icon.tsx';
import { arrowRight, search } from '../ui/icons.ts';
import { Foot, SeekerFrame } from '../ui/seeker-frame.tsx';
import styles from './home.module.css';
import { topicIcon } from './topic-icons.ts';
import { WhoAnswers } from './who-answers.tsx';

export type TopicTile = {
  /** Leads to `/a/<code>`, which says nothing. */
  code: string;
  short: string;
  title: string;
  description: string;
  icon: string;
};

export type HomeData = { topics: readonly TopicTile[] };

/** The first page: readable and complete without script. `find-topic.ts` makes the search work. */
export function Home({ frame, data }: { frame: FrameData; data: HomeData }): ReactElement {
  const t = useTexts('finding');
  return (
    <SeekerFrame
      frame={frame}
      hasFooter
      actions={
        <LinkButton kind="second" href="/s">
          {t.toMyCounselling}
        </LinkButton>
      }
    >
      <div className={styles.home}>
        <div className={styles.hello}>
          <h1 className={styles.title}>{t.homeTitle.replace('. ', '.\n')}</h1>
          <p className={styles.lead}>
            {t.homeLead} <span className={styles.more}>{t.homeLeadMore}</span>
          </p>
          <search className={styles.search}>
            <Field
              label={t.topicSearch}
              icon={search}
              type="search"
              placeholder={t.topicSearchExample}
              enterKeyHint="search"
              data-topic-search=""
            />
            <p
              className="away"
              role="status"
              data-topic-count=""
              data-counts={counted(data.topics.length, (n) => t.topicsFound({ n }))}
            />
          </search>
        </div>
        <section className={styles.topics} aria-labelledby="topics">
          <h2 id="topics">{t.topics}</h2>
          <ul className={styles.tiles}>
            {data.topics.map((topic) => (
              <li key={topic.code} data-topic={`${topic.short} ${topic.title} ${topic.description}`}>
                <a className={styles.tile} href={`/a/${topic.code}`}>
                  <IconTile path={topicIcon(topic.icon)} />
                  <span>
                    <span className={styles.tileTitle}>{topic.short}</span>
                    <span className={styles.tileAbout}>{topic.description}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
          <p className={styles.none} data-topic-none="" hidden>
            {t.noTopic}
          </p>
        </section>
        <WhoAnswers
          className={styles.who}
          organisation={frame.organisation}
          when={<Pieces of={t.firstAnswer({ b: bold })} />}
        />
      </div>
      <div className={styles.phoneFoot}>
        <Foot>
          <div className={styles.again}>
            <span>{t.alreadyWritten}</span>
            <LinkButton kind="second" href="/s" iconAfter={arrowRight}>
              {t.readOn}
            </LinkButton>
          </div>
        </Foot>
      </div>
    </SeekerFrame>
  );
}
