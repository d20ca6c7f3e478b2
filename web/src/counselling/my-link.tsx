import { type ReactElement, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Card } from '../ui/card.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { askSignedIn } from './gate.ts';
import { LinkCard } from './own-link.tsx';
import { Problem } from './problem.tsx';
import styles from './room.module.css';
import { codeOfFailure, sayCode } from './say-code.ts';

export type MyLinkProps = {
  /** Null until it is asked for. */
  link: string | null;
  problem?: string | undefined;
  isEnding?: boolean;
  onShow: () => void;
  /** Asks first. */
  onEnd: () => void;
  onEnded: () => void;
  onKeep: () => void;
};

/** A counsellor's own link at a centre: who follows it writes to them alone. */
export function MyLink({
  link,
  problem,
  isEnding = false,
  onShow,
  onEnd,
  onEnded,
  onKeep,
}: MyLinkProps): ReactElement {
  const t = useTexts('counselling');
  if (!link)
    return (
      <Card className={styles.narrow} aria-labelledby="my-link">
        <div className={styles.stack}>
          <h2 id="my-link" className={styles.tight}>
            {t.myLink}
          </h2>
          <p>{t.myLinkUse}</p>
          {problem && <Problem>{problem}</Problem>}
          <Button kind="second" onClick={onShow} className={styles.start}>
            {t.myLinkShow}
          </Button>
        </div>
      </Card>
    );
  return (
    <>
      <LinkCard
        title={t.myLink}
        note={t.myLinkUse}
        picture={t.myLinkPicture}
        link={link}
        acts={
          <Button kind="quiet" onClick={onEnd}>
            {t.myLinkEnd}
          </Button>
        }
      />
      <Dialog
        isOpen={isEnding}
        onClose={onKeep}
        title={t.myLinkEndTitle}
        unchanged={t.myLinkStays}
        actions={
          <>
            <Button kind="second" onClick={onKeep}>
              {t.myLinkKeep}
            </Button>
            <Button kind="danger" onClick={onEnded}>
              {t.myLinkEnd}
            </Button>
          </>
        }
      >
        <p>{t.myLinkEndNote}</p>
        {problem && <Problem>{problem}</Problem>}
      </Dialog>
    </>
  );
}

/** Made when it is first asked for, and the same from then on until it is ended. */
export function MyLinkHere({ centre }: { centre: string }): ReactElement {
  const t = useTexts('counselling');
  const [link, setLink] = useState<string | null>(null);
  const [isEnding, setEnding] = useState(false);
  const [problem, setProblem] = useState<string>();
  const trying = async (act: () => Promise<void>): Promise<void> => {
    setProblem(undefined);
    try {
      await act();
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
    }
  };
  return (
    <MyLink
      {...{ link, problem, isEnding }}
      onShow={() =>
        void trying(async () => setLink(location.origin + (await askSignedIn('makeLink', centre)).path))
      }
      onEnd={() => setEnding(true)}
      onKeep={() => setEnding(false)}
      onEnded={() =>
        void trying(async () => {
          await askSignedIn('endLink', centre);
          setEnding(false);
          setLink(null);
        })
      }
    />
  );
}
