import { type FormEvent, Fragment, type ReactElement, type ReactNode, type Ref } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button, IconButton } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Choice } from '../ui/choice.tsx';
import { classes } from '../ui/classes.ts';
import { CodeBlock, QrCode, Words } from '../ui/code.tsx';
import { Field, PasswordField } from '../ui/field.tsx';
import type { FrameData } from '../ui/frame-data.ts';
import { Icon } from '../ui/icon.tsx';
import { arrowLeft, arrowRight, copy, download, printer, refreshCw, usersRound } from '../ui/icons.ts';
import { Foot, SeekerFrame } from '../ui/seeker-frame.tsx';
import { Steps } from '../ui/steps.tsx';
import styles from './way-back.module.css';

export type WayBackProps = {
  frame: FrameData;
  about: string;
  banner?: ReactNode;
  /** Beside the button that sends: why it isn't gone yet. */
  notice?: ReactNode;
  /** On the phone name and phrase come first, then the code; the desk shows both. */
  part: 'name' | 'code';
  onPart: (part: 'name' | 'code') => void;
  onBack: () => void;
  name: string;
  /** Why the name is another one now. */
  nameNote?: string | undefined;
  onOtherName: () => void;
  /** The offered phrase, or null when an own password is being chosen. */
  words: readonly string[] | null;
  password?: { ref?: Ref<HTMLInputElement>; error?: string | undefined; onLeave?: () => void };
  onOwnPassword: (own: boolean) => void;
  onCopyWords: () => void;
  /** The recovery code in groups of four. */
  code: readonly string[];
  onPrint: () => void;
  onSaveFile: () => void;
  onCopyCode: () => void;
  copied?: 'words' | 'code' | undefined;
  probe?: { ref?: Ref<HTMLInputElement>; error?: string | undefined };
  /** The consent text, its paragraphs parted by empty lines, its first line the title. */
  consent: string;
  consentBox?: { ref?: Ref<HTMLInputElement>; error?: string | undefined };
  isSending?: boolean;
  onSend: () => void;
  onSendWithoutCode: () => void;
};

/** The way back: name and phrase, the recovery code asked back once, consent, and only then it is sent. */
export function WayBack(props: WayBackProps): ReactElement {
  const { frame, about, banner, part, onPart, onBack, isSending, onSend } = props;
  const t = useTexts('seeking-help');
  const frameText = useTexts('frame');
  const submit = (event: FormEvent): void => {
    event.preventDefault();
    onSend();
  };
  return (
    <SeekerFrame
      frame={frame}
      about={about}
      banner={banner}
      back={<IconButton label={frameText.back} path={arrowLeft} directional onClick={onBack} />}
    >
      <form className={classes(styles.page, part === 'code' && styles.atCode)} onSubmit={submit} noValidate>
        <div className={styles.head}>
          <h1>
            <span className={styles.nameOnly}>{t.wayBackTitle}</span>
            <span className={styles.codeOnly}>{t.codeTitle}</span>
          </h1>
          <div>
            <span className={styles.nameStep}>
              <Steps at={2} of={3} label={t.stepOf({ at: 2, of: 3 })} />
            </span>
            <span className={styles.codeStep}>
              <Steps at={3} of={3} label={t.stepOf({ at: 3, of: 3 })} />
            </span>
            <span className={styles.bothSteps}>
              <Steps at={3} of={3} label={t.lastSteps} />
            </span>
          </div>
          <p className={styles.lead}>
            <b>{t.notSentYet}</b>{' '}
            <span className={styles.nameOnly}>{props.words ? t.wayBackLead : t.wayBackLeadOwn}</span>
            <span className={styles.codeOnly}>{props.words ? t.codeLead : t.codeLeadOwn}</span>
          </p>
        </div>
        <div className={styles.name}>
          <NameCard {...props} />
          <PhraseCard {...props} />
        </div>
        <div className={styles.code}>
          <CodeCard {...props} />
        </div>
        <div className={styles.consent}>
          <Consent {...props} />
        </div>
        {props.notice && <div className={styles.notice}>{props.notice}</div>}
        <Foot>
          <Button kind="quiet" className={styles.codeOnlyFoot} onClick={props.onSendWithoutCode}>
            {t.sendWithoutCode}
          </Button>
          <Button type="submit" busy={isSending} className={classes(styles.codeOnlyFoot, styles.send)}>
            {isSending ? t.sending : t.send}
          </Button>
          <Button iconAfter={arrowRight} className={styles.nameOnlyFoot} onClick={() => onPart('code')}>
            {t.toCode}
          </Button>
        </Foot>
      </form>
    </SeekerFrame>
  );
}

