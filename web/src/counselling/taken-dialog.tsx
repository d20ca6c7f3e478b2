import type { ReactElement } from 'react';
import type { Texts } from '../text/generated/texts.ts';
import { useTexts } from '../text/texts.tsx';
import { BegunText } from '../thread/begun-text.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';

/** Whose enquiry was taken, by whom, as far as either is known, and what had been begun to answer it. */
export type Taken = { seeker: string | null; by: string | null; begun: string };

type Words = Pick<
  Texts['counselling'],
  'taken' | 'takenNameless' | 'takenUnknown' | 'takenUnknownNameless' | 'takenTitle' | 'takenTitleUnknown'
>;

/** Title and sentence for every mixture of what is known. */
export function sayTaken(
  t: Words,
  { seeker, by: name }: Omit<Taken, 'begun'>,
): { title: string; words: string } {
  if (name)
    return {
      title: t.takenTitle({ name }),
      words: seeker ? t.taken({ seeker, name }) : t.takenNameless({ name }),
    };
  return {
    title: t.takenTitleUnknown,
    words: seeker ? t.takenUnknown({ seeker }) : t.takenUnknownNameless,
  };
}

/** A colleague was faster: who, and where to go on. */
export function TakenDialog({
  taken,
  next,
  onClose,
  onNext,
}: {
  taken: Taken | null;
  next: { id: string; name: string } | null;
  onClose: () => void;
  onNext: (id: string) => void;
}): ReactElement {
  const t = useTexts('counselling');
  const { title, words } = sayTaken(t, taken ?? { seeker: null, by: null });
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
      <BegunText text={taken?.begun ?? ''} />
    </Dialog>
  );
}
