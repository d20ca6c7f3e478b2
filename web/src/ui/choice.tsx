import { type InputHTMLAttributes, type ReactElement, type ReactNode, type Ref, useId } from 'react';
import styles from './choice.module.css';
import { classes } from './classes.ts';
import field from './field.module.css';
import { Icon } from './icon.tsx';
import { triangleAlert } from './icons.ts';

export type ChoiceProps = Omit<InputHTMLAttributes<HTMLInputElement>, 'children'> & {
  type: 'radio' | 'checkbox';
  label: ReactNode;
  note?: ReactNode;
  framed?: boolean;
  error?: string | undefined;
  ref?: Ref<HTMLInputElement> | undefined;
};

/** A radio button or tick with its words, framed where it is one of several cards. */
export function Choice({ label, note, framed, error, className, ...input }: ChoiceProps): ReactElement {
  const id = useId();
  return (
    <div className={field.field}>
      <label className={classes(styles.choice, framed && styles.framed, className)}>
        <input
          autoComplete="off"
          {...input}
          aria-invalid={error ? true : undefined}
          aria-describedby={error ? `${id}-error` : undefined}
        />
        <span>
          <span className={styles.choiceLabel}>{label}</span>
          {note && <span className={styles.choiceNote}> {note}</span>}
        </span>
      </label>
      {error && (
        <p className={field.error} id={`${id}-error`}>
          <Icon path={triangleAlert} size={18} />
          <span>{error}</span>
        </p>
      )}
    </div>
  );
}
