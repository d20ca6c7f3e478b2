import type { FormEvent, ReactElement } from 'react';
import { Problem } from '../counselling/problem.tsx';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Choice } from '../ui/choice.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { Field, Select } from '../ui/field.tsx';
import { Bars } from '../ui/list.tsx';
import type { Colleague } from './candidates.ts';
import { mayWrite } from './candidates.ts';
import styles from './passing-on.module.css';
import type { ReaderAfter, Step } from './readers-after.ts';
import { type DayOf, WhoReads } from './who-reads.tsx';

/** What stands in the dialog now. */
export type Chosen = {
  account: string;
  writes: boolean;
  stays: boolean;
  first: string;
  last: string;
  /** Who asks is asked first, and nothing changes until they have agreed. */
  asks: boolean;
};

export type PassOnProps = {
  step: Step;
  seeker: string;
  topic: string;
  /** Null while they are read from the centre's log. */
  candidates: readonly (Colleague & { tasks: string })[] | null;
  chosen: Chosen;
  onChange: (change: Partial<Chosen>) => void;
  /** Empty until it is known whom it is about, and when. */
  readers: readonly ReaderAfter[];
  dayOf: DayOf;
  /** The words that ask them, once they are whole. */
  question: string | null;
  error?: string | undefined;
  isBusy?: boolean;
  onAct: () => void;
  onClose: () => void;
};

/** One step that changes who is in a conversation: with whom, who can read what afterwards, and whether who asks was asked. */
export function PassOn(props: PassOnProps): ReactElement {
  const { step, seeker, topic, candidates, chosen, error, isBusy = false, onAct, onClose } = props;
  const t = useTexts('passing-on');
  const frame = useTexts('frame');
  const titles = { add: t.addTitle, handOver: t.handOverTitle, cover: t.coverTitle, remove: t.removeTitle };
  const acts = { add: t.addAct, handOver: t.handOverAct, cover: t.coverAct, remove: t.removeAct };
  const nobody = {
    ...{ add: t.nobodyToAdd, cover: t.nobodyToAdd },
    ...{ handOver: t.nobodyToHandTo, remove: t.nobodyToRemove },
  };
  const isAsking = step !== 'remove' && chosen.asks;
  const isPossible = candidates !== null && candidates.length > 0;
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isBusy) onAct();
  };
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      isHeld={chosen.account !== ''}
      title={titles[step]}
      under={t.about({ seeker, topic })}
      unchanged={isPossible && (isAsking ? t.untilAsked : t.allSee)}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t.cancel}
          </Button>
          {isPossible && (
            <Button type="submit" form="passing-on" busy={isBusy}>
              {isAsking ? t.ask : acts[step]}
            </Button>
          )}
        </>
      }
    >
      {!candidates && !error && <Bars rows={3} label={frame.loading} />}
      {candidates?.length === 0 && <p>{nobody[step]}</p>}
      <form id="passing-on" className={styles.form} onSubmit={submit} noValidate>
        {isPossible && <Fields {...props} candidates={candidates} />}
        {error && <Problem>{error}</Problem>}
      </form>
    </Dialog>
  );
}

type FieldsProps = PassOnProps & { candidates: readonly (Colleague & { tasks: string })[] };

function Fields(props: FieldsProps): ReactElement {
  const { step, seeker, candidates, chosen, onChange, readers, dayOf } = props;
  const t = useTexts('passing-on');
  const whom = { ...{ add: t.whom, remove: t.whom }, ...{ handOver: t.toWhom, cover: t.whoCovers } };
  const person = candidates.find(({ account }) => account === chosen.account);
  return (
    <>
      <Select
        label={whom[step]}
        name="colleague"
        defaultValue={chosen.account}
        options={[
          { value: '', label: t.choose },
          ...candidates.map(({ account, name, tasks }) => ({
            value: account,
            label: t.option({ name, tasks }),
          })),
        ]}
        onChange={(account) => onChange({ account })}
        hint={person && !person.isChecked && step !== 'remove' && t.numberOpen({ name: person.name })}
      />
      {step === 'add' && person && mayWrite(person) && (
        <fieldset className={styles.choices}>
          <legend>{t.part}</legend>
          <Choice
            type="radio"
            name="part"
            label={t.partWrites}
            checked={chosen.writes}
            onChange={() => onChange({ writes: true })}
          />
          <Choice
            type="radio"
            name="part"
            label={t.partReads}
            checked={!chosen.writes}
            onChange={() => onChange({ writes: false })}
          />
        </fieldset>
      )}
      {step === 'handOver' && (
        <fieldset className={styles.choices}>
          <legend>{t.me}</legend>
          <Choice
            type="radio"
            name="me"
            label={t.meGoes}
            checked={!chosen.stays}
            onChange={() => onChange({ stays: false })}
          />
          <Choice
            type="radio"
            name="me"
            label={t.meStays}
            checked={chosen.stays}
            onChange={() => onChange({ stays: true })}
          />
        </fieldset>
      )}
      {step === 'cover' && (
        <div className={styles.days}>
          <Field
            label={t.from}
            type="date"
            name="first"
            value={chosen.first}
            onChange={(event) => onChange({ first: event.target.value })}
          />
          <Field
            label={t.lastDay}
            type="date"
            name="last"
            value={chosen.last}
            onChange={(event) => onChange({ last: event.target.value })}
          />
        </div>
      )}
      <div aria-live="polite">
        {readers.length > 0 && <WhoReads readers={readers} seeker={seeker} dayOf={dayOf} />}
      </div>
      {step !== 'remove' && readers.length > 0 && <AskFirst {...props} />}
    </>
  );
}

function AskFirst({ seeker, chosen, question, onChange }: PassOnProps): ReactElement {
  const t = useTexts('passing-on');
  return (
    <fieldset className={styles.choices}>
      <legend>{t.askFirst}</legend>
      <Choice
        type="radio"
        name="ask"
        framed
        label={t.askYes({ seeker })}
        checked={chosen.asks}
        onChange={() => onChange({ asks: true })}
      />
      {chosen.asks && question && <p className={styles.question}>{question}</p>}
      <Choice
        type="radio"
        name="ask"
        framed
        label={t.askNo({ seeker })}
        checked={!chosen.asks}
        onChange={() => onChange({ asks: false })}
      />
    </fieldset>
  );
}
