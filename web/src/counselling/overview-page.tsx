import { type ReactElement, useState } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Failed } from '../worker/ask.ts';
import { Changes } from './changes.tsx';
import { askSignedIn } from './gate.ts';
import { MyLinkHere } from './my-link.tsx';
import { OpenCentre } from './open-centre.tsx';
import { Room } from './room.tsx';
import { COUNSELLOR, LEAD } from './say-bits.ts';
import { codeOfFailure, sayCode } from './say-code.ts';
import { needsOf } from './say-needs.ts';
import { sayDay } from './say-when.ts';
import { type MyCentre, useSigned } from './staff-context.ts';
import { useCentre } from './use-centre.ts';
import { useOwnLink } from './use-own-link.ts';

/** A centre's first room: what is missing before it opens; once open, that it is. */
export function OverviewPage({ centre }: { centre: MyCentre }): ReactElement {
  const { clock, reload: reloadMe } = useSigned();
  const t = useTexts('counselling');
  const isLead = (centre.bits & LEAD) !== 0;
  const read = useCentre(centre.centre);
  const link = useOwnLink(centre.centre, read.now);
  const [isBusy, setBusy] = useState(false);
  const [problem, setProblem] = useState<string>();
  const [openedAt, setOpenedAt] = useState<number | null>(null);
  const onOpen = async (): Promise<void> => {
    setBusy(true);
    setProblem(undefined);
    try {
      const answer = await askSignedIn('openCentre', centre.centre);
      setOpenedAt(answer.openedAt);
      await Promise.all([read.reload(), reloadMe()]);
    } catch (failure) {
      setProblem(sayCode(t, codeOfFailure(failure)));
      if (failure instanceof Failed && failure.code === 'NOT_READY') await read.reload();
    } finally {
      setBusy(false);
    }
  };
  return (
    <Room room="overview" title={t.overview} read={read}>
      {(now) => (
        <>
          <OpenCentre
            name={now.name}
            isOpen={now.state === 'open'}
            openSince={openedAt === null ? null : sayDay(openedAt, clock)}
            needs={needsOf(t, now)}
            mayOpen={isLead}
            isBusy={isBusy}
            problem={problem}
            link={link}
            onOpenCentre={() => void onOpen()}
          />
          {now.state === 'open' && (centre.bits & COUNSELLOR) !== 0 && <MyLinkHere centre={centre.centre} />}
          {isLead && <Changes centre={centre.centre} />}
        </>
      )}
    </Room>
  );
}
