import type { Enquiry } from '@beistand/client';
import { type ReactElement, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { useTexts } from '../text/texts.tsx';
import { whyUnsent } from '../thread/why-unsent.ts';
import { Button } from '../ui/button.tsx';
import { CodeBlock, QrCode } from '../ui/code.tsx';
import { copyText } from '../ui/copy-text.ts';
import { Dialog } from '../ui/dialog.tsx';
import { OfflineBanner } from '../ui/offline-banner.tsx';
import { Opening } from '../ui/opening.tsx';
import { PrintSheet } from '../ui/print-sheet.tsx';
import { saveFile } from '../ui/save-file.ts';
import { showFault } from '../ui/show-fault.ts';
import { useArrival } from '../ui/use-arrival.ts';
import { ask, Failed } from '../worker/ask.ts';
import { isSameGroup } from './is-same-group.ts';
import { sayFlaw } from './say-flaw.ts';
import { Unreached } from './unreached.tsx';
import { Unsent } from './unsent.tsx';
import { useSending } from './use-sending.ts';
import { WaitsBanner } from './waits-banner.tsx';
import { WayBack } from './way-back.tsx';

/** Milliseconds without a change after which the slow work begins, while the person writes down the code. */
const settled = 1500;

type Keys = { name: string; phrase: string; writtenCode: string };
type Errors = { password?: string; probe?: string; consent?: string };

/** Name, phrase, code and consent of someone new. Everything random is drawn once and survives going back. */
export function FirstTime(): ReactElement {
  const seeker = useSeeker();
  const t = useTexts('seeking-help');
  const sending = useSending();
  const [keys, setKeys] = useState<Keys | null>(seeker.wayBack.current);
  const [consent, setConsent] = useState<{ version: string; text: string } | null>(null);
  const [isUnreached, setUnreached] = useState(false);
  const [part, setPart] = useState<'name' | 'code'>('name');
  const [isOwn, setOwn] = useState(keys !== null && !/^\p{Ll}+( \p{Ll}+){6}$/u.test(keys.phrase));
  /** What was copied last: only as long as it is the same may the button say so. */
  const [copied, setCopied] = useState('');
  const [errors, setErrors] = useState<Errors>({});
  const [note, setNote] = useState<string>();
  const [isLeaving, setLeaving] = useState(false);
  /** The words that were offered: whoever comes back from an own password finds the ones they may have learnt. */
  const offered = useRef(isOwn ? null : (keys?.phrase ?? null));
  const password = useRef<HTMLInputElement>(null);
  const probe = useRef<HTMLInputElement>(null);
  const consentBox = useRef<HTMLInputElement>(null);
  useArrival(`${keys !== null} ${part} ${note}`);

  const begin = async (): Promise<void> => {
    setUnreached(false);
    const { topic, centre, pin, to } = seeker.choice;
    const title = seeker.topics.find((one) => one.topic === topic)?.title ?? '';
    if (!topic || !centre) return seeker.go('/', { replaces: true });
    try {
      const asked = await ask('consentText');
      const enquiry = {
        text: seeker.text.current,
        topic,
        topicTitle: title,
        centre,
        pin,
        to,
        consent: asked.version,
      };
      const before = seeker.wayBack.current;
      if (!before || !(await isRevised(enquiry))) {
        const name = before?.name ?? (await ask('proposeName'));
        const phrase = before?.phrase ?? (await ask('proposePhrase'));
        const { writtenCode } = await ask('beginEnquiry', { enquiry, name, phrase });
        offered.current = phrase;
        remember({ name, phrase, writtenCode });
        if (before) setNote(t.codeIsNew);
      }
      setConsent(asked);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      // The sheet says by how much.
      if (whyUnsent(error.code) === 'long') seeker.go('/w', { replaces: true });
      else setUnreached(true);
    }
  };
  const remember = (next: Keys): void => {
    seeker.wayBack.current = next;
    setKeys(next);
  };
  const arrive = useEffectEvent(() => void begin());
  // Synchronises with the worker: the account is drawn there.
  useEffect(() => arrive(), []);
  // Synchronises with the clock: the slow work begins when name and phrase have stood for a while.
  // biome-ignore lint/correctness/useExhaustiveDependencies: other keys begin the wait anew
  useEffect(() => {
    if (!consent || isOwn) return;
    const timer = setTimeout(() => void ask('prepareEnquiry'), settled);
    return () => clearTimeout(timer);
  }, [keys, consent, isOwn]);

  if (isUnreached) return <Unreached frame={seeker.frame} onAgain={() => void begin()} />;
  if (sending.unsent) return <Unsent reason={sending.unsent} onAgain={sending.reset} />;
  if (!keys || !consent) return <Opening frame={seeker.frame} />;

  const groups = keys.writtenCode.split('-');
  const rename = async (): Promise<string> => {
    const name = await ask('proposeName');
    if (!(await ask('reviseEnquiry', { name }))) return keys.name;
    remember({ ...keys, name });
    return name;
  };
  const readAgain = async (): Promise<void> => {
    const asked = await ask('consentText');
    await ask('reviseEnquiry', { enquiry: { consent: asked.version } });
    setConsent(asked);
    if (consentBox.current) consentBox.current.checked = false;
    setErrors({ consent: t.consentChanged });
    consentBox.current?.focus();
  };
  const takePassword = async (): Promise<string | undefined> => {
    const phrase = password.current?.value ?? '';
    const flaw = await ask('judgePhrase', { phrase, name: keys.name });
    if (flaw) return sayFlaw(t, flaw);
    if (phrase !== keys.phrase) {
      if (await ask('reviseEnquiry', { phrase })) remember({ ...keys, phrase });
    }
    return undefined;
  };
  const send = async (withCode: boolean): Promise<void> => {
    if (sending.isSending) return;
    const found: Errors = {};
    if (isOwn) found.password = await takePassword();
    if (withCode && !isSameGroup(probe.current?.value ?? '', groups.at(-1) ?? ''))
      found.probe = probe.current?.value ? t.probeWrong : t.probeMissing;
    if (!consentBox.current?.checked) found.consent = t.consentMissing;
    setErrors(found);
    setLeaving(false);
    setNote(undefined);
    if (found.password) setPart('name');
    const first = found.password ? password : found.probe ? probe : found.consent ? consentBox : null;
    if (first) return showFault(first.current);
    await sending.send(keys.name, {
      nameTaken: async () => {
        setNote(t.nameTaken({ name: keys.name, next: await rename() }));
        setPart('name');
      },
      textChanged: readAgain,
    });
  };
  const switchOwn = async (own: boolean): Promise<void> => {
    if (sending.isSending) return;
    setOwn(own);
    setErrors({});
    if (own) return;
    const phrase = offered.current ?? (await ask('proposePhrase'));
    offered.current = phrase;
    if (await ask('reviseEnquiry', { phrase })) remember({ ...keys, phrase });
  };
  const copy = (text: string) => (): void =>
    void copyText(text).then((isDone) => setCopied(isDone ? text : ''));
  /** An own password is judged before one goes on, not when everything else is done. */
  const judgeOwn = async (): Promise<boolean> => {
    const flaw = isOwn ? await takePassword() : undefined;
    setErrors((found) => ({ ...found, password: flaw }));
    if (flaw) showFault(password.current);
    return !flaw;
  };
  /** On the desk both steps stand on one page: there leaving the field is leaving the step. */
  const leftPassword = async (): Promise<void> => {
    if (!password.current?.value) return;
    const flaw = await takePassword();
    setErrors((found) => ({ ...found, password: flaw }));
  };
  const toPart = async (next: 'name' | 'code'): Promise<void> => {
    if (next === 'name' || (await judgeOwn())) setPart(next);
  };

  const forgive = ({ target }: { target: EventTarget }): void => {
    const mended = { password, probe, consent: consentBox };
    for (const [name, field] of Object.entries(mended))
      if (target === field.current) setErrors((found) => ({ ...found, [name]: undefined }));
  };
  return (
    <div onInput={forgive}>
      <WayBack
        frame={seeker.frame}
        about={sending.centre ?? ''}
        banner={sending.waits ? undefined : <OfflineBanner />}
        notice={sending.waits && <WaitsBanner waits={sending.waits} />}
        part={part}
        onPart={(next) => void toPart(next)}
        onBack={() => (part === 'code' ? setPart('name') : history.back())}
        name={keys.name}
        nameNote={note}
        onOtherName={() => void rename()}
        words={isOwn ? null : keys.phrase.split(' ')}
        password={{ ref: password, error: errors.password, onLeave: () => void leftPassword() }}
        onOwnPassword={(own) => void switchOwn(own)}
        onCopyWords={copy(keys.phrase)}
        code={groups}
        onPrint={() => print()}
        onSaveFile={() => saveFile(t.fileName, `${keys.name}\n${keys.writtenCode}\n`)}
        onCopyCode={copy(keys.writtenCode)}
        copied={copied === keys.phrase ? 'words' : copied === keys.writtenCode ? 'code' : undefined}
        probe={{ ref: probe, error: errors.probe }}
        consent={consent.text}
        consentBox={{ ref: consentBox, error: errors.consent }}
        isSending={sending.isSending}
        onSend={() => void send(true)}
        onSendWithoutCode={() => setLeaving(!sending.isSending)}
      />
      <Dialog
        isOpen={isLeaving}
        onClose={() => setLeaving(false)}
        title={t.withoutCodeTitle}
        actions={
          <>
            <Button kind="second" onClick={() => void send(false)}>
              {t.withoutCodeYes}
            </Button>
            <Button onClick={() => setLeaving(false)}>{t.backToCode}</Button>
          </>
        }
      >
        <p>{t.withoutCode}</p>
      </Dialog>
      <PrintSheet title={t.codeSheetTitle} from={{ organisation: seeker.frame.organisation, path: '/s' }}>
        <p>{t.codeSheetName({ name: keys.name })}</p>
        <CodeBlock groups={groups} />
        <QrCode text={keys.writtenCode} label={t.codePicture} size={180} />
        <p>{t.codeSheetUse}</p>
      </PrintSheet>
    </div>
  );
}

/** False when what was begun is gone: the worker was started anew, and the browser lets this tab store nothing. */
async function isRevised(enquiry: Enquiry): Promise<boolean> {
  try {
    await ask('reviseEnquiry', { enquiry });
    return true;
  } catch (error) {
    if (error instanceof Failed && error.code === 'NOT_WANTED') return false;
    throw error;
  }
}
