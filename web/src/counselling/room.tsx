import type { ReactElement, ReactNode } from 'react';
import { useTexts } from '../text/texts.tsx';
import { Banner } from '../ui/banner.tsx';
import { Button } from '../ui/button.tsx';
import { EmptyState } from '../ui/empty-state.tsx';
import { refreshCw, triangleAlert } from '../ui/icons.ts';
import { Bars } from '../ui/list.tsx';
import { sayCentre } from './say-centre.ts';
import { sayCode } from './say-code.ts';
import { useSigned } from './staff-context.ts';
import { CentreShell, type RoomName } from './staff-shell.tsx';
import type { CentreNow } from './use-centre.ts';

/** A room of a centre, or its bars while it is being read, or why it can't be. */
export function Room({
  room,
  title,
  read,
  children,
}: {
  room: RoomName;
  title: string;
  read: { now: CentreNow | null; code: string | null; reload: () => Promise<void> };
  children: (now: CentreNow) => ReactNode;
}): ReactElement {
  const { staff, onSignOut, isConnected, me, centre, onChooseCentre } = useSigned();
  const t = useTexts('counselling');
  const frame = useTexts('frame');
  const { now, code, reload } = read;
  const isFalse = code === 'FALSE_CENTRE' || code === 'LOG_WITHHELD';
  const others = me.centres.filter((one) => one.centre !== centre?.centre);
  return (
    <CentreShell
      room={room}
      staff={staff}
      onSignOut={onSignOut}
      others={others.map((one) => ({ id: one.centre, name: sayCentre(t, one) }))}
      onChoose={onChooseCentre}
      banner={
        !isConnected && (
          <Banner kind="offline" title={t.offline}>
            {t.offlineRooms}
          </Banner>
        )
      }
    >
      {now && !isFalse ? (
        children(now)
      ) : (
        <>
          <h1>{title}</h1>
          {code ? (
            <EmptyState
              icon={triangleAlert}
              tone={isFalse ? 'danger' : 'honey'}
              title={isFalse ? t.frozenTitle : t.notLoaded}
              action={
                !isFalse && (
                  <Button kind="second" icon={refreshCw} onClick={() => void reload()}>
                    {t.tryAgain}
                  </Button>
                )
              }
            >
              <p>{sayCode(t, code)}</p>
            </EmptyState>
          ) : (
            <Bars rows={4} label={frame.loading} />
          )}
        </>
      )}
    </CentreShell>
  );
}
