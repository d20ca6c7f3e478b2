import { type ReactElement, type ReactNode, type Ref, type TextareaHTMLAttributes, useId } from 'react';
import { classes } from './classes.ts';
import styles from './sheet.module.css';

export type SheetProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'children' | 'value'> & {
  ref?: Ref<HTMLTextAreaElement>;
  label: string;
  /** Stands in the sheet's foot: what is saved and where, never more than is true. */
  state?: ReactNode;
  /** Beside the state. */
  actions?: ReactNode;
  className?: string;
};

/**
 * The sheet for the first message. The textarea is uncontrolled: what someone typed before the script came
 * survives hydration; read `ref.current.value`, never hold it in state.
 */
export function Sheet({ label, state, actions, className, ...area }: SheetProps): ReactElement {
  const id = useId();
  return (
    <div className={classes(styles.sheet, className)}>
      <label className="away" htmlFor={id}>
        {label}
      </label>
      <textarea autoComplete="off" autoCapitalize="sentences" {...area} id={id} className={styles.text} />
      <div className={styles.foot}>
        {actions}
        <div className={styles.state} role="status">
          {state}
        </div>
      </div>
    </div>
  );
}

export type LineProps = Omit<TextareaHTMLAttributes<HTMLTextAreaElement>, 'children' | 'value'> & {
  ref?: Ref<HTMLTextAreaElement>;
  label: string;
  /** The button that sends, at the end of the line. */
  send: ReactNode;
  /** The button that adds something, at its beginning. */
  add?: ReactNode;
  state?: ReactNode;
  isBox?: boolean;
};

/** The growing line under a conversation: one row until there is more to say. With `isBox` text above, state and button below it. */
export function WritingLine({ label, send, add, state, isBox, ...area }: LineProps): ReactElement {
  const id = useId();
  return (
    <div className={classes(isBox ? styles.box : styles.line, add !== undefined && styles.adds)}>
      <label className="away" htmlFor={id}>
        {label}
      </label>
      {!isBox && add}
      <textarea
        autoComplete="off"
        autoCapitalize="sentences"
        rows={1}
        placeholder={label}
        {...area}
        id={id}
        className={isBox ? styles.boxText : styles.lineText}
      />
      {isBox ? (
        <div className={styles.boxFoot}>
          {add}
          <span className={styles.boxState} role="status">
            {state}
          </span>
          {send}
        </div>
      ) : (
        <>
          {send}
          {state && (
            <p className={styles.lineState} role="status">
              {state}
            </p>
          )}
        </>
      )}
    </div>
  );
}
