import {
  type InputHTMLAttributes,
  type ReactElement,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
  useId,
  useState,
} from 'react';
import { useTexts } from '../text/texts.tsx';
import { classes } from './classes.ts';
import styles from './field.module.css';
import { Icon } from './icon.tsx';
import { eye, eyeOff, triangleAlert } from './icons.ts';

type Around = {
  label: string;
  hint?: ReactNode | undefined;
  /** One sentence: what is wrong and what to do. The value stays. */
  error?: string | undefined;
  /** The error's place stands there empty, for a script without components. */
  hasErrorPlace?: boolean | undefined;
};

type Linked = { id: string; describedBy: string | undefined };

/** Label above, control, hint below, error linked: the frame of every field. */
function Around({
  label,
  hint,
  error,
  hasErrorPlace,
  children,
}: Around & { children: (linked: Linked) => ReactNode }): ReactElement {
  const id = useId();
  const hasError = error || hasErrorPlace;
  const ids = [hint && `${id}-hint`, hasError && `${id}-error`].filter(Boolean).join(' ');
  return (
    <div className={styles.field}>
      <label className={styles.label} htmlFor={id}>
        {label}
      </label>
      {children({ id, describedBy: ids || undefined })}
      {hasError && (
        <p
          className={styles.error}
          id={`${id}-error`}
          {...(hasErrorPlace && { 'data-fault': '', role: 'alert', hidden: !error })}
        >
          <Icon path={triangleAlert} size={18} />
          <span>{error}</span>
        </p>
      )}
      {hint && (
        <p className={styles.hint} id={`${id}-hint`}>
          {hint}
        </p>
      )}
    </div>
  );
}

export type FieldProps = Around &
  Omit<InputHTMLAttributes<HTMLInputElement>, 'children'> & {
    ref?: Ref<HTMLInputElement> | undefined;
    icon?: string;
    after?: ReactNode;
    /** Letters and digits to be compared one by one. */
    code?: boolean;
    narrow?: boolean;
    /** Dots in place of letters. */
    isMasked?: boolean;
  };

/**
 * `autocomplete` is off unless said otherwise: browsers write the text of other fields to disk, where it
 * outlives leaving the page.
 */
export function Field({
  label,
  hint,
  error,
  icon,
  after,
  code,
  narrow,
  isMasked,
  className,
  hasErrorPlace,
  ...input
}: FieldProps): ReactElement {
  return (
    <Around label={label} hint={hint} error={error} hasErrorPlace={hasErrorPlace}>
      {({ id, describedBy }) => (
        <span className={classes(styles.box, narrow && styles.narrow, error && styles.wrong, className)}>
          {icon && <Icon path={icon} size={24} className={styles.lead} />}
          <input
            autoComplete="off"
            spellCheck={false}
            {...input}
            id={id}
            className={classes(styles.input, code && styles.code, isMasked && styles.masked)}
            aria-describedby={describedBy}
            aria-invalid={error ? true : undefined}
          />
          {after}
        </span>
      )}
    </Around>
  );
}

/**
 * A password or phrase with a button that shows it; paste is welcome. Without an `autocomplete` of its own browsers don't
 * see that it is one: they would write the name beside it to disk, even where nobody lets them remember the password.
 */
export function PasswordField(props: Omit<FieldProps, 'type' | 'after'>): ReactElement {
  const [isShown, setShown] = useState(false);
  const t = useTexts('frame');
  const leavesNoTrace = (props.autoComplete ?? 'off') === 'off';
  return (
    <Field
      {...props}
      type={isShown || leavesNoTrace ? 'text' : 'password'}
      autoCorrect="off"
      isMasked={leavesNoTrace && !isShown}
      autoCapitalize="none"
      after={
        <button
          type="button"
          className={styles.show}
          aria-pressed={isShown}
          onClick={() => setShown(!isShown)}
        >
          <Icon path={isShown ? eyeOff : eye} size={20} />
          <span>{isShown ? t.hide : t.show}</span>
        </button>
      }
    />
  );
}

export type TextAreaProps = Around &
  TextareaHTMLAttributes<HTMLTextAreaElement> & {
    ref?: Ref<HTMLTextAreaElement> | undefined;
    /** Letters and digits to be compared one by one. */
    code?: boolean;
  };

export function TextArea({ label, hint, error, code, className, ...area }: TextAreaProps): ReactElement {
  return (
    <Around label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <span className={classes(styles.box, error && styles.wrong, className)}>
          <textarea
            autoComplete="off"
            rows={4}
            {...area}
            id={id}
            className={classes(styles.input, styles.area, code && styles.code)}
            aria-describedby={describedBy}
            aria-invalid={error ? true : undefined}
          />
        </span>
      )}
    </Around>
  );
}

export type SelectProps = Around & {
  name: string;
  options: { value: string; label: string }[];
  defaultValue?: string;
  onChange?: (value: string) => void;
};

export function Select({
  label,
  hint,
  error,
  name,
  options,
  defaultValue,
  onChange,
}: SelectProps): ReactElement {
  return (
    <Around label={label} hint={hint} error={error}>
      {({ id, describedBy }) => (
        <span className={classes(styles.box, error && styles.wrong)}>
          <select
            id={id}
            name={name}
            defaultValue={defaultValue}
            className={styles.input}
            aria-describedby={describedBy}
            autoComplete="off"
            onChange={(event) => onChange?.(event.target.value)}
          >
            {options.map((option) => (
              <option key={option.value} value={option.value}>
                {option.label}
              </option>
            ))}
          </select>
        </span>
      )}
    </Around>
  );
}
