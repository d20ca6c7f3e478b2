import type { FormEvent, ReactElement, Ref } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Field } from '../ui/field.tsx';
import styles from './room.module.css';

export type RetypeProps = {
  typed?: Ref<HTMLInputElement>;
  error?: string | undefined;
  isBusy?: boolean;
  onCheck: () => void;
};

/** The sheet typed back: only so is it known to be legible and at hand. */
export function Retype({
  typed,
  error,
  isBusy,
  onCheck,
  act,
  other,
}: RetypeProps & { act: string; other?: ReactElement }): ReactElement {
  const t = useTexts('counselling');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (!isBusy) onCheck();
  };
  return (
    <Card className={styles.narrow} aria-labelledby="retype">
      <form className={styles.stack} onSubmit={submit} noValidate>
        <h2 id="retype" tabIndex={-1}>
          {t.retypeTitle}
        </h2>
        <p>{t.retypeLead}</p>
        <Field
          label={t.retypeLabel}
          hint={t.retypeHint}
          name="paper"
          code
          dir="ltr"
          ref={typed}
          error={error}
          autoCapitalize="characters"
        />
        <div className={styles.buttons}>
          <Button type="submit" busy={isBusy ?? false}>
            {isBusy ? t.creating : act}
          </Button>
          {other}
        </div>
      </form>
    </Card>
  );
}
