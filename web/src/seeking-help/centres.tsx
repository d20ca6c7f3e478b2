import type { ReactElement } from 'react';
import { bold, counted, Pieces, useTexts } from '../text/texts.tsx';
import { Button, IconLink, LinkButton } from '../ui/button.tsx';
import { Card, Chip, Fact, Facts } from '../ui/card.tsx';
import { Field } from '../ui/field.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { callHref } from '../ui/help-strip.tsx';
import { Icon } from '../ui/icon.tsx';
import { arrowLeft, check, mapPin, phone } from '../ui/icons.ts';
import { SeekerFrame } from '../ui/seeker-frame.tsx';
import styles from './centres.module.css';
import { WhoAnswers } from './who-answers.tsx';

/**
 * How long first answers really took; null while fewer than ten are known. Words ("21 Stunden") and their
 * place on the scale of a week ("12.5%", see `placeOnWeek`).
 */
export type Waiting = { half: string; halfAt: string; nine: string; nineAt: string } | null;

export type CentreFound = {
  centre: string;
  name: string;
  /** `elsewhere`: nobody serves this postcode; the topic's other centres are named instead. */
  reason: 'own' | 'fallback' | 'neighbour' | 'elsewhere';
  postcode: string;
  address: string;
  phone: string;
  waiting: Waiting;
  /** The promise in words: "spätestens Donnerstag, 26. November, 16 Uhr". */
  promise: string;
  /** Where writing to this centre begins. */
  href: string;
};

export type TopicData = {
  title: string;
  description: string;
  /** In opening hours, where no day can be named: "spätestens nach 16 Öffnungsstunden". */
  promise: string;
  /** Shown to browsers without script, who can call or come by. */
  centres: readonly { centre: string; name: string; phone: string; address: string }[];
};

export type CentresProps = {
  frame: FrameData;
  topic: TopicData;
  /** Absent before a postcode is known, and on the server always: the postcode never gets there. */
  found?: { postcode: string; centres: readonly CentreFound[]; error?: string };
};

/** A topic's page: postcode, then the centres that serve it. The script fills in what it matched in the browser. */
export function Centres({ frame, topic, found }: CentresProps): ReactElement {
  const t = useTexts('finding');
  const frameText = useTexts('frame');
  const isNone = found?.centres.every(({ reason }) => reason === 'elsewhere');
  return (
    <SeekerFrame
      frame={frame}
      hasFooter
      back={<IconLink label={frameText.back} path={arrowLeft} directional href="/" />}
      actions={
        <LinkButton kind="second" href="/s">
          {t.toMyCounselling}
        </LinkButton>
      }
    >
      <div className={styles.page}>
        <div className={styles.ask}>
          <div>
            <p className={styles.topic}>{topic.title}</p>
            <h1 data-found-title="" data-counts={counted(10, (n) => t.foundTitle({ n }))}>
              {found ? t.foundTitle({ n: isNone ? 0 : found.centres.length }) : t.findTitle}
            </h1>
            {!found && (
              <p className={styles.intro} data-intro="">
                {topic.description}
              </p>
            )}
          </div>
          <form className={styles.form} method="dialog" noValidate data-postcode-form="">
            <Field
              label={t.postcode}
              hint={t.postcodeHint}
              icon={mapPin}
              inputMode="numeric"
              enterKeyHint="search"
              maxLength={80}
              defaultValue={found?.postcode}
              error={found?.error}
              hasErrorPlace
              data-postcode=""
              data-wrong={t.postcodeWrong}
              data-missing={t.postcodeMissing}
            />
            <Button type="submit" kind={found ? 'second' : 'main'} className={styles.submit}>
              {t.find}
            </Button>
          </form>
          <noscript>
            <p className={styles.noscript}>{frameText.noScript}</p>
            <h2>{t.centresOfTopic}</h2>
            <ul className={styles.plain}>
              {topic.centres.map((centre) => (
                <li key={centre.centre}>
                  <b>{centre.name}</b>, {centre.address}, <a href={callHref(centre.phone)}>{centre.phone}</a>
                </li>
              ))}
            </ul>
          </noscript>
          <div className={styles.why} data-why="" hidden={!found || isNone}>
            <h2>{t.whyThese}</h2>
            <p>{t.whyTheseAnswer}</p>
          </div>
        </div>
        <div className={styles.results}>
          <div data-none="" hidden={!isNone}>
            <div className={styles.none}>
              <p>{topic.centres.length > 0 ? t.noCentre : t.noCentreAtAll}</p>
              <p>
                <a href="/">{t.otherTopics}</a>
              </p>
            </div>
          </div>
          <ul
            className={styles.list}
            data-centres=""
            data-by={t.promiseBy({ when: value('when') })}
            data-within={topic.promise}
            aria-live="polite"
          >
            {found?.centres.map((centre, index) => (
              <CentreCard key={centre.centre} centre={centre} isFirst={index === 0} />
            ))}
          </ul>
          {!found && <CentreTemplates />}
          <WhoAnswers organisation={frame.organisation} when={<Pieces of={t.firstAnswer({ b: bold })} />} />
          <p className={styles.call} data-why="" hidden={!found || isNone}>
            <Icon path={phone} size={18} />
            <span>
              {t.noneFits} <a href="/h">{t.callHelp}</a>.
            </span>
          </p>
        </div>
      </div>
    </SeekerFrame>
  );
}

