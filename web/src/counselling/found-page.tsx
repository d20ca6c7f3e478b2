import { type ReactElement, useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { CodeBlock } from '../ui/code.tsx';
import { PrintSheet } from '../ui/print-sheet.tsx';
import { firstWrongGroup } from './compare-codes.ts';
import { Elsewhere } from './elsewhere.tsx';
import { FoundCentre } from './found-centre.tsx';
import { askSignedIn } from './gate.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import { sayDate } from './say-when.ts';
import { type MyCentre, useSigned } from './staff-context.ts';
import { CentreShell } from './staff-shell.tsx';

type Step = 'meaning' | 'paper' | 'check' | 'done';

/** Founding: the code of the sheet is drawn first and typed back before anything is stored, so no sheet is ever missing. */
export function FoundPage({ centre }: { centre: MyCentre }): ReactElement {
  const { staff, onSignOut, clock, reload, me, onChooseCentre } = useSigned();
  const t = useTexts('counselling');
  const [isMine] = useState(centre.state === 'draft');
  const [step, setStep] = useState<Step>('meaning');
  const [writtenCode, setWrittenCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const typed = useRef<HTMLInputElement>(null);
  const groups = writtenCode.split('-');
  // Synchronises with the document: a step begins at its heading.
  useEffect(() => {
    if (step === 'check') typed.current?.focus();
    else if (step !== 'meaning')
      document.querySelector<HTMLElement>(step === 'paper' ? '#paper' : 'h1')?.focus();
  }, [step]);

  const toPaper = async (): Promise<void> => {
    setProblem(undefined);
    try {
      if (!writtenCode) setWrittenCode((await askSignedIn('drawPaper', centre.centre)).writtenCode);
      setStep('paper');
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
    }
  };
  const onCheck = async (): Promise<void> => {
    const wrong = firstWrongGroup(typed.current?.value ?? '', writtenCode);
    if (wrong !== null) {
      setProblem(t.retypeWrong({ group: String(wrong) }));
      return typed.current?.focus();
    }
    setProblem(undefined);
    setBusy(true);
    try {
      // Tried again after an answer that got lost, the centre may stand already: then only the sheet is left to prove.
      const { centres } = await askSignedIn('me');
      const isDraft = centres.some((one) => one.centre === centre.centre && one.state === 'draft');
      if (isDraft) await askSignedIn('foundCentre', { centre: centre.centre, name: centre.name });
      await askSignedIn('checkPaper', { centre: centre.centre, code: writtenCode });
      setWrittenCode('');
      setStep('done');
      await reload();
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
    } finally {
      setBusy(false);
    }
  };
  if (!isMine) return <Elsewhere to="/b/centre" />;
  const others = me.centres.filter((one) => one.centre !== centre.centre);
  return (
    <CentreShell
      room="overview"
      staff={staff}
      onSignOut={onSignOut}
      others={others.map((one) => ({ id: one.centre, name: one.name }))}
      onChoose={onChooseCentre}
    >
      {step === 'meaning' && (
        <FoundCentre step="meaning" centre={centre.name} onNext={() => void toPaper()} problem={problem} />
      )}
      {step === 'paper' && (
        <FoundCentre
          step="paper"
          centre={centre.name}
          code={groups}
          onPrint={() => print()}
          onPrinted={() => setStep('check')}
        />
      )}
      {step === 'check' && (
        <FoundCentre
          step="check"
          centre={centre.name}
          typed={typed}
          error={problem}
          isBusy={isBusy}
          onCheck={() => void onCheck()}
          onBack={() => {
            setProblem(undefined);
            setStep('paper');
          }}
        />
      )}
      {step === 'done' && <FoundCentre step="done" centre={centre.name} />}
      {step === 'paper' && (
        <PrintSheet title={t.paperSheetTitle({ centre: centre.name })}>
          <CodeBlock groups={groups} />
          <p>{t.paperLead}</p>
          <p>{t.paperNeverDigital}</p>
          <p>{sayDate(Date.now(), clock)}</p>
        </PrintSheet>
      )}
    </CentreShell>
  );
}
