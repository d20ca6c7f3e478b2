import { limits } from '@beistand/contract';
import type { ReactElement } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Button } from '../ui/button.tsx';
import { Dialog } from '../ui/dialog.tsx';
import { useIdle } from '../ui/use-idle.ts';
import { ask } from '../worker/ask.ts';
import { useSeeker } from './seeker.ts';

const minute = 60_000;
const limit = 15 * minute;
const limitOnMine = limits.sessions.seeker.idle * 1000;
const warning = 2 * minute;

/** A page left alone forgets its keys, soon on a device that may not be one's own; a warning comes before. */
export function IdleLock(): ReactElement {
  const { beforeLock, leave, isMine } = useSeeker();
  const t = useTexts('frame');
  const isSoon = useIdle(isMine ? limitOnMine : limit, warning, () => {
    const kept = beforeLock.current?.() ?? Promise.resolve();
    // What could not be kept for lack of a network is still in this page's memory; the keys go all the same.
    void kept.catch(() => undefined).then(() => ask('lock'));
    leave('locked');
  });
  return (
    <Dialog
      isOpen={isSoon}
      onClose={() => undefined}
      title={t.stillThere}
      hasClose={false}
      actions={<Button>{t.iAmHere}</Button>}
    >
      <p>{t.locksSoon}</p>
    </Dialog>
  );
}
