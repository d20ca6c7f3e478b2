import type { FormEvent, ReactElement, ReactNode, Ref } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button, IconLink } from '../ui/button.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { Icon } from '../ui/icon.tsx';
import { arrowLeft, arrowRight, check, lockKeyhole } from '../ui/icons.ts';
import { Foot, SeekerFrame } from '../ui/seeker-frame.tsx';
import { Sheet } from '../ui/sheet.tsx';
import { Steps } from '../ui/steps.tsx';
import styles from './write.module.css';

export type WriteProps = {
  frame: FrameData;
  /** Beside the name: which topic or centre this goes to. */
  about: string;
  /** Null until the script has read the link: the server never learns which centre. */
  centre: string | null;
  /** By a counsellor's own link: they alone will read it there. */
  isForOne?: boolean;
  backTo: string;
  sheet?: Ref<HTMLTextAreaElement>;
  onInput?: () => void;
  /** Where the text is kept at this moment; only what is true. */
  kept: { isSaved: true; time: string } | { isSaved: false } | null;
  /** Characters left, from 90 % of the limit on. */
  left?: number;
  error?: string | undefined;
  /** Inserts its line into the sheet. */
  onPrompt?: (line: string) => void;
  onNext?: () => void;
  /** Takes the whole text away; offered once there is one. */
  onClear?: (() => void) | undefined;
  banner?: ReactNode;
  /** Script has taken over: measured as the moment the page can be used. */
  isReady?: boolean;
};

/** The first message: text first, the account later. */
export function Write({
  frame,
  about,
  centre,
  isForOne = false,
  backTo,
  sheet,
  onInput,
  kept,
  left,
  error,
  onPrompt,
  onNext,
  onClear,
  banner,
  isReady,
}: WriteProps): ReactElement {
  const t = useTexts('seeking-help');
  const frameText = useTexts('frame');
  const prompts = [t.promptHappened, t.promptFeel, t.promptWish, t.promptWho];
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onNext?.();
  };
  return (
    <SeekerFrame
      frame={frame}
      about={about}
      banner={banner}
      back={<IconLink label={frameText.back} path={arrowLeft} directional href={backTo} />}
    >
      <form className={styles.page} method="dialog" onSubmit={submit} data-ready={isReady || undefined}>
        <div className={styles.head}>
          <h1>{t.writeTitle}</h1>
          <Steps at={1} of={3} label={t.stepOf({ at: 1, of: 3 })} />
        </div>
        <section className={styles.prompts} aria-labelledby="prompts">
          <h2 id="prompts">{t.promptsTitle}</h2>
          <ul data-sideways>
            {prompts.map((line) => (
              <li key={line}>
                <button type="button" className={styles.prompt} onClick={() => onPrompt?.(line)}>
                  {line}
                </button>
              </li>
            ))}
          </ul>
        </section>
        <div className={styles.sheet}>
          <Sheet
            ref={sheet}
            label={t.writeLabel}
            placeholder={t.writePlaceholder}
            onInput={onInput}
            aria-invalid={error ? true : undefined}
            aria-describedby={error ? 'write-error' : undefined}
            actions={
              onClear && (
                <Button kind="quiet" size="row" onClick={onClear}>
                  {t.clearText}
                </Button>
              )
            }
            state={
              <>
                {left !== undefined && (
                  <span className={styles.left}>
                    {left < 0 ? t.overLimit({ over: -left }) : t.nearLimit({ left })}
                  </span>
                )}
                {kept?.isSaved && (
                  <span className={styles.saved}>
                    <Icon path={check} size={18} />
                    <span className={styles.savedShort}>{t.saved}</span>
                    <span className={styles.savedLong}>{t.savedHere({ time: kept.time })}</span>
                  </span>
                )}
                {kept?.isSaved === false && <span className={styles.unsaved}>{t.keptInMemory}</span>}
              </>
            }
          />
        </div>
        <section className={styles.who} aria-labelledby="who">
          <h2 id="who">{t.whoReads}</h2>
          <p>{isForOne ? t.whoReadsOne : centre ? t.whoReadsAnswer({ centre }) : t.whoReadsSomeone}</p>
          <p>
            <a href="/h#secrecy">{t.whenWeGetHelp}</a>
          </p>
        </section>
        <p className={styles.promise}>
          <Icon path={lockKeyhole} size={18} />
          <span>
            {isForOne ? t.onlyYouAndOne : centre ? t.onlyYouAnd({ centre }) : t.onlyYouAndCentre}{' '}
            <a href="/h#secrecy">{t.whenWeGetHelp}</a>
          </span>
        </p>
        <div className={styles.foot}>
          <Foot>
            {error && (
              <p id="write-error" className={styles.error} role="alert">
                {error}
              </p>
            )}
            <Button type="submit" iconAfter={arrowRight} className={styles.next}>
              {t.next}
            </Button>
          </Foot>
        </div>
      </form>
    </SeekerFrame>
  );
}
