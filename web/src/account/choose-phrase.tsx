import { type ReactElement, type Ref, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Words } from '../ui/code.tsx';
import { copyText } from '../ui/copy-text.ts';
import { PasswordField } from '../ui/field.tsx';
import { copy, refreshCw } from '../ui/icons.ts';
import styles from './choose-phrase.module.css';

export type ChosenPhrase = {
  /** The offered words, null until they are there. */
  words: readonly string[] | null;
  isOwn: boolean;
  password: Ref<HTMLInputElement>;
  error: string | undefined;
  onOwn: (isOwn: boolean) => void;
  onOther: () => void;
  /** The phrase to register, or null when it was found wanting: then the reason stands at the field. */
  read: (name: string) => Promise<string | null>;
};

/**
 * The phrase one signs in with: seven words to learn, or a password of one's own. Staff may have their browser remember
 * it; a seeker's field leaves no trace.
 */
export function ChoosePhrase({
  words,
  isOwn,
  password,
  error,
  onOwn,
  onOther,
  isStaff,
}: ChosenPhrase & { isStaff?: boolean }): ReactElement {
  const t = useTexts('account');
  const said = words?.join(' ') ?? '';
  /** What was copied last: the button says so only as long as it is the same. */
  const [copied, setCopied] = useState('');
  if (isOwn) {
    return (
      <Card className={styles.stack} aria-label={t.ownPassword}>
        <PasswordField
          label={t.ownPassword}
          hint={t.ownPasswordHint}
          name="new-password"
          autoComplete={isStaff ? 'new-password' : 'off'}
          ref={password}
          error={error}
        />
        <div className={styles.buttons}>
          <Button kind="quiet" size="row" onClick={() => onOwn(false)}>
            {t.wordsInstead}
          </Button>
        </div>
      </Card>
    );
  }
  return (
    <Card className={styles.stack} aria-labelledby="phrase">
      <h2 id="phrase" className={styles.what}>
        {t.yourWords}
      </h2>
      <div role="status" className={styles.words}>
        {words && <Words words={words} />}
      </div>
      <p className={styles.note}>{t.yourWordsNote}</p>
      <div className={styles.buttons}>
        <Button
          kind="quiet"
          size="row"
          icon={copy}
          onClick={() => void copyText(said).then((isDone) => setCopied(isDone ? said : ''))}
        >
          {copied !== '' && copied === said ? t.codeCopied : t.copyCode}
        </Button>
        <Button kind="quiet" size="row" icon={refreshCw} onClick={onOther}>
          {t.otherWords}
        </Button>
        <Button kind="quiet" size="row" onClick={() => onOwn(true)}>
          {t.ownPasswordInstead}
        </Button>
      </div>
    </Card>
  );
}