/** The place of a value in what the browser clones; see `fillTemplate`. */
const value = (name: string): string => `\u27e6${name}\u27e7`;

/** The cards as the browser clones them, one per reason, with the names of the values where the values go. */
function CentreTemplates(): ReactElement {
  const blank = {
    centre: '',
    name: value('name'),
    postcode: value('postcode'),
    address: value('address'),
    phone: value('phone'),
    promise: value('promise'),
    href: value('href'),
    waiting: null,
  };
  const reasons = ['own', 'fallback', 'neighbour', 'elsewhere'] as const;
  return (
    <>
      {reasons.map((reason) => (
        <template key={reason} data-centre={reason}>
          <CentreCard centre={{ ...blank, reason }} isFirst={reason === 'own' || reason === 'fallback'} />
        </template>
      ))}
    </>
  );
}

/** One centre: why it is shown, what is known of it, how long it really takes. */
function CentreCard({ centre, isFirst }: { centre: CentreFound; isFirst?: boolean }): ReactElement {
  const t = useTexts('finding');
  const reason = {
    own: t.responsibleFor({ postcode: centre.postcode }),
    neighbour: t.nearYou({ postcode: centre.postcode }),
    fallback: t.standsIn,
    elsewhere: t.elsewhere,
  }[centre.reason];
  return (
    <Card as="li" className={styles.centre}>
      <div className={styles.head}>
        {centre.reason === 'own' ? (
          <Chip tone="accent" icon={check}>
            {reason}
          </Chip>
        ) : (
          <Chip>{reason}</Chip>
        )}
        <h2>{centre.name}</h2>
      </div>
      <div className={styles.facts}>
        <Facts>
          <Fact icon={mapPin}>{centre.address}</Fact>
          <Fact icon={phone}>
            <a href={centre.phone.startsWith('\u27e6') ? `tel:${value('dial')}` : callHref(centre.phone)}>
              {centre.phone}
            </a>
          </Fact>
        </Facts>
      </div>
      <div className={styles.time}>
        <WaitingTime waiting={centre.waiting} promise={centre.promise} />
      </div>
      <LinkButton
        href={centre.href}
        kind={isFirst ? 'main' : 'second'}
        wide
        className={styles.write}
        aria-label={`${t.writeHere}: ${centre.name}`}
      >
        {t.writeHere}
      </LinkButton>
    </Card>
  );
}

/** Hours as a place on the scale of a week. */
export const placeOnWeek = (hours: number): string => `${Math.min(100, (hours / 168) * 100).toFixed(1)}%`;

/** Two true figures on the scale of a week; too few answers are said, not guessed. */
function WaitingTime({ waiting, promise }: { waiting: Waiting; promise: string }): ReactElement {
  const t = useTexts('finding');
  if (!waiting) {
    return (
      <>
        <p className={styles.waitingTitle}>{t.promiseTitle({ promise })}</p>
        <p className={styles.quiet}>{t.waitingUnknown}</p>
      </>
    );
  }
  return (
    <>
      <p className={styles.waitingTitle}>{t.waitingTitle({ time: waiting.half })}</p>
      <svg className={styles.scale} width="100%" height="14" aria-hidden="true" focusable="false">
        <rect className={styles.track} x="0" y="2" width="100%" height="10" rx="5" />
        <rect className={styles.nine} x="0" y="2.75" width={waiting.nineAt} height="8.5" rx="4.25" />
        <circle className={styles.half} cx={waiting.halfAt} cy="7" r="6" />
      </svg>
      <p className={styles.axis} aria-hidden="true">
        <span>{t.atOnce}</span>
        <span>{t.threeDays}</span>
        <span>{t.aWeek}</span>
      </p>
      <ul className={styles.legend}>
        <li>
          <svg width="16" height="12" aria-hidden="true" focusable="false">
            <circle className={styles.half} cx="8" cy="6" r="5" />
          </svg>
          {t.waitingHalf({ time: waiting.half })}
        </li>
        <li>
          <svg width="16" height="12" aria-hidden="true" focusable="false">
            <rect className={styles.nine} x="0.75" y="2" width="14.500" height="8" rx="4" />
          </svg>
          {t.waitingNine({ time: waiting.nine })}
        </li>
      </ul>
    </>
  );
}
