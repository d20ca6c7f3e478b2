import type { UploadRow } from '@beistand/client';
import type { ReactElement } from 'react';
import type { Texts } from '../text/generated/texts.ts';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { classes } from '../ui/classes.ts';
import { handOnFocus } from '../ui/hand-on-focus.ts';
import { IconTile } from '../ui/icon.tsx';
import { ask } from '../worker/ask.ts';
import styles from './attachment.module.css';
import { iconOf, sayKind, sayStopped } from './say-file.ts';

type UploadsProps = { rows: readonly UploadRow[] };

function sayState(t: Texts['attachment'], { state, code, done, of }: UploadRow): string {
  if (state === 'queued') return t.queued;
  if (state === 'waiting') return t.waiting;
  if (state === 'stopped') return sayStopped(t, code ?? '').words;
  return of > 1 && done > 0 && done < of
    ? t.sentShare({ percent: String(Math.round((100 * done) / of)) })
    : t.sending;
}

/** Files on their way, each with how far it is and how to stop it. */
export function UploadRows({ rows }: UploadsProps): ReactElement {
  const t = useTexts('attachment');
  return (
    <ul className={classes(styles.uploads, styles.own)}>
      {rows.map((row) => {
        const isStopped = row.state === 'stopped';
        const name = row.name || t.nameless;
        const mayTryAgain = isStopped && sayStopped(t, row.code ?? '').mayTryAgain;
        const isMarked = isStopped || row.state === 'waiting';
        return (
          <li key={row.id} className={styles.file}>
            <IconTile path={iconOf(row.mime)} tone={isMarked ? 'honey' : 'accent'} />
            <p className={styles.name}>
              <bdi dir="ltr">{name}</bdi>
              <span className={styles.note}>{sayKind(t, row)}</span>
              <span className={classes(styles.note, isMarked && styles.look)}>{sayState(t, row)}</span>
            </p>
            {!isStopped && (
              <progress
                className={styles.bar}
                aria-label={name}
                max={Math.max(1, row.of)}
                {...(row.of > 1 && { value: row.done })}
              />
            )}
            {row.state !== 'sent' && (
              <div className={styles.acts}>
                {mayTryAgain && (
                  <Button
                    kind="second"
                    size="row"
                    onClick={({ currentTarget }) => {
                      handOnFocus(currentTarget);
                      void ask('retryFile', row.id);
                    }}
                  >
                    {t.again}
                  </Button>
                )}
                <Button
                  kind="quiet"
                  size="row"
                  aria-label={isStopped ? t.removeNamed({ name }) : t.cancelNamed({ name })}
                  onClick={({ currentTarget }) => {
                    handOnFocus(currentTarget);
                    void ask('dropFile', row.id);
                  }}
                >
                  {isStopped ? t.discard : t.cancel}
                </Button>
              </div>
            )}
          </li>
        );
      })}
    </ul>
  );
}
