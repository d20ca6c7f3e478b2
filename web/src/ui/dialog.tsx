import {
  type ReactElement,
  type ReactNode,
  type Ref,
  useEffect,
  useId,
  useLayoutEffect,
  useRef,
} from 'react';
import { useTexts } from '../text/texts.tsx';
import { IconButton } from './button.tsx';
import { classes } from './classes.ts';
import styles from './dialog.module.css';
import { ExitAbove } from './exit-control.tsx';
import { x } from './icons.ts';

export type DialogProps = {
  isOpen: boolean;
  onClose: () => void;
  /** Names the act: "Beratung annehmen". */
  title: ReactNode;
  under?: ReactNode;
  wide?: boolean;
  /** What does not change, at the start of the foot. */
  unchanged?: ReactNode;
  actions?: ReactNode;
  /** Text was typed: Esc and the backdrop no longer close it. */
  isHeld?: boolean;
  /** False where only an act leads on. */
  hasClose?: boolean;
  children: ReactNode;
};

/** What the focus may begin at. */
const reached = '[autofocus], a[href], button, input, textarea, select';

/** The native modal dialog: it keeps the focus inside and gives it back on closing. */
export function Dialog({
  isOpen,
  onClose,
  title,
  under,
  wide,
  unchanged,
  actions,
  isHeld,
  hasClose = true,
  children,
}: DialogProps): ReactElement {
  const dialog = useRef<HTMLDialogElement>(null);
  const pane = useRef<HTMLDivElement>(null);
  const id = useId();
  const t = useTexts('frame');
  // Synchronises with the browser's own modal state, which only its methods change.
  useEffect(() => {
    if (isOpen && dialog.current && !dialog.current.open) {
      dialog.current.showModal();
      // Else the browser would begin at the way out, and Enter would leave.
      pane.current?.querySelector<HTMLElement>(reached)?.focus();
    }
    if (!isOpen && dialog.current?.open) dialog.current.close();
  }, [isOpen]);
  // Synchronises with the focus: one that is taken away while it is open would take the focus with it.
  useLayoutEffect(() => {
    const shown = dialog.current;
    return () => shown?.close();
  }, []);
  return (
    // biome-ignore lint/a11y/useKeyWithClickEvents: a click on the backdrop is extra; Esc does the same
    <dialog
      ref={dialog}
      className={classes(styles.dialog, wide && styles.wide)}
      aria-labelledby={id}
      onCancel={(event) => {
        event.preventDefault();
        if (!isHeld) onClose();
      }}
      onClose={() => isOpen && onClose()}
      onClick={(event) => event.target === dialog.current && !isHeld && onClose()}
    >
      {isOpen && <ExitAbove />}
      <Pane
        ref={pane}
        id={id}
        title={title}
        under={under}
        unchanged={unchanged}
        actions={actions}
        close={hasClose && <IconButton label={t.close} path={x} onClick={onClose} className={styles.close} />}
      >
        {children}
      </Pane>
    </dialog>
  );
}

type PaneProps = Pick<DialogProps, 'title' | 'under' | 'unchanged' | 'actions' | 'children'> & {
  id: string;
  close?: ReactNode;
  ref?: Ref<HTMLDivElement>;
};

/** What stands inside a dialog. */
function Pane({ id, title, under, unchanged, actions, close, children, ref }: PaneProps): ReactElement {
  return (
    <div ref={ref} className={styles.pane}>
      <div className={styles.head}>
        <div>
          <h2 id={id}>{title}</h2>
          {under && <p className={styles.under}>{under}</p>}
        </div>
        {close}
      </div>
      <div className={styles.body}>{children}</div>
      {(unchanged || actions) && (
        <div className={styles.foot}>
          <p className={styles.unchanged}>{unchanged}</p>
          <div className={styles.actions}>{actions}</div>
        </div>
      )}
    </div>
  );
}
