import type { MessageEntry } from '@beistand/client';
import { type ReactElement, useState } from 'react';
import { readCentreName } from '../seeking-help/read-centre.ts';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { ask, Failed } from '../worker/ask.ts';

type Handover = NonNullable<MessageEntry['handover']>;

/** Another centre, as a counsellor suggests it. Nobody goes there but by the tap that says who will read. */
export function MoveOffer({
  conversation,
  handover,
  isThere,
}: {
  conversation: string;
  handover: Handover;
  isThere: boolean;
}): ReactElement {
  const t = useTexts('thread');
  const [isOpen, setOpen] = useState(false);
  const [centre, setCentre] = useState<string | null>(null);
  const [problem, setProblem] = useState('');
  const [isBusy, setBusy] = useState(false);

  const look = async (): Promise<void> => {
    setProblem('');
    const name = await readCentreName(handover.centre, null);
    setCentre(name);
    if (name === null) setProblem(t.moveUnreached);
    setOpen(true);
  };
  const move = async (): Promise<void> => {
    setBusy(true);
    try {
      await ask('move', { conversation, to: { ...handover, pin: null } });
      setOpen(false);
    } catch (error) {
      if (!(error instanceof Failed)) throw error;
      const why: Partial<Record<string, string>> = { FALSE_CENTRE: t.moveFalse, CLOSED: t.moveClosed };
      setProblem(why[error.code] ?? t.moveFailed);
    } finally {
      setBusy(false);
    }
  };
  return (
    <>
      <p>{t.suggested}</p>
      {!isThere && (
        <Button kind="second" size="row" onClick={() => void look()}>
          {t.moveLook}
        </Button>
      )}
      <MoveDialog
        isOpen={isOpen}
        centre={centre}
        problem={problem}
        isBusy={isBusy}
        onClose={() => setOpen(false)}
        onMove={() => void move()}
      />
    </>
  );
}

/** Who will read what from when, then one button named by the act; without a centre's name there is none. */
export function MoveDialog({
  isOpen,
  centre,
  problem,
  isBusy,
  onClose,
  onMove,
}: {
  isOpen: boolean;
  centre: string | null;
  problem: string;
  isBusy: boolean;
  onClose: () => void;
  onMove: () => void;
}): ReactElement {
  const t = useTexts('thread');
  return (
    <Dialog
      isOpen={isOpen}
      onClose={onClose}
      title={centre ? t.moveTitle({ centre }) : t.suggested}
      unchanged={t.moveStays}
      actions={
        <>
          <Button kind="second" onClick={onClose}>
            {t.moveNot}
          </Button>
          {centre && (
            <Button busy={isBusy} onClick={onMove}>
              {t.moveAct}
            </Button>
          )}
        </>
      }
    >
      {centre && <p>{t.moveReads({ centre })}</p>}
      {problem && <p role="alert">{problem}</p>}
    </Dialog>
  );
}
