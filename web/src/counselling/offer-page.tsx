import type { Contract, Output } from '@beistand/contract';
import { type FormEvent, type ReactElement, useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Choice, Field } from '../ui/field.tsx';
import { Bars } from '../ui/list.tsx';
import styles from './centre.module.css';
import { askSignedIn } from './gate.ts';
import { Problem } from './invitation.tsx';
import { readSpans, type Span, writeSpans } from './read-spans.ts';
import { Room } from './room.tsx';
import { LEAD } from './say-bits.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import { type MyCentre, useSigned } from './staff-context.ts';
import { useCentre } from './use-centre.ts';

type Profile = Output<Contract['centre']>;
type Topics = Output<Contract['listTopics']>['topics'];

const days = [1, 2, 3, 4, 5, 6, 7] as const;
/** The first of January 2024 was a Monday. */
const dayName = (day: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));

/** What a centre offers and when someone is there: what seekers read, and what the promise counts by. */
export function OfferPage({ centre }: { centre: MyCentre }): ReactElement {
  const t = useTexts('counselling');
  const frame = useTexts('frame');
  const read = useCentre(centre.centre);
  const [known, setKnown] = useState<{ profile: Profile; topics: Topics } | null>(null);
  const [problem, setProblem] = useState<string>();
  // Synchronises with the server: what is entered now.
  useEffect(() => {
    Promise.all([askSignedIn('centre', centre.centre), askSignedIn('topics')]).then(
      ([profile, { topics }]) => setKnown({ profile, topics }),
      (failure: unknown) => setProblem(sayCode(t, codeOfFailure(failure))),
    );
  }, [centre.centre, t]);
  return (
    <Room room="offer" title={t.offer} read={read}>
      {() => (
        <>
          <header>
            <h1>{t.offer}</h1>
            <p className={styles.lead}>{t.offerLead}</p>
          </header>
          {problem && <Problem>{problem}</Problem>}
          {!known && !problem && <Bars rows={4} label={frame.loading} />}
          {known && <OfferForm centre={centre} {...known} onSaved={read.reload} />}
        </>
      )}
    </Room>
  );
}

function OfferForm({
  centre,
  profile,
  topics,
  onSaved,
}: {
  centre: MyCentre;
  profile: Profile;
  topics: Topics;
  onSaved: () => Promise<void>;
}): ReactElement {
  const { clock } = useSigned();
  const t = useTexts('counselling');
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
  const mayChange = (centre.bits & LEAD) !== 0;
  const spansOf = (day: number): Span[] => profile.weekly.filter((span) => span.day === day);

  const save = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    const data = new FormData(form.current ?? undefined);
    const text = (name: string): string => String(data.get(name) ?? '').trim();
    const wrong: Record<string, string> = {};
    const weekly = days.flatMap((day) => {
      const spans = readSpans(text(`day-${day}`));
      if (!spans) wrong[`day-${day}`] = t.hoursWrong;
      return (spans ?? []).map((span) => ({ day, ...span }));
    });
    const postcode = text('postcode');
    if (postcode !== '' && !/^\d{5}$/.test(postcode)) wrong.postcode = t.postcodeWrong;
    setErrors(wrong);
    setSaid('');
    setProblem(undefined);
    const [first] = Object.keys(wrong);
    if (first) return form.current?.querySelector<HTMLElement>(`[name="${first}"]`)?.focus();
    setBusy(true);
    try {
      await askSignedIn('changeCentre', {
        centre: centre.centre,
        phone: text('phone'),
        street: text('street'),
        postcode,
        city: text('city'),
        weekly,
        topics: data.getAll('topic').map(String),
      });
      setSaid(t.offerSaved);
      await onSaved();
    } catch (failure) {
      const code = codeOfFailure(failure);
      setProblem(code === 'NOT_READY' ? t.offerStillNeeded : sayCode(t, code));
    } finally {
      setBusy(false);
    }
  };
  const field = { readOnly: !mayChange };
  return (
    <form ref={form} className={styles.stack} onSubmit={save} onChange={() => setSaid('')} noValidate>
      {!mayChange && <p>{t.offerByLead}</p>}
      <div className={styles.two}>
        <Card aria-labelledby="hours">
          <div className={styles.stack}>
            <h2 id="hours" className={styles.tight}>
              {t.hours}
            </h2>
            <p>{t.hoursNote}</p>
            {days.map((day) => (
              <Field
                key={day}
                label={dayName(day, clock.language)}
                name={`day-${day}`}
                defaultValue={writeSpans(spansOf(day))}
                error={errors[`day-${day}`]}
                {...field}
              />
            ))}
          </div>
        </Card>
        <div className={styles.stack}>
          <Card aria-labelledby="topics">
            <div className={styles.stack}>
              <h2 id="topics" className={styles.tight}>
                {t.topicsHere}
              </h2>
              {topics.map(({ topic, title, description }) => (
                <Choice
                  key={topic}
                  type="checkbox"
                  name="topic"
                  value={topic}
                  defaultChecked={profile.topics.includes(topic)}
                  disabled={!mayChange}
                  label={title}
                  note={description}
                />
              ))}
              {topics.length === 0 && <p>{t.topicsNone}</p>}
            </div>
          </Card>
          <Card aria-labelledby="place">
            <div className={styles.stack}>
              <h2 id="place" className={styles.tight}>
                {t.place}
              </h2>
              <Field
                label={t.phone}
                name="phone"
                type="tel"
                defaultValue={profile.phone}
                maxLength={40}
                {...field}
              />
              <Field
                label={t.street}
                name="street"
                defaultValue={profile.street}
                maxLength={120}
                {...field}
              />
              <Field
                label={t.postcode}
                name="postcode"
                defaultValue={profile.postcode}
                inputMode="numeric"
                maxLength={5}
                narrow
                error={errors.postcode}
                {...field}
              />
              <Field label={t.city} name="city" defaultValue={profile.city} maxLength={80} {...field} />
            </div>
          </Card>
        </div>
      </div>
      {problem && <Problem>{problem}</Problem>}
      {mayChange && (
        <div className={styles.buttons}>
          <Button type="submit" busy={isBusy}>
            {isBusy ? t.saving : t.save}
          </Button>
          <p role="status" className={styles.saidSaved}>
            {said}
          </p>
        </div>
      )}
    </form>
  );
}
