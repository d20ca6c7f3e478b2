import { type FormEvent, type ReactElement, useState } from 'react';
import { ChoosePhrase } from '../account/choose-phrase.tsx';
import { KeepCode } from '../account/keep-code.tsx';
import { usePhrase } from '../account/use-phrase.ts';
import { useProbe } from '../account/use-probe.ts';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { ask } from '../worker/ask.ts';
import { Door } from './invitation.tsx';
import { Problem } from './problem.tsx';
import styles from './room.module.css';
import { codeOfFailure, sayCode } from './say-code.ts';

/** After the recovery code: a new phrase and a new code, before anything else. */
export function NewPhrasePage({
  organisation,
  signInName,
  onDone,
  onSignOut,
}: {
  organisation: string;
  signInName: string;
  onDone: () => void;
  onSignOut: () => void;
}): ReactElement {
  const t = useTexts('account');
  const counselling = useTexts('counselling');
  const phrase = usePhrase();
  const [writtenCode, setWrittenCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  const probe = useProbe(writtenCode);
  const change = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setError(undefined);
    setBusy(true);
    try {
      const chosen = await phrase.read(signInName);
      if (chosen) {
        const answer = await ask('changePhrase', { name: signInName, phrase: chosen });
        setWrittenCode(answer.writtenCode);
      }
    } catch (failure) {
      setError(sayCode(counselling, codeOfFailure(failure)));
    } finally {
      setBusy(false);
    }
  };
  const goOn = (event: FormEvent): void => {
    event.preventDefault();
    if (probe.isRight()) onDone();
  };
  if (writtenCode)
    return (
      <Door organisation={organisation} key="code">
        <form className={styles.stack} onSubmit={goOn} noValidate>
          <div>
            <h1>{t.newCodeTitle}</h1>
            <p className={styles.lead}>{t.newCodeLead}</p>
          </div>
          <KeepCode
            writtenCode={writtenCode}
            organisation={organisation}
            name={signInName}
            probe={probe.probe}
            error={probe.error}
          />
          <div className={styles.buttons}>
            <Button type="submit">{t.goOn}</Button>
          </div>
        </form>
      </Door>
    );
  return (
    <Door organisation={organisation} key="phrase">
      <form className={styles.stack} onSubmit={change} noValidate>
        <div>
          <h1>{t.newPhraseTitle}</h1>
          <p className={styles.lead}>{t.newPhraseLead}</p>
        </div>
        <ChoosePhrase {...phrase} isStaff />
        {error && <Problem>{error}</Problem>}
        <div className={styles.buttons}>
          <Button type="submit" busy={isBusy}>
            {isBusy ? t.newPhraseSaving : t.newPhraseSave}
          </Button>
          <Button kind="quiet" onClick={onSignOut}>
            {counselling.signOut}
          </Button>
        </div>
      </form>
    </Door>
  );
}
