import type { FormEvent, ReactElement } from 'react';
import { Problem } from '../counselling/problem.tsx';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Fact, Facts } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Select } from '../ui/field.tsx';
import { eye, eyeOff, userRound } from '../ui/icons.ts';
import { Bars } from '../ui/list.tsx';
import styles from './passing-on.module.css';

export type SuggestProps = {
  seeker: string;
  about: string;
  topics: readonly { topic: string; title: string }[];
  topic: string;
  onTopic: (topic: string) => void;
  /** Open centres for the topic but this one; null while they are read. */
  centres: readonly { centre: string; name: string; city: string }[] | null;
  onCentre: (centre: string) => void;
  /** The name under which the chosen one was founded; null until it has been checked. */
  named: string | null;
  error?: string | undefined;
  isBusy?: boolean;
  onAct: () => void;
  onClose: () => void;
};

/** Another centre is suggested: who asks decides, and who would read then is said before. */
export function Suggest(props: SuggestProps): ReactElement {
  const {
    seeker,
    about,
    topics,
    topic,
    onTopic,
    centres,
    onCentre,
    named,
    error,
    isBusy = false,
    onAct,
    onClose,
  } = props;
  const t = useTexts('passing-on');
  const frame = useTexts('frame');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isBusy) onAct();
  };
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      isHeld={named !== null}
      title={t.suggestTitle}
      under={about}
      unchanged={t.suggestSayWhy}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t.cancel}
          </Button>
          <Button type="submit" form="suggesting" busy={isBusy}>
            {t.suggestAct}
          </Button>
        </>
      }
    >
      <form id="suggesting" className={styles.form} onSubmit={submit} noValidate>
        {topics.length > 0 && (
          <Select
            label={t.topic}
            name="topic"
            defaultValue={topic}
            options={topics.map((one) => ({ value: one.topic, label: one.title }))}
            onChange={onTopic}
          />
        )}
        {!centres && !error && <Bars rows={2} label={frame.loading} />}
        {centres?.length === 0 && <p>{t.noCentres}</p>}
        {centres && centres.length > 0 && (
          <Select
            key={topic}
            label={t.centre}
            name="centre"
            options={[
              { value: '', label: t.choose },
              ...centres.map(({ centre, name, city }) => ({
                value: centre,
                label: city ? t.centreOption({ city, name }) : name,
              })),
            ]}
            onChange={onCentre}
          />
        )}
        <div aria-live="polite">
          {named && (
            <Facts roomy>
              <Fact icon={userRound} tone="accent">
                {t.suggestMeans({ seeker })}
              </Fact>
              <Fact icon={eye} tone="accent">
                {t.suggestThen({ seeker, centre: named })}
              </Fact>
              <Fact icon={eyeOff}>{t.suggestAfter}</Fact>
            </Facts>
          )}
        </div>
        {error && <Problem>{error}</Problem>}
      </form>
    </Dialog>
  );
}
