import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** A colleague was faster: who, and where to go on. */
export function TakenDialog({
  taken,
  next,
  onClose,
  onNext,
}: {
  taken: { seeker: string; by: string | null } | null;
  next: { id: string; name: string } | null;
  onClose: () => void;
  onNext: (id: string) => void;
}): ReactElement {
  const t = useTexts('counselling');
  const title = taken?.by ? t.takenTitle({ name: taken.by }) : t.takenTitleUnknown;
  const words =
    taken &&
    (taken.by ? t.taken({ seeker: taken.seeker, name: taken.by }) : t.takenUnknown({ seeker: taken.seeker }));
  return (
    <Dialog
      isOpen={taken !== null}
      onClose={onClose}
      title={title}
      actions={
        <>
          <Button kind={next ? 'quiet' : 'main'} onClick={onClose}>
            {t.toTheList}
          </Button>
          {next && <Button onClick={() => onNext(next.id)}>{t.takenNext({ next: next.name })}</Button>}
        </>
      }
    >
      <p>{words}</p>
    </Dialog>
  );
}
