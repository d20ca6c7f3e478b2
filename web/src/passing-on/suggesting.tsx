import { type ReactElement, useEffect, useState } from 'react';
import { askSignedIn } from '../counselling/gate.ts';
import { codeOfFailure, sayCode } from '../counselling/say-code.ts';
import { useTexts } from '../text/texts.tsx';
import type { PassingOnProps } from './passing-on.tsx';
import { Suggest, type SuggestProps } from './suggest.tsx';

/** Finds the other centre by topic, holds its name against the one it was founded under, and suggests it. */
export function Suggesting({
  conversation,
  seeker,
  topic: known,
  onClose,
  onDone,
}: PassingOnProps): ReactElement {
  const t = useTexts('passing-on');
  const counselling = useTexts('counselling');
  const [topics, setTopics] = useState<SuggestProps['topics']>([]);
  const [topic, setTopic] = useState(known?.topic ?? '');
  const [centres, setCentres] = useState<SuggestProps['centres']>(null);
  const [centre, setCentre] = useState('');
  const [named, setNamed] = useState<{ centre: string; name: string } | null>(null);
  const [error, setError] = useState<string>();
  const [isBusy, setBusy] = useState(false);
  const failed = (failure: unknown): void => setError(sayCode(counselling, codeOfFailure(failure)));

  // Synchronises with the server: the topics there are.
  // biome-ignore lint/correctness/useExhaustiveDependencies: once for each dialog
  useEffect(() => {
    askSignedIn('topics').then((answer) => {
      setTopics(answer.topics);
      if (!topic) setTopic(answer.topics[0]?.topic ?? '');
    }, failed);
  }, []);
  // Synchronises with the server: the centres that answer to a topic.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `topic` alone decides
  useEffect(() => {
    let isCurrent = true;
    setCentres(null);
    setCentre('');
    setError(undefined);
    if (topic)
      askSignedIn('centresFor', topic).then(
        (all) => isCurrent && setCentres(all.filter((one) => one.centre !== conversation.centre)),
        (failure) => isCurrent && failed(failure),
      );
    return () => {
      isCurrent = false;
    };
  }, [topic]);
  // Synchronises with the chosen centre's log, which says its name.
  // biome-ignore lint/correctness/useExhaustiveDependencies: `centre` alone decides
  useEffect(() => {
    let isCurrent = true;
    const shown = centres?.find((one) => one.centre === centre)?.name;
    setNamed(null);
    setError(undefined);
    if (shown !== undefined)
      askSignedIn('nameOfCentre', { centre, shown, pin: null }).then(
        (name) => isCurrent && setNamed({ centre, name }),
        (failure) => isCurrent && failed(failure),
      );
    return () => {
      isCurrent = false;
    };
  }, [centre]);

  const act = async (): Promise<void> => {
    if (named?.centre !== centre) return setError(t.chooseCentre);
    setBusy(true);
    try {
      await askSignedIn('suggestCentre', { conversation: conversation.conversation, centre });
      await onDone(t.suggested);
    } catch (failure) {
      failed(failure);
      setBusy(false);
    }
  };
  return (
    <Suggest
      {...{ seeker, topics, topic, centres, error, isBusy, onClose }}
      about={t.about({ seeker, topic: known?.title ?? '' })}
      named={named?.centre === centre ? named.name : null}
      onTopic={setTopic}
      onCentre={setCentre}
      onAct={() => void act()}
    />
  );
}
