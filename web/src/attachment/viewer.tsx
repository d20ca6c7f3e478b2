import { type ReactElement, type ReactNode, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { download } from '../ui/icons.ts';
import type { Said, Shown } from '../viewer/messages.ts';
import styles from './attachment.module.css';
import type { Pixels } from './file-row.tsx';
import { kindOf, tellingBytes } from './kind-of.ts';

/** Milliseconds after which a document that hasn't answered won't. */
const patience = 15_000;
const mostPixels = 320 * 320;

type ViewerProps = {
  name: string;
  bytes: Uint8Array<ArrayBuffer>;
  onPreview: (pixels: Pixels) => void;
  onSave: () => void;
  onClose: () => void;
  /** `absent`: the document never came · `undrawn`: it can't draw this. */
  onFailed: (why: 'absent' | 'undrawn') => void;
};

/** Believes nothing of what comes from the other document but small numbers and pixels. */
function pixelsIn(said: Said): Pixels | null {
  if (said.t !== 'shown' || !said.preview) return null;
  const { width, height, data } = said.preview;
  const isOne = Number.isInteger(width) && Number.isInteger(height) && data instanceof ArrayBuffer;
  const fits = isOne && width * height <= mostPixels && data.byteLength === 4 * width * height;
  return fits && data.byteLength > 0 ? { width, height, data: new Uint8ClampedArray(data) } : null;
}

/**
 * A file in a document of its own, of no origin: whatever is in it reaches nothing of ours. The page hands it the bytes
 * and hears whether it could show them.
 */
export function Viewer({ name, bytes, onPreview, onSave, onClose, onFailed }: ViewerProps): ReactElement {
  const t = useTexts('attachment');
  const frame = useRef<HTMLIFrameElement>(null);
  const isThere = useRef(false);
  const [isShown, setShown] = useState(false);
  const hear = useEffectEvent(({ source, data }: MessageEvent<Said>) => {
    const to = frame.current?.contentWindow;
    if (!to || source !== to || typeof data !== 'object' || data === null) return;
    if (data.t === 'ready' && !isThere.current) {
      isThere.current = true;
      const kind = kindOf(bytes.subarray(0, tellingBytes));
      // It has no origin that could be named; that it is the one in this frame was just seen.
      to.postMessage({ t: 'show', kind, name, zoom: t.zoom, bytes } satisfies Shown, '*');
    }
    if (data.t === 'shown') setShown(true);
    if (data.t === 'failed') onFailed('undrawn');
    if (data.t === 'close') onClose();
    // The way out by keys works from in there too.
    if (data.t === 'shift')
      document.dispatchEvent(new KeyboardEvent('keydown', { key: 'Shift', bubbles: true }));
    const pixels = pixelsIn(data);
    if (pixels) onPreview(pixels);
  });
  const miss = useEffectEvent(() => !isThere.current && onFailed('absent'));
  // Synchronises with the document in the frame, which comes from the server and may not come.
  useEffect(() => {
    const timer = setTimeout(() => miss(), patience);
    addEventListener('message', hear);
    return () => {
      clearTimeout(timer);
      removeEventListener('message', hear);
    };
  }, []);
  return (
    <ViewerDialog
      name={name}
      onSave={onSave}
      onClose={onClose}
      isComing={!isShown}
      frame={
        <iframe
          ref={frame}
          className={styles.frame}
          src="/viewer"
          title={name}
          sandbox="allow-scripts"
          referrerPolicy="no-referrer"
        />
      }
    />
  );
}

export function ViewerDialog({
  name,
  frame,
  isComing,
  onSave,
  onClose,
}: {
  name: string;
  frame: ReactNode;
  /** Nothing is to be seen yet. */
  isComing?: boolean;
  onSave: () => void;
  onClose: () => void;
}): ReactElement {
  const t = useTexts('attachment');
  return (
    <Dialog
      isOpen
      wide
      onClose={onClose}
      title={
        <bdi dir="ltr" className={styles.title}>
          {name}
        </bdi>
      }
      actions={
        <Button kind="second" icon={download} onClick={onSave}>
          {t.save}
        </Button>
      }
    >
      <div className={styles.shown}>
        {frame}
        <p role="status">{isComing && t.coming}</p>
      </div>
    </Dialog>
  );
}
