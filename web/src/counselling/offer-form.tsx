import type { Call, Contract, Output } from '@beistand/contract';
import { type FormEvent, type ReactElement, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Choice } from '../ui/choice.tsx';
import { Field } from '../ui/field.tsx';
import offer from './offer-form.module.css';
import { Problem } from './problem.tsx';
import { readSpans, type Span, writeSpans } from './read-spans.ts';
import styles from './room.module.css';

const days = [1, 2, 3, 4, 5, 6, 7] as const;
/** The first of January 2024 was a Monday. */
const dayName = (day: number, language: string): string =>
  new Intl.DateTimeFormat(language, { weekday: 'long', timeZone: 'UTC' }).format(Date.UTC(2024, 0, day));

export type OfferKnown = {
  profile: Pick<Output<Contract['centre']>, 'weekly' | 'topics' | 'phone' | 'street' | 'postcode' | 'city'>;
  /** Those that may be chosen here. */
  topics: Output<Contract['listTopics']>['topics'];
  /** Others come by an administrator. */
  isFixed?: boolean;
};
export type OfferChange = Omit<Call<Contract['changeCentre']>, 'centre'>;

/** When someone is there, which topics, where: what a lead enters. `onSave` answers what went wrong, in words. */
export function OfferForm({
  profile,
  topics,
  isFixed = false,
  language,
  mayChange,
  onSave,
}: OfferKnown & {
  language: string;
  mayChange: boolean;
  onSave: (change: OfferChange) => Promise<string | undefined>;
}): ReactElement {
  const t = useTexts('counselling');
  const form = useRef<HTMLFormElement>(null);
  const [errors, setErrors] = useState<Record<string, string>>({});
  const [problem, setProblem] = useState<string>();
  const [said, setSaid] = useState('');
  const [isBusy, setBusy] = useState(false);
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
    const failed = await onSave({
      phone: text('phone'),
      street: text('street'),
      postcode,
      city: text('city'),
      weekly,
      topics: data.getAll('topic').map(String),
    });
    setProblem(failed);
    setSaid(failed ? '' : t.offerSaved);
    setBusy(false);
  };
  const field = { readOnly: !mayChange };
  return (
    <form ref={form} className={styles.stack} onSubmit={save} onChange={() => setSaid('')} noValidate>
      <header>
        <h1>{t.offer}</h1>
        <p className={styles.lead}>{mayChange ? t.offerLead : t.offerByLead}</p>
      </header>
      <div className={styles.two}>
        <Card aria-labelledby="hours">
          <div className={styles.stack}>
            <h2 id="hours" className={styles.tight}>
              {t.hours}
            </h2>
            <p>{t.hoursNote}</p>
            <div className={offer.days}>
              {days.map((day) => (
                <Field
                  key={day}
                  label={dayName(day, language)}
                  name={`day-${day}`}
                  defaultValue={writeSpans(spansOf(day))}
                  error={errors[`day-${day}`]}
                  {...field}
                />
              ))}
            </div>
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
              {isFixed && mayChange && <p>{t.topicsByAdministration}</p>}
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
          <p role="status" className={offer.saidSaved}>
            {said}
          </p>
        </div>
      )}
    </form>
  );
}
