import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { IconButton } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { handOnFocus } from '../ui/hand-on-focus.ts';
import { IconTile } from '../ui/icon.tsx';
import { x } from '../ui/icons.ts';
import styles from './attachment.module.css';
import { iconOf, sayKind } from './say-file.ts';
import type { Staged } from './use-attach.tsx';

/** What has just been chosen is seen, with what is to be said of it; one can scroll to the others. */
const showNew = (row: HTMLElement | null): void => row?.scrollIntoView({ block: 'nearest' });

type TrayProps = { files: readonly Staged[]; areTooMany: boolean; onRemove: (id: number) => void };

/** What will go along with the next message: name, size, kind, and what was taken out of it. */
export function Tray({ files, areTooMany, onRemove }: TrayProps): ReactElement {
  const t = useTexts('attachment');
  const notes: Record<Staged['state'], string> = {
    preparing: t.preparing,
    cleaned: t.cleaned,
    'as-it-is': '',
    not: t.notCleaned,
    empty: t.refusedEmpty,
    large: t.refusedLarge,
    gone: t.refusedGone,
  };
  const isToLookAt = ({ state }: Staged): boolean => ['not', 'empty', 'large', 'gone'].includes(state);
  return (
    <>
      <ul className={styles.tray} aria-label={t.attached}>
        {files.map((file) => (
          <li key={file.id} className={styles.file} ref={showNew}>
            <IconTile path={iconOf(file.mime)} tone={isToLookAt(file) ? 'honey' : 'accent'} />
            <p className={styles.name}>
              <bdi dir="ltr">{file.name}</bdi>
              <span className={styles.note}>{sayKind(t, file)}</span>
              {notes[file.state] && (
                <span className={classes(styles.note, isToLookAt(file) && styles.look)}>
                  {notes[file.state]}
                </span>
              )}
            </p>
            <IconButton
              label={t.removeNamed({ name: file.name })}
              path={x}
              onClick={({ currentTarget }) => {
                handOnFocus(currentTarget);
                onRemove(file.id);
              }}
            />
          </li>
        ))}
      </ul>
      <p className={styles.many} role="status">
        {areTooMany && t.refusedMany}
      </p>
    </>
  );
}
