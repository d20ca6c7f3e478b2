import { type ReactElement, type ReactNode, useEffect, useRef } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Icon } from '../ui/icon.tsx';
import { download, eye } from '../ui/icons.ts';
import styles from './attachment.module.css';
import { iconOf, sayKind } from './say-file.ts';

/** A small picture as bare pixels, four bytes each. */
export type Pixels = { width: number; height: number; data: Uint8ClampedArray<ArrayBuffer> };

export type FileRowProps = {
  file: { name: string; mime: string; size: number };
  /** How much has come of what is being fetched; null when nothing is. */
  share: number | null;
  problem: string | null;
  preview: Pixels | null;
  /** Absent for what can't be shown here. */
  onView?: (() => void) | undefined;
  onSave: () => void;
  children?: ReactNode;
};

/** A file that somebody has sent: what it is, a small picture once it has been looked at, and what can be done with it. */
export function FileRow({
  file,
  share,
  problem,
  preview,
  onView,
  onSave,
  children,
}: FileRowProps): ReactElement {
  const t = useTexts('attachment');
  const name = file.name || t.nameless;
  const isComing = share !== null;
  return (
    <div className={styles.file}>
      <span className={styles.icon}>
        <Icon path={iconOf(file.mime)} />
      </span>
      <p className={styles.name}>
        <bdi dir="ltr">{name}</bdi>
        <span className={styles.note}>{sayKind(t, file)}</span>
      </p>
      {preview && onView && (
        <button type="button" className={styles.preview} aria-label={t.viewNamed({ name })} onClick={onView}>
          <Preview of={preview} />
        </button>
      )}
      <div className={styles.acts}>
        {onView && (
          <Button
            kind="second"
            size="row"
            icon={eye}
            busy={isComing}
            aria-label={t.viewNamed({ name })}
            onClick={onView}
          >
            {t.view}
          </Button>
        )}
        <Button
          kind="second"
          size="row"
          icon={download}
          busy={isComing}
          aria-label={t.saveNamed({ name })}
          onClick={onSave}
        >
          {t.save}
        </Button>
      </div>
      {isComing && <progress className={styles.bar} aria-label={t.coming} max={1} value={share} />}
      <p className={styles.acts} role="status">
        {problem && <span className={styles.look}>{problem}</span>}
      </p>
      {children}
    </div>
  );
}

function Preview({ of }: { of: Pixels }): ReactElement {
  const canvas = useRef<HTMLCanvasElement>(null);
  // Synchronises with the canvas: its pixels are the browser's.
  useEffect(() => {
    canvas.current?.getContext('2d')?.putImageData(new ImageData(of.data, of.width, of.height), 0, 0);
  }, [of]);
  return <canvas ref={canvas} width={of.width} height={of.height} />;
}
