import { type FormEvent, type ReactElement, useEffect, useEffectEvent, useRef, useState } from 'react';
import { useSeeker } from '../account/seeker.ts';
import { useTexts } from '../text/texts.tsx';
import { whyUnsent } from '../thread/why-unsent.ts';
import { Button, IconLink } from '../ui/button.tsx';
import { arrowLeft } from '../ui/icons.ts';
import { OfflineBanner } from '../ui/offline-banner.tsx';
import { Opening } from '../ui/opening.tsx';
import { Foot, SeekerFrame } from '../ui/seeker-frame.tsx';
import { Steps } from '../ui/steps.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { ask, Failed } from '../worker/ask.ts';
import styles from './agree-again.module.css';
import { Unreached } from './unreached.tsx';
import { Unsent } from './unsent.tsx';
import { useSending } from './use-sending.ts';
import { WaitsBanner } from './waits-banner.tsx';
import { Consent } from './way-back.tsx';

/** Another enquiry under the same sign-in: the same way back, only the consent is asked anew. */
export function AgreeAgain(): ReactElement {
  const seeker = useSeeker();
  const t = useTexts('seeking-help');
  const frameText = useTexts('frame');
  const sending = useSending();
  const [consent, setConsent] = useState<{ version: string; text: string } | null>(null);
  const [isUnreached, setUnreached] = useState(false);
  const [error, setError] = useState<string>();
  const box = useRef<HTMLInputElement>(null);
  const name = seeker.name ?? '';
  useArrival(consent !== null);

  const begin = async (): Promise<void> => {
    setUnreached(false);
    const { topic, centre, pin, to } = seeker.choice;
    if (!topic || !centre) return seeker.go('/', { replaces: true });
    const topicTitle = seeker.topics.find((one) => one.topic === topic)?.title ?? '';
    try {
      const asked = await ask('consentText');
      const text = seeker.text.current;
      const enquiry = { text, topic, topicTitle, centre, pin, to, consent: asked.version };
      await ask('beginAnotherEnquiry', { enquiry, name });
      setConsent(asked);
    } catch (failed) {
      if (!(failed instanceof Failed)) throw failed;
      const why = whyUnsent(failed.code);
      if (why === 'expired') seeker.leave('expired', '/w');
      // The sheet says by how much.
      else if (why === 'long') seeker.go('/w', { replaces: true });
      else setUnreached(true);
    }
  };
  const arrive = useEffectEvent(() => void begin());
  // Synchronises with the worker: the enquiry is drawn there.
  useEffect(() => arrive(), []);

  if (isUnreached) return <Unreached frame={seeker.frame} onAgain={() => void begin()} />;
  if (sending.unsent) return <Unsent reason={sending.unsent} onAgain={sending.reset} />;
  if (!consent) return <Opening frame={seeker.frame} />;

  const submit = (event: FormEvent): void => {
    event.preventDefault();
    if (sending.isSending) return;
    setError(box.current?.checked ? undefined : t.consentMissing);
    if (!box.current?.checked) {
      box.current?.focus();
      return;
    }
    void sending.send(name, {
      textChanged: async () => {
        await begin();
        setError(t.consentChanged);
      },
    });
  };
  return (
    <SeekerFrame
      frame={seeker.frame}
      about={sending.centre ?? ''}
      banner={sending.waits ? undefined : <OfflineBanner />}
      back={<IconLink label={frameText.back} path={arrowLeft} directional href="/w" data-back="" />}
    >
      <form className={styles.page} onSubmit={submit} noValidate>
        <div className={styles.head}>
          <h1>{t.agreeTitle}</h1>
          <Steps at={3} of={3} label={t.stepOf({ at: 3, of: 3 })} />
        </div>
        <p className={styles.lead}>{t.agreeLead({ name })}</p>
        <Consent consent={consent.text} consentBox={{ ref: box, error }} />
        <WaitsBanner waits={sending.waits} />
        <Foot>
          <Button type="submit" busy={sending.isSending}>
            {sending.isSending ? t.sending : t.send}
          </Button>
        </Foot>
      </form>
    </SeekerFrame>
  );
}