function NameCard({ name, nameNote, onOtherName }: WayBackProps): ReactElement {
  const t = useTexts('seeking-help');
  return (
    <Card aria-labelledby="own-name">
      <div className={styles.row}>
        <h2 id="own-name" className={styles.what}>
          {t.yourName}
        </h2>
        <Button kind="quiet" size="row" icon={refreshCw} onClick={onOtherName} className={styles.trailing}>
          {t.otherName}
        </Button>
      </div>
      <p className={styles.handle} role="status">
        <bdi dir="ltr">{name}</bdi>
      </p>
      {nameNote && (
        <p className={styles.taken} role="status">
          {nameNote}
        </p>
      )}
    </Card>
  );
}

function PhraseCard({
  words,
  password,
  onOwnPassword,
  onCopyWords,
  copied,
}: Pick<WayBackProps, 'words' | 'password' | 'onOwnPassword' | 'onCopyWords' | 'copied'>): ReactElement {
  const t = useTexts('seeking-help');
  if (!words) {
    return (
      <Card className={styles.stack} aria-label={t.ownPasswordLabel}>
        <PasswordField
          label={t.ownPasswordLabel}
          hint={t.ownPasswordHint}
          error={password?.error}
          ref={password?.ref}
          onBlur={password?.onLeave}
        />
        <div className={styles.buttons}>
          <Button kind="quiet" size="row" onClick={() => onOwnPassword(false)}>
            {t.wordsInstead}
          </Button>
        </div>
      </Card>
    );
  }
  return (
    <Card className={styles.stack} aria-labelledby="own-phrase">
      <h2 id="own-phrase" className={styles.what}>
        {t.yourPhrase({ n: words.length })}
      </h2>
      <Words words={words} />
      <p className={styles.note}>{t.phraseForm}</p>
      <p className={styles.note}>
        <b>{t.remember}</b> {t.rememberHow}
      </p>
      <div className={styles.buttons}>
        <Button kind="quiet" size="row" icon={copy} onClick={onCopyWords}>
          {copied === 'words' ? t.copied : t.copy}
        </Button>
        <Button kind="quiet" size="row" onClick={() => onOwnPassword(true)}>
          {t.ownPassword}
        </Button>
      </div>
    </Card>
  );
}

function CodeCard({
  code,
  onPrint,
  onSaveFile,
  onCopyCode,
  copied,
  probe,
}: Pick<WayBackProps, 'code' | 'onPrint' | 'onSaveFile' | 'onCopyCode' | 'copied' | 'probe'>): ReactElement {
  const t = useTexts('seeking-help');
  return (
    <Card className={styles.stack} aria-labelledby="own-code">
      <h2 id="own-code" className={classes(styles.what, styles.deskOnly)}>
        {t.codeTitle}
      </h2>
      <div className={styles.codeAndQr}>
        <CodeBlock groups={code} />
        <QrCode text={code.join('-')} label={t.codePicture} size={168} />
      </div>
      <div className={styles.buttons}>
        <Button kind="quiet" size="row" icon={printer} onClick={onPrint}>
          {t.print}
        </Button>
        <Button kind="quiet" size="row" icon={download} onClick={onSaveFile}>
          {t.saveFile}
        </Button>
        <Button kind="quiet" size="row" icon={copy} onClick={onCopyCode}>
          {copied === 'code' ? t.copied : t.copy}
        </Button>
      </div>
      <p className={styles.shared}>
        <Icon path={usersRound} size={20} />
        <span>
          <b>{t.sharing}</b> {t.sharingAnswer}
        </span>
      </p>
      <Field
        label={t.probe}
        code
        narrow
        maxLength={4}
        autoCapitalize="characters"
        ref={probe?.ref}
        error={probe?.error}
      />
    </Card>
  );
}

/** The text as it is, its first line the heading, lines that begin with a dash a list; and the tick under it. */
export function Consent({ consent, consentBox }: Pick<WayBackProps, 'consent' | 'consentBox'>): ReactElement {
  const t = useTexts('seeking-help');
  const [title, ...paragraphs] = consent.trim().split('\n\n');
  return (
    <Card className={styles.stack} aria-labelledby="consent">
      <h2 id="consent">{title}</h2>
      <div className={styles.consentText}>
        {paragraphs.map((paragraph) => {
          const points = paragraph.split('\n').filter((line) => line.startsWith('- '));
          const words = paragraph.split('\n').filter((line) => !line.startsWith('- '));
          return (
            <Fragment key={paragraph}>
              <p>{words.join(' ')}</p>
              {points.length > 0 && (
                <ul>
                  {points.map((point) => (
                    <li key={point}>{point.slice(2)}</li>
                  ))}
                </ul>
              )}
            </Fragment>
          );
        })}
      </div>
      <Choice
        type="checkbox"
        name="consent"
        label={t.consentYes}
        required
        error={consentBox?.error}
        ref={consentBox?.ref}
      />
    </Card>
  );
}
