import type { ChangeEntry, OpenConversation } from '@beistand/client';
import { type ReactElement, useEffect, useMemo, useState } from 'react';
import { askSignedIn } from '../counselling/gate.ts';
import { sayBits } from '../counselling/say-bits.ts';
import { codeOfFailure, sayCode } from '../counselling/say-code.ts';
import { sayDate } from '../counselling/say-when.ts';
import { useSigned } from '../counselling/staff-context.ts';
import type { Texts } from '../text/generated/texts.ts';
import { useTexts } from '../text/texts.tsx';
import { type Colleague, candidatesFor, mayWrite } from './candidates.ts';
import { datesOf } from './cover-dates.ts';
import { type Chosen, PassOn } from './pass-on.tsx';
import { type Dates, readersAfter, type Step } from './readers-after.ts';
import { Suggesting } from './suggesting.tsx';
import { daysOf } from './who-reads.tsx';

export type PassingOnProps = {
  step: Step | 'suggest';
  conversation: OpenConversation & { centre: string };
  seeker: string;
  topic: { topic: string; title: string; address: 'sie' | 'du' } | null;
  onClose: () => void;
  /** `words` say what has been done. */
  onDone: (words: string) => Promise<void>;
};

/** What a counsellor does with a conversation beside writing in it. */
export function PassingOn(props: PassingOnProps): ReactElement {
  const { step } = props;
  return step === 'suggest' ? <Suggesting {...props} /> : <Passing {...props} step={step} />;
}

const nothing: Chosen = { account: '', writes: true, stays: false, first: '', last: '', asks: true };

function Passing({
  step,
  conversation,
  seeker,
  topic,
  onClose,
  onDone,
}: PassingOnProps & { step: Step }): ReactElement {
  const t = useTexts('passing-on');
  const counselling = useTexts('counselling');
  const { clock } = useSigned();
  const { id, entries, covers } = { id: conversation.conversation, ...conversation };
  const newest = entries.findLast((entry): entry is ChangeEntry => entry.t === 'change');
  const [colleagues, setColleagues] = useState<Colleague[] | null>(null);
  const [chosen, setChosen] = useState(nothing);
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const dayOf = (at: number): string => sayDate(at, clock);

  // Synchronises with the centre's log: who works there now.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each dialog
  useEffect(() => {
    readColleagues(conversation.centre).then(setColleagues, (failure) =>
      setError(sayCode(counselling, codeOfFailure(failure))),
    );
  }, []);
  const candidates = useMemo(
    () => colleagues && newest && candidatesFor(step, colleagues, newest, covers),
    [colleagues, newest, step, covers],
  );
  const person = candidates?.find(({ account }) => account === chosen.account);
  const dates = step === 'cover' ? datesOf(chosen.first, chosen.last, Date.now()) : null;
  const isDated = dates === null || typeof dates === 'object';
  const writes = person !== undefined && mayWrite(person) && chosen.writes;
  const readers =
    person && newest && isDated
      ? readersAfter(newest, covers, { step, ...person, writes, stays: chosen.stays, dates })
      : [];
  const question =
    person && isDated
      ? sayQuestion(t, { step, name: person.name, dates, dayOf, isDu: topic?.address === 'du' })
      : null;

  const act = async (): Promise<void> => {
    if (!person) return setError(t.chooseFirst);
    if (typeof dates === 'string') return setError(t[dates]);
    setError(undefined);
    setBusy(true);
    try {
      if (step !== 'remove' && chosen.asks) {
        await askSignedIn('sendMessage', { conversation: id, text: question ?? '' });
        return await onDone(t.asked({ seeker }));
      }
      await doStep(step, { conversation: id, account: person.account, writes, stays: chosen.stays, dates });
      await onDone(sayDone(t, step, person.name, dates, dayOf));
    } catch (failure) {
      setError(sayCode(counselling, codeOfFailure(failure)));
      setBusy(false);
    }
  };
  return (
    <PassOn
      {...{ step, seeker, chosen, readers, dayOf, question, error, isBusy, onClose }}
      topic={topic?.title ?? ''}
      candidates={candidates?.map((one) => ({ ...one, tasks: sayBits(counselling, one.bits) })) ?? null}
      onChange={(change) => {
        setError(undefined);
        setChosen({ ...chosen, ...change });
      }}
      onAct={() => void act()}
    />
  );
}

async function readColleagues(centre: string): Promise<Colleague[]> {
  const { people, staff } = await askSignedIn('describeCentre', centre);
  return people.flatMap(({ account, key, bits, isMe, isPaper, checked }) => {
    const name = staff.find((one) => one.key === key)?.name;
    return isPaper || !name ? [] : [{ account, name, bits, isMe, isChecked: checked !== null }];
  });
}

type Deed = { conversation: string; account: string; writes: boolean; stays: boolean; dates: Dates | null };

function doStep(step: Step, { conversation, account, writes, stays, dates }: Deed): Promise<unknown> {
  switch (step) {
    case 'add':
      return askSignedIn('addMember', { conversation, account, writes });
    case 'handOver':
      return askSignedIn('handOver', { conversation, to: account, stays });
    case 'cover':
      return askSignedIn('planCover', { conversation, cover: { account, ...dates! } });
    case 'remove':
      return askSignedIn('removeMember', { conversation, account });
  }
}

type Words = Texts['passing-on'];
type Asked = { step: Step; name: string; dates: Dates | null; dayOf: (at: number) => string; isDu: boolean };

function sayQuestion(t: Words, { step, name, dates, dayOf, isDu }: Asked): string | null {
  if (step === 'add') return (isDu ? t.questionAddDu : t.questionAddSie)({ name });
  if (step === 'handOver') return (isDu ? t.questionHandOverDu : t.questionHandOverSie)({ name });
  if (step === 'cover' && dates)
    return (isDu ? t.questionCoverDu : t.questionCoverSie)({ name, ...daysOf(dates, dayOf) });
  return null;
}

function sayDone(
  t: Words,
  step: Step,
  name: string,
  dates: Dates | null,
  dayOf: (at: number) => string,
): string {
  if (step === 'cover' && dates) return t.covering({ name, ...daysOf(dates, dayOf) });
  return { add: t.added, handOver: t.handedOver, remove: t.removed, cover: t.added }[step]({ name });
}
