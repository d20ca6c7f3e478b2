import { type ReactElement, useEffect, useEffectEvent, useLayoutEffect, useRef, useState } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { sayClock } from '../text/say-time.ts';
import { useTexts } from '../text/texts.tsx';
import { charactersLeft, isNearlyFull } from '../thread/characters-left.ts';
import { Banner } from '../ui/banner.tsx';
import { OfflineBanner } from '../ui/offline-banner.tsx';
import { UndoBar } from '../ui/undo-bar.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { ask } from '../worker/ask.ts';
import { keepWish } from './keep-wish.ts';
import { readCentre, readCentreName } from './read-centre.ts';
import styles from './write.module.css';
import { Write, type WriteProps } from './write.tsx';

/** Milliseconds of rest after which what was typed is kept. */
const rest = 400;

/** Writing first: the text is kept as it is typed, and whatever was typed before the script came is taken over. */
export function Writing(): ReactElement {
  const seeker = useSeeker();
  const t = useTexts('seeking-help');
  const sheet = useRef<HTMLTextAreaElement>(null);
  const timer = useRef(0);
  const [kept, setKept] = useState<WriteProps['kept']>(null);
  const [left, setLeft] = useState(() => charactersLeft(''));
  const isEmpty = left === charactersLeft('');
  const [error, setError] = useState<'nothing' | 'long'>();
  const [cleared, setCleared] = useState<string>();
  const [isReady, setReady] = useState(false);
  const [centre, setCentre] = useState<string | null>(null);
  const { choice, text, begunFor } = seeker;
  /** The centre the text was begun for, when it stands now under another. */
  const [other, setOther] = useState<string | null>(null);
  const topic = seeker.topics.find((one) => one.topic === choice.topic);
  useArrival();

  const take = (): void => {
    text.current = sheet.current?.value ?? text.current;
    setLeft(charactersLeft(text.current));
    setError(undefined);
    if (text.current.trim() !== '') begunFor.current ??= choice.centre;
    clearTimeout(timer.current);
    timer.current = window.setTimeout(() => void keep(), rest);
  };
  const put = (value: string): void => {
    if (sheet.current) sheet.current.value = value;
    text.current = value;
    take();
  };
  /** What the tab kept before a reload comes back above what has been typed since. */
  const takeBack = async (): Promise<void> => {
    const before = await seeker.restore();
    const now = sheet.current?.value ?? text.current;
    if (before && !now.includes(before)) put(now ? `${before}\n\n${now}` : before);
  };
  const compareCentres = async (): Promise<void> => {
    const begun = text.current.trim() === '' ? null : begunFor.current;
    const isOther = begun !== null && choice.centre !== null && begun !== choice.centre;
    setOther(isOther ? ((await readCentre(begun))?.name ?? null) : null);
  };
  const keep = async (): Promise<void> => {
    clearTimeout(timer.current);
    if (text.current.trim() === '') return;
    await takeBack();
    const isSaved = await ask('keepDraft', { text: text.current, ...choice }).catch(() => false);
    setKept(isSaved ? { isSaved, time: sayClock(new Date()) } : { isSaved });
    // The wish is kept with the text now.
    if (isSaved) keepWish(null);
  };

  const compareNow = useEffectEvent(compareCentres);
  const arrive = useEffectEvent(() => {
    setReady(true);
    if (text.current) put(text.current);
    else take();
    void takeBack().then(compareNow);
  });
  // Synchronises with the sheet, which belongs to the person: what stands in it is added to, never replaced. Before the
  // page is painted: on an old phone a painting more is a quarter of a second in which the sheet isn't wired.
  useLayoutEffect(() => arrive(), []);

  // Synchronises with the page's end: what was typed in the last moment is kept too.
  useEffect(() => {
    const last = (): void => void keep();
    const hidden = (): void => void (document.hidden && last());
    addEventListener('pagehide', last);
    document.addEventListener('visibilitychange', hidden);
    return () => {
      removeEventListener('pagehide', last);
      document.removeEventListener('visibilitychange', hidden);
    };
  });

  // Synchronises with the server: the name of the centre that will read.
  useEffect(() => {
    let isWanted = true;
    void compareNow();
    if (choice.centre)
      void readCentreName(choice.centre, choice.pin).then((name) => isWanted && setCentre(name));
    return () => {
      isWanted = false;
    };
  }, [choice.centre, choice.pin]);

  const next = (): void => {
    if (text.current.trim() === '' || left < 0) {
      setError(left < 0 ? 'long' : 'nothing');
      sheet.current?.focus();
      return;
    }
    void keep();
    begunFor.current = choice.centre;
    if (choice.topic && choice.centre) seeker.go('/w', { step: 2 });
    else seeker.go('/');
  };
  const clear = (): void => {
    setCleared(text.current);
    seeker.wayBack.current = null;
    put('');
    begunFor.current = null;
    setOther(null);
    clearTimeout(timer.current);
    setKept(null);
    sheet.current?.focus();
    void ask('forgetDraft');
  };
  const undo = (): void => {
    put(cleared ?? '');
    setCleared(undefined);
    sheet.current?.focus();
  };
  const prompt = (line: string): void => {
    const area = sheet.current;
    if (!area) return;
    area.setRangeText(
      `${area.value === '' ? '' : '\n\n'}${line}\n`,
      area.value.length,
      area.value.length,
      'end',
    );
    area.focus();
    take();
  };

  return (
    <Write
      frame={seeker.frame}
      about={topic?.title ?? t.writing}
      centre={centre}
      isForOne={choice.to !== undefined}
      backTo={topic ? `/a/${topic.code}` : '/'}
      sheet={sheet}
      onInput={take}
      kept={isEmpty ? null : kept}
      left={isNearlyFull(left) ? left : undefined}
      error={error && (error === 'long' ? t.tooLong : t.nothingWritten)}
      onPrompt={prompt}
      onNext={next}
      onClear={isEmpty ? undefined : clear}
      banner={
        <>
          <OfflineBanner />
          {other && centre && <Banner kind="waiting" title={t.begunForOther({ other, centre })} />}
          {cleared && <Cleared onUndo={undo} onGone={() => setCleared(undefined)} />}
        </>
      }
      isReady={isReady}
    />
  );
}

function Cleared({ onUndo, onGone }: { onUndo: () => void; onGone: () => void }): ReactElement {
  const t = useTexts('seeking-help');
  return (
    <div className={styles.cleared}>
      <UndoBar words={t.textCleared} undo={t.takeBack} onUndo={onUndo} onGone={onGone} />
    </div>
  );
}
