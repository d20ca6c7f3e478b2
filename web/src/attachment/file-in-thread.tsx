import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useOnline } from '../ui/use-online.ts';
import { ask, Failed, listen } from '../worker/ask.ts';
import styles from './attachment.module.css';
import { FileRow, type Pixels } from './file-row.tsx';
import { isHarmless, isPicture, kindOf, renamed, tellingBytes } from './kind-of.ts';
import { saveBytes } from './save-bytes.ts';
import { sayUnopened } from './say-file.ts';
import { Viewer } from './viewer.tsx';

export type FileProps = {
  conversation: string;
  messageId: string;
  file: { name: string; mime: string; size: number };
  /** On a device that others may use: asks before anything is left on it. */
  asksToSave: boolean;
};

/** More letters than anybody reads in a window. */
const longestText = 1_000_000;

type Opened = { bytes: Uint8Array<ArrayBuffer>; name: string; isRisky: boolean };

/** A file in the timeline: fetched and opened by a tap, shown in a document of its own, saved under its name. */
export function FileInThread({ conversation, messageId, file, asksToSave }: FileProps): ReactElement {
  const t = useTexts('attachment');
  const [share, setShare] = useState<number | null>(null);
  const [problem, setProblem] = useState<string | null>(null);
  const [preview, setPreview] = useState<Pixels | null>(null);
  const [viewed, setViewed] = useState<Opened | null>(null);
  const [toSave, setToSave] = useState<Opened | null>(null);
  const isComing = useRef(false);
  const isOnline = useOnline();
  const isText = file.mime === 'text/plain' && file.size <= longestText;
  const isShown = isText || isPicture(file.mime);

  // Synchronises with the worker: how much has come.
  useEffect(
    () =>
      listen((event) => {
        if (event.t === 'opening' && event.messageId === messageId && isComing.current) setShare(event.share);
      }),
    [messageId],
  );
  // Synchronises with the network: that it was missing is no longer true.
  useEffect(() => {
    if (isOnline) setProblem((now) => (now === t.failedNet ? null : now));
  }, [isOnline, t]);
  const open = async (then: (opened: Opened) => void): Promise<void> => {
    if (isComing.current) return;
    isComing.current = true;
    setShare(0);
    setProblem(null);
    try {
      const bytes = await ask('openFile', { conversation, messageId });
      const kind = kindOf(bytes.subarray(0, tellingBytes));
      const name = file.name || renamed(t.namelessFile, kind);
      then({ bytes, name, isRisky: !isHarmless(name, kind) });
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      setProblem(sayUnopened(t, error.code));
    } finally {
      isComing.current = false;
      setShare(null);
    }
  };
  const view = (opened: Opened): void => {
    const kind = kindOf(opened.bytes.subarray(0, tellingBytes));
    if (isPicture(kind) || (isText && kind === 'text')) setViewed(opened);
    else setProblem(t.cannotShow);
  };
  const save = (opened: Opened): void => {
    if (asksToSave || opened.isRisky) setToSave(opened);
    else saveBytes(opened.name, opened.bytes);
  };
  return (
    <FileRow
      file={file}
      share={share}
      problem={problem}
      preview={preview}
      onView={isShown ? () => void open(view) : undefined}
      onSave={() => void open(save)}
    >
      {viewed && (
        <Viewer
          name={viewed.name}
          bytes={viewed.bytes}
          onPreview={setPreview}
          onSave={() => save(viewed)}
          onClose={() => setViewed(null)}
          onFailed={(why) => {
            setViewed(null);
            setProblem(why === 'absent' ? t.failedNet : t.cannotShow);
          }}
        />
      )}
      {toSave && (
        <SaveDialog
          file={toSave}
          isShared={asksToSave}
          onClose={() => setToSave(null)}
          onSave={() => {
            saveBytes(toSave.name, toSave.bytes);
            setToSave(null);
          }}
        />
      )}
    </FileRow>
  );
}

/** Says what saving leaves behind, and what the file may do. */
export function SaveDialog({
  file,
  isShared,
  onSave,
  onClose,
}: {
  file: { name: string; isRisky: boolean };
  isShared: boolean;
  onSave: () => void;
  onClose: () => void;
}): ReactElement {
  const t = useTexts('attachment');
  return (
    <Dialog
      isOpen
      onClose={onClose}
      title={t.saveTitle}
      under={<bdi dir="ltr">{file.name}</bdi>}
      actions={
        <>
          <Button kind="quiet" onClick={onClose}>
            {t.keep}
          </Button>
          <Button onClick={onSave}>{t.save}</Button>
        </>
      }
    >
      <div className={styles.saving}>
        {isShared && <p>{t.saveStays}</p>}
        {file.isRisky && <p>{t.saveRisk}</p>}
      </div>
    </Dialog>
  );
}
