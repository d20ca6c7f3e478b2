import { type ReactElement, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { download } from '../ui/icons.ts';
import { saveFile } from '../ui/save-file.ts';
import { ask } from '../worker/ask.ts';

/** What can be handed on when a conversation has stopped: codes and hashes, nothing of what was written. */
export function SaveReport({ conversation }: { conversation: string }): ReactElement {
  const t = useTexts('thread');
  const [isFailed, setFailed] = useState(false);
  const save = async (): Promise<void> => {
    setFailed(false);
    try {
      const report = await ask('report', conversation);
      // The name stays in the folder of downloads and says nothing.
      saveFile(t.reportFile, `${JSON.stringify(report, null, 2)}\n`);
    } catch {
      setFailed(true);
    }
  };
  return (
    <>
      <p>{t.reportNote}</p>
      <Button kind="second" size="row" icon={download} onClick={() => void save()}>
        {t.saveReport}
      </Button>
      {isFailed && <p role="alert">{t.reportFailed}</p>}
    </>
  );
}
