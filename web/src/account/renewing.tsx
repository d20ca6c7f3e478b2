import { type FormEvent, type ReactElement, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { OfflineBanner } from '../ui/offline-banner.tsx';
import { Foot, SeekerFrame } from '../ui/seeker-frame.tsx';
import { useArrival } from '../ui/use-arrival.ts';
import { ask, Failed } from '../worker/ask.ts';
import { ChoosePhrase } from './choose-phrase.tsx';
import { KeepCode } from './keep-code.tsx';
import styles from './renewing.module.css';
import { useSeeker } from './seeker.ts';
import { usePhrase } from './use-phrase.ts';
import { useProbe } from './use-probe.ts';

/** After the recovery code was used: a new phrase, then a new code, before anything else. */
export function Renewing(): ReactElement {
  const { name, leave } = useSeeker();
  const t = useTexts('account');
  const phrase = usePhrase();
  const [writtenCode, setWrittenCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [error, setError] = useState<string>();
  useArrival(writtenCode);
  const as = name ?? '';
  if (writtenCode) return <NewCode writtenCode={writtenCode} />;

  const change = async (event: FormEvent): Promise<void> => {
    event.preventDefault();
    if (isBusy) return;
    setBusy(true);
    setError(undefined);
    try {
      const chosen = await phrase.read(as);
      if (chosen) setWrittenCode((await ask('changePhrase', { name: as, phrase: chosen })).writtenCode);
    } catch (failure) {
      if (!(failure instanceof Failed)) throw failure;
      if (failure.code === 'SESSION' || failure.code === 'FRESH') leave('expired');
      else setError(failure.code === 'UNREACHABLE' ? t.signInUnreached : t.signInFailedSafe);
    } finally {
      setBusy(false);
    }
  };
  return (
    <Page title={t.newPhraseTitle} lead={t.newPhraseLead} onSubmit={(event) => void change(event)}>
      <ChoosePhrase {...phrase} />
      {error && (
        <p className={styles.error} role="alert">
          {error}
        </p>
      )}
      <Foot>
        <Button type="submit" busy={isBusy}>
          {isBusy ? t.newPhraseSaving : t.newPhraseSave}
        </Button>
      </Foot>
    </Page>
  );
}

function NewCode({ writtenCode }: { writtenCode: string }): ReactElement {
  const { name, frame, go, after } = useSeeker();
  const t = useTexts('account');
  const { probe, error, isRight } = useProbe(writtenCode);
  const goOn = (event: FormEvent): void => {
    event.preventDefault();
    if (isRight()) go(after, { replaces: true });
  };
  return (
    <Page title={t.newCodeTitle} lead={t.newCodeLead} onSubmit={goOn}>
      <KeepCode
        writtenCode={writtenCode}
        organisation={frame.organisation}
        name={name ?? ''}
        isDiscreet
        probe={probe}
        error={error}
      />
      <Foot>
        <Button type="submit">{t.goOn}</Button>
      </Foot>
    </Page>
  );
}

function Page({
  title,
  lead,
  onSubmit,
  children,
}: {
  title: string;
  lead: string;
  onSubmit: (event: FormEvent) => void;
  children: ReactElement | (ReactElement | '' | undefined)[];
}): ReactElement {
  const { frame } = useSeeker();
  return (
    <SeekerFrame frame={frame} banner={<OfflineBanner />}>
      <form className={styles.page} onSubmit={onSubmit} noValidate>
        <div>
          <h1>{title}</h1>
          <p className={styles.lead}>{lead}</p>
        </div>
        {children}
      </form>
    </SeekerFrame>
  );
}
