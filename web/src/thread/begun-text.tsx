import { type ReactElement, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { copyText } from '../ui/copy-text.ts';
import { copy } from '../ui/icons.ts';
import styles from './begun-text.module.css';

/** What someone had begun to write where they may no longer write: theirs to copy. Nothing when there is none. */
export function BegunText({ text }: { text: string }): ReactElement | null {
  const t = useTexts('thread');
  const [isCopied, setCopied] = useState(false);
  if (!text.trim()) return null;
  return (
    <div className={styles.begun}>
      <p>{t.begunText}</p>
      <p className={styles.text} dir="auto">
        {text}
      </p>
      <Button
        kind="second"
        size="row"
        icon={copy}
        onClick={() => void copyText(text).then(setCopied)}
        className={styles.copy}
      >
        {isCopied ? t.textCopied : t.copyText}
      </Button>
    </div>
  );
}
