import { crisisWords, wordsForTopic } from '@beistand/contract';
import type { ReactElement } from 'react';
import { bold, counted, Pieces, useTexts } from '../text/texts.tsx';
import { LinkButton } from '../ui/button.tsx';
import { Field } from '../ui/field.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { callHref } from '../ui/help-strip.tsx';
import { Icon, IconTile } from '../ui/icon.tsx';
import { arrowRight, lifeBuoy, search } from '../ui/icons.ts';
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

/** What the search compares: its own words, and those people say who don't know them. */
function findableBy({ short, title, description }: TopicTile): string {
  const own = `${short} ${title} ${description}`;
  return `${own} ${wordsForTopic(own)}`;
}

/** Where long German words may be broken, for browsers that can't tell themselves. */
const softly = (words: string): string =>
  words.replaceAll(/(?<=\p{L}{4})(?=schaft|berat|hilfe|pflege|krise|gewalt|jugend|gedanken)/gu, '\u00ad');

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
            <div role="status">
              <p className={styles.crisis} data-topic-crisis={JSON.stringify(crisisWords)} hidden>
                <Icon path={lifeBuoy} size={22} />
                <span>
                  {t.crisis}{' '}
                  {frame.help
                    .filter(({ isFirst }) => isFirst)
                    .map(({ number, name }) => (
                      <a key={number} href={callHref(number)}>
                        {`${number} ${name}`}
                      </a>
                    ))}
                </span>
              </p>
            </div>
            <p
              className={styles.count}
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
              <li key={topic.code} data-topic={findableBy(topic)}>
                <a className={styles.tile} href={`/a/${topic.code}`}>
                  <IconTile path={topicIcon(topic.icon)} />
                  <span>
                    <span className={styles.tileTitle}>{softly(topic.short)}</span>
                    <span className={styles.tileAbout}>{topic.description}</span>
                  </span>
                </a>
              </li>
            ))}
          </ul>
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
