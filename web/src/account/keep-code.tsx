import { type ReactElement, type RefObject, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { CodeBlock, QrCode } from '../ui/code.tsx';
import { Field } from '../ui/field.tsx';
import { copy, download, printer } from '../ui/icons.ts';
import { PrintSheet } from '../ui/print-sheet.tsx';
import { saveFile } from '../ui/save-file.ts';
import styles from './choose-phrase.module.css';

/** The recovery code as text, picture, print and file, and the question that shows it was kept. */
export function KeepCode({
  writtenCode,
  organisation,
  name,
  isDiscreet,
  probe,
  error,
}: {
  writtenCode: string;
  organisation: string;
  /** The sign-in name that belongs to it. */
  name: string;
  /** The file says nothing to whoever looks through the downloads. */
  isDiscreet?: boolean;
  probe: RefObject<HTMLInputElement | null>;
  error: string | undefined;
}): ReactElement {
  const t = useTexts('account');
  const [isCopied, setCopied] = useState(false);
  const groups = writtenCode.split('-');
  const lines = [
    t.codeSheetTitle({ organisation }),
    '',
    t.codeSheetName({ name }),
    writtenCode,
    '',
    t.codeNote,
  ];
  const save = (): void =>
    isDiscreet ? saveFile(t.noteFile, `${name}\n${writtenCode}\n`) : saveFile(t.codeFile, lines.join('\n'));
  const onCopy = (): void => {
    navigator.clipboard.writeText(writtenCode).then(
      () => setCopied(true),
      () => setCopied(false),
    );
  };
  return (
    <Card className={styles.stack} aria-label={t.yourCode}>
      <div className={styles.codeAndQr}>
        <CodeBlock groups={groups} />
        <QrCode text={writtenCode} label={t.codePicture} size={144} />
      </div>
      <p className={styles.note}>{t.codeNote}</p>
      {isDiscreet && (
        <p className={styles.note}>
          <b>{t.sharing}</b> {t.sharingAnswer}
        </p>
      )}
      <div className={styles.buttons}>
        <Button kind="quiet" size="row" icon={printer} onClick={() => print()}>
          {t.printCode}
        </Button>
        <Button kind="quiet" size="row" icon={download} onClick={save}>
          {t.saveCode}
        </Button>
        <Button kind="quiet" size="row" icon={copy} onClick={onCopy}>
          {isCopied ? t.codeCopied : t.copyCode}
        </Button>
      </div>
      <Field
        label={t.probe}
        hint={t.probeHint}
        name="probe"
        code
        narrow
        maxLength={4}
        autoCapitalize="characters"
        dir="ltr"
        ref={probe}
        error={error}
      />
      <PrintSheet
        title={t.codeSheetTitle({ organisation })}
        from={{ organisation, path: isDiscreet ? '/s' : '/b' }}
      >
        <p>{t.codeSheetName({ name })}</p>
        <CodeBlock groups={groups} />
        <QrCode text={writtenCode} label={t.codePicture} size={180} />
        <p>{t.codeSheetUse}</p>
      </PrintSheet>
    </Card>
  );
}
