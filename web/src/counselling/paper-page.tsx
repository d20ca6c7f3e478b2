import { type ReactElement, useRef, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { CheckPaper } from './check-paper.tsx';
import { askSignedIn } from './gate.ts';
import { Room } from './room.tsx';
import { codeOfFailure, sayCode } from './say-code.ts';
import type { MyCentre } from './staff-context.ts';
import { useCentre } from './use-centre.ts';

/** The paper code checked: typed from the sheet, proven to be this centre's. */
export function PaperPage({ centre }: { centre: MyCentre }): ReactElement {
  const t = useTexts('counselling');
  const read = useCentre(centre.centre);
  const typed = useRef<HTMLInputElement>(null);
  const [isBusy, setBusy] = useState(false);
  const [isDone, setDone] = useState(false);
  const [problem, setProblem] = useState<string>();
  const onCheck = async (): Promise<void> => {
    const code = typed.current?.value ?? '';
    setProblem(undefined);
    setBusy(true);
    try {
      await askSignedIn('checkPaper', { centre: centre.centre, code });
      setDone(true);
    } catch (failure) {
      const failed = codeOfFailure(failure);
      setProblem(
        failed === 'CODE' ? t.paperMistyped : failed === 'NO_KEY' ? t.paperOther : sayCode(t, failed),
      );
      typed.current?.focus();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Room room="keys" title={t.paperCheckTitle} read={read}>
      {() => (
        <CheckPaper
          isDone={isDone}
          typed={typed}
          error={problem}
          isBusy={isBusy}
          onCheck={() => void onCheck()}
        />
      )}
    </Room>
  );
}
