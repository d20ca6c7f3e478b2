import { type RefObject, useEffect, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { firstWrongGroup } from './compare-codes.ts';
import { askSignedIn } from './gate.ts';
import { codeOfFailure, sayCode } from './say-code.ts';

export type SheetStep = 'meaning' | 'paper' | 'check' | 'done';

export type Sheet = {
  step: SheetStep;
  go: (step: SheetStep) => void;
  groups: readonly string[];
  typed: RefObject<HTMLInputElement | null>;
  isBusy: boolean;
  problem: string | undefined;
  /** Draws the code, once, and goes on to printing it. */
  toPaper: () => Promise<void>;
  /** Compares what was typed with the sheet; then `act`, the proof that the sheet is at hand, and it is done. */
  check: (act: () => Promise<unknown>) => Promise<void>;
};

/** A new sheet: its code is drawn first and typed back before anything is stored, so no sheet is ever missing. */
export function useSheet(centre: string): Sheet {
  const t = useTexts('counselling');
  const [step, setStep] = useState<SheetStep>('meaning');
  const [writtenCode, setWrittenCode] = useState('');
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const typed = useRef<HTMLInputElement>(null);
  // Synchronises with the document: a step begins at its heading.
  useEffect(() => {
    if (step === 'check') typed.current?.focus();
    else if (step !== 'meaning')
      document.querySelector<HTMLElement>(step === 'paper' ? '#paper' : 'h1')?.focus();
  }, [step]);
  const go = (next: SheetStep): void => {
    setProblem(undefined);
    setStep(next);
  };
  const toPaper = async (): Promise<void> => {
    setProblem(undefined);
    try {
      if (!writtenCode) setWrittenCode((await askSignedIn('drawPaper', centre)).writtenCode);
      setStep('paper');
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
    }
  };
  const check = async (act: () => Promise<unknown>): Promise<void> => {
    const wrong = firstWrongGroup(typed.current?.value ?? '', writtenCode);
    if (wrong !== null) {
      setProblem(t.retypeWrong({ group: String(wrong) }));
      return typed.current?.focus();
    }
    setProblem(undefined);
    setBusy(true);
    try {
      await act();
      await askSignedIn('checkPaper', { centre, code: writtenCode });
      setWrittenCode('');
      setStep('done');
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
    } finally {
      setBusy(false);
    }
  };
  return { step, go, groups: writtenCode.split('-'), typed, isBusy, problem, toPaper, check };
}
